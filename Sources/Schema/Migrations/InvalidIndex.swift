public import PostgreSQL

/// An index that a failed `CREATE INDEX CONCURRENTLY` or `REINDEX CONCURRENTLY` left behind: it is
/// written to and never read.
public struct InvalidIndex: Sendable, Hashable {
    public var schema: String
    public var name: String
    public var table: String
    public var definition: String
    /// The copy that a failed `REINDEX CONCURRENTLY` left beside the index it was to replace.
    public var isLeftover: Bool
    /// Whether a migration that is to run again makes it: then it is only taken away.
    public var isMadeAgain = false

    /// Those of a database. One that is being built at the moment is not among them.
    public static func all(_ connection: BlockingConnection) throws(PostgreSQLError) -> [Self] {
        let result = try connection.query(
            """
            SELECT n.nspname::text AS schema, c.relname::text AS name,
                i.indrelid::regclass::text AS table, pg_get_indexdef(c.oid) AS definition,
                c.relname ~ '_ccnew[0-9]*$|_ccold[0-9]*$' AS leftover
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i'
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT i.indisvalid AND n.nspname !~ '^pg_toast'
                AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p
                    WHERE p.index_relid = c.oid)
            ORDER BY 1, 2
            """)
        var found: [Self] = []
        for row in result.rows {
            found.append(
                Self(
                    schema: try row.decode("schema"), name: try row.decode("name"),
                    table: try row.decode("table"), definition: try row.decode("definition"),
                    isLeftover: try row.decode("leftover")))
        }
        return found
    }

    /// The statements that put it right without keeping anybody from writing: a leftover is
    /// dropped, any other is built anew.
    public var repair: String {
        let name = SQLName.text(schema, name)
        return isLeftover || isMadeAgain
            ? "DROP INDEX CONCURRENTLY \(name)" : "REINDEX INDEX CONCURRENTLY \(name)"
    }

    /// Marks those that a migration which failed half-way makes anew when it runs again.
    public static func marked(_ indexes: [Self], madeBy dirty: [Migration]) -> [Self] {
        let names = dirty.flatMap { $0.up.script.statements.compactMap(\.createdIndex) }
        return indexes.map { index in
            var index = index
            index.isMadeAgain = names.contains {
                $0.last == index.name && ($0.count == 1 || $0[$0.count - 2] == index.schema)
            }
            return index
        }
    }

    /// Puts it right. A unique index whose rows are not unique cannot be; then PostgreSQL says so,
    /// and the copy that the attempt left is dropped again.
    public func repair(on connection: BlockingConnection) throws(PostgreSQLError) {
        do {
            try connection.query(PostgresQuery(unescaped: repair))
        } catch {
            for other in try Self.all(connection)
            where other.isLeftover && other.name.hasPrefix(name + "_cc") {
                try connection.query(PostgresQuery(unescaped: other.repair))
            }
            throw error
        }
    }
}

extension SQLStatement {
    /// The name in `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS name ON …`.
    fileprivate var createdIndex: [String]? {
        var reader = SQLReader(tokens)
        guard reader.accept("create") else { return nil }
        _ = reader.accept("unique")
        guard reader.accept("index") else { return nil }
        _ = reader.accept("concurrently")
        _ = reader.accept("if", "not", "exists")
        return reader.current?.word == "on" ? nil : reader.name()
    }
}
