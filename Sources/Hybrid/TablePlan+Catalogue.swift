public import PostgreSQL

extension TablePlan {
    /// What the catalogue says of a column.
    struct Entry {
        let name: String
        let shown: String
        /// The name of the type; of a domain, that of what it is made of.
        let type: String
        /// `b`ase, `e`num, `c`omposite, `r`ange, `m`ultirange.
        let kind: String
        /// Of an array: the name and kind of its elements.
        let element: String?
        let elementKind: String?
        /// The type's modifier, -1 for none.
        let modifier: Int
        let labels: [String]
    }

    /// Looks a table, view or materialized view up.
    ///
    /// Columns of type numeric without a precision are scanned for the digits they need: one pass
    /// over the table for all of them. Throws where they need more than DuckDB's 38, or hold NaN.
    public init(_ connection: BlockingConnection, schema: String = "public", table: String)
        throws
    {
        self.init(schema: schema, table: table, columns: [], key: [])
        let entries = try Self.entries(connection, schema, table)
        guard !entries.isEmpty else {
            throw HybridError("there is no table \(schema).\(table), or it may not be read")
        }
        let digits = try decimals(entries, connection)
        columns = try entries.map { try ColumnPlan($0, digits: digits[$0.name]) }
        key = try connection.query(
            """
            SELECT a.attname::text
            FROM pg_catalog.pg_index i
            CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(number, place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
            WHERE i.indisprimary AND i.indrelid = \(Self.name(schema, table))::text::regclass
            ORDER BY k.place
            """
        ).values()
    }

    static func name(_ schema: String, _ table: String) -> String {
        PostgresIdentifier.quote([schema, table])
    }

    private static func entries(
        _ connection: BlockingConnection, _ schema: String, _ table: String
    ) throws -> [Entry] {
        let result = try connection.query(
            """
            SELECT a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod),
                   b.typname::text, b.typtype::text, e.typname::text, e.typtype::text,
                   CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END,
                   ARRAY(SELECT l.enumlabel::text FROM pg_catalog.pg_enum l
                         WHERE l.enumtypid = coalesce(e.oid, b.oid) ORDER BY l.enumsortorder)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_type b
                ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            LEFT JOIN pg_catalog.pg_type e ON b.typcategory = 'A' AND e.oid = b.typelem
            WHERE n.nspname = \(schema) AND c.relname = \(table)
                AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """)
        return try result.rows.map { row in
            Entry(
                name: try row.decode(0), shown: try row.decode(1), type: try row.decode(2),
                kind: try row.decode(3), element: try row.decode(4),
                elementKind: try row.decode(5), modifier: try row.decode(6),
                labels: try row.decode(7))
        }
    }

    /// The digits that columns of type numeric without a precision need, by their names.
    private func decimals(_ entries: [Entry], _ connection: BlockingConnection) throws
        -> [String: Decimals]
    {
        let open = entries.filter { $0.type == "numeric" && $0.modifier < 0 }
        if open.isEmpty { return [:] }
        let parts: [PostgresQuery] = open.map { entry in
            let column: PostgresQuery = "\(identifier: entry.name)"
            return """
                coalesce(max(length(trunc(abs(\(column)))::text))
                    FILTER (WHERE \(column) NOT IN ('NaN', 'Infinity', '-Infinity')), 1)::int,
                coalesce(max(scale(\(column))), 0)::int,
                count(*) FILTER (WHERE \(column) IN ('NaN', 'Infinity', '-Infinity'))
                """
        }
        let row = try connection.query(
            "SELECT \(.join(parts)) FROM \(identifier: [schema, table])"
        ).first
        var needs: [String: Decimals] = [:]
        for (index, entry) in open.enumerated() {
            guard let row else { continue }
            needs[entry.name] = Decimals(
                whole: try row.decode(3 * index), scale: try row.decode(3 * index + 1),
                isFinite: try row.decode(3 * index + 2, as: Int.self) == 0)
        }
        return needs
    }

    struct Decimals {
        let whole: Int
        let scale: Int
        let isFinite: Bool
    }
}
