import JSON
import PostgreSQL

/// The histories of other tools in a database.
struct ToolHistories {
    var all: [ToolHistory] = []
    /// Tables that look like a history, and of which this role may not read all.
    var unreadable: [String] = []

    private struct Table {
        var schema: String
        var name: String
        var columns: Set<String>
        var isReadable: Bool
    }

    /// Those under the names that the tools give them, and those that are known by their columns.
    init(_ connection: BlockingConnection) throws {
        for table in try Self.tables(connection) {
            let fitting = MigrationTool.allCases.filter {
                $0.fits(table.columns, name: table.name)
            }
            guard let tool = fitting.first(where: { $0.table == table.name }) ?? fitting.first
            else { continue }
            try add(table, of: tool, connection)
        }
    }

    /// The one in a table that a person names.
    ///
    /// - Parameter tool: whose it is; nil for what the columns say.
    /// - Throws: a table that is not there, may not be read or is no history.
    init(_ connection: BlockingConnection, in named: HistoryTable, of tool: MigrationTool?) throws {
        let found = try Self.tables(connection, named: named)
        guard let table = found.first else {
            throw Self.unusable("there is no table \(named.text)")
        }
        guard found.count == 1 else {
            let places = found.map { "\($0.schema).\($0.name)" }.joined(separator: ", ")
            throw Self.unusable("there are several: \(places). Name the schema, too")
        }
        let place = "\(table.schema).\(table.name)"
        guard table.isReadable else {
            throw Self.unusable("this role may not read all of \(place)")
        }
        let fitting = MigrationTool.allCases.filter {
            (tool == nil || $0 == tool) && $0.fits(table.columns, name: nil)
        }
        let known =
            fitting.first { $0.table == table.name }
            ?? fitting.first { $0.fits(table.columns, name: table.name) }
            ?? (fitting.count == 1 ? fitting.first : nil)
        guard let known else {
            throw Self.unusable(
                fitting.isEmpty
                    ? "\(place) is no history of \(tool?.rawValue ?? "a tool that is known here"), "
                        + "by its columns"
                    : "\(place) can be the history of "
                        + fitting.map(\.rawValue).joined(separator: ", ")
                        + ". Say whose it is: --from \(fitting[0].rawValue)")
        }
        try add(table, of: known, connection)
    }

    private mutating func add(
        _ table: Table, of tool: MigrationTool, _ connection: BlockingConnection
    ) throws {
        guard table.isReadable else {
            unreadable.append("\(table.schema).\(table.name)")
            return
        }
        var history = ToolHistory(tool: tool, schema: table.schema, name: table.name)
        let rows: [String] = try connection.query(
            "SELECT to_jsonb(t)::text FROM \(identifier: [table.schema, table.name]) t"
        ).values()
        try history.read(rows.map { try JSON.parse($0) })
        all.append(history)
    }

    /// - Parameter named: nil for those that can be a history.
    private static func tables(
        _ connection: BlockingConnection, named: HistoryTable? = nil
    ) throws -> [Table] {
        let names = named.map { [$0.name] } ?? Array(Set(MigrationTool.allCases.map(\.table)))
        // Each table that is known by its columns has one of these.
        let marks =
            named == nil ? ["installed_rank", "is_applied", "dirty", "success", "run_on"] : []
        let found = try connection.query(
            """
            SELECT n.nspname::text AS schema, c.relname::text AS name,
                array_agg(a.attname::text ORDER BY a.attnum) AS columns,
                has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
                    AND NOT row_security_active(c.oid) AS is_readable
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
                AND n.nspname = coalesce(\(named?.schema), n.nspname)
            GROUP BY n.oid, n.nspname, c.oid, c.relname
            HAVING c.relname = ANY(\(names)) OR bool_or(a.attname = ANY(\(marks)))
            ORDER BY 1, 2
            """)
        return try found.rows.map { row in
            Table(
                schema: try row.decode("schema"), name: try row.decode("name"),
                columns: Set(try row.decode("columns", as: [String].self)),
                isReadable: try row.decode("is_readable"))
        }
    }

    private static func unusable(_ reason: String) -> MigrationError {
        MigrationError(.historyUnusable, reason)
    }
}

extension HistoryTable {
    /// As a person wrote it.
    fileprivate var text: String { (schema.map { $0 + "." } ?? "") + name }
}
