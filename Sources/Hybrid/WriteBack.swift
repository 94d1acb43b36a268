public import DuckDB
public import PostgreSQL

/// Writes what DuckDB computed into a table of PostgreSQL, in one transaction: by COPY straight into
/// the table, and where the server has one of the keys already, by COPY into a staging table and one
/// upsert.
///
/// All or nothing, and the same rows written twice change nothing the second time: after a crash
/// it is simply run again. Rows are upserted in the order DuckDB gives the key, so that two writers
/// do not deadlock; two that do in the first try upsert instead.
public struct WriteBack: Sendable, Hashable {
    public var schema: String
    public var table: String
    /// Tells rows apart: the columns of a unique index.
    public var key: [String]
    /// Columns that are never changed on rows that are there, such as `created_at`.
    public var keptColumns: [String]

    public init(
        _ table: String, schema: String = "public", key: [String], keptColumns: [String] = []
    ) {
        self.table = table
        self.schema = schema
        self.key = key
        self.keptColumns = keptColumns
    }

    /// What a run did.
    public struct Report: Sendable, Hashable {
        /// Rows that DuckDB gave.
        public var read = 0
        /// Rows that were inserted or changed; the others were the same already.
        public var written = 0
    }

    /// Runs a query of DuckDB and writes its rows; its columns are found by their names.
    @discardableResult
    public func write(
        _ query: SQL, of duckDB: DuckDB.Connection, to server: BlockingConnection
    ) throws -> Report {
        let names = try duckDB.query("SELECT * FROM (\(query)) LIMIT 0").columns.map(\.name)
        if let missing = key.first(where: { !names.contains($0) }) {
            throw HybridError(
                "the query gives no column \(missing), which the key of \(table) needs")
        }
        do {
            // What is new to the server, as nearly always, is written once.
            return try server.transaction { () throws -> Report in
                let target = CopyTarget(table, schema: schema, columns: names)
                let count = try Self.copy(query, of: duckDB, to: server, into: target)
                return Report(read: count, written: count)
            }
        } catch let error as PostgreSQLError
            where error.code == .uniqueViolation || error.code == .deadlock
        {
            return try server.transaction { try merge(query, names, of: duckDB, to: server) }
        }
    }

    /// Through a staging table, whose rows the server reads in the order they were written. DuckDB
    /// sorts them in memory, where the server would sort on disk.
    private func merge(
        _ query: SQL, _ names: [String], of duckDB: DuckDB.Connection, to server: BlockingConnection
    ) throws -> Report {
        let list = PostgresQuery.join(names.map { "\(identifier: $0)" })
        try server.query(
            """
            CREATE TEMPORARY TABLE dormouse_staging ON COMMIT DROP AS
            SELECT \(list) FROM \(identifier: [schema, table]) WITH NO DATA
            """)
        let order = key.map { quoteIdentifier($0) }.joined(separator: ", ")
        let read = try Self.copy(
            "SELECT * FROM (\(query)) ORDER BY \(unescaped: order)", of: duckDB, to: server,
            into: CopyTarget("dormouse_staging", columns: names))
        return Report(read: read, written: try server.query(upsert(names, list)).affectedRows)
    }

    private static func copy(
        _ rows: SQL, of duckDB: DuckDB.Connection, to server: BlockingConnection,
        into target: CopyTarget
    ) throws -> Int {
        let stream = try duckDB.stream(rows)
        return try server.copy(into: target) { writer in
            let types = writer.columns.map(\.type)
            while let chunk = try stream.next() { try copy(chunk, types, into: &writer) }
        }
    }

    private func upsert(_ names: [String], _ list: PostgresQuery) -> PostgresQuery {
        let keys = PostgresQuery.join(key.map { "\(identifier: $0)" })
        let changed = names.filter { !key.contains($0) && !keptColumns.contains($0) }
        var sql: PostgresQuery = """
            INSERT INTO \(identifier: [schema, table]) AS kept (\(list))
            SELECT \(list) FROM dormouse_staging
            ON CONFLICT (\(keys)) DO
            """
        guard !changed.isEmpty else { return sql + " NOTHING" }
        let set: [PostgresQuery] = changed.map { "\(identifier: $0) = excluded.\(identifier: $0)" }
        // Without a comparison every row would be written anew, with its index entries. As text,
        // because json has no equality.
        let old = PostgresQuery.join(changed.map { "kept.\(identifier: $0)::text" })
        let new = PostgresQuery.join(changed.map { "excluded.\(identifier: $0)::text" })
        sql = sql + " UPDATE SET \(.join(set)) WHERE (\(old)) IS DISTINCT FROM (\(new))"
        return sql
    }

    private static func copy(
        _ chunk: Chunk, _ types: [PostgresType], into writer: inout BlockingCopyWriter
    ) throws {
        // Vectors are read as they lie, without boxing their numbers.
        var vectors: [Int: FloatVectorColumn] = [:]
        for (index, column) in chunk.columns.enumerated() {
            switch column.type {
            case .list(.float), .array(.float, _): vectors[index] = try chunk.floatVectors(index)
            default: break
            }
        }
        var row: [PostgresValue] = []
        for number in 0..<chunk.rowCount {
            row.removeAll(keepingCapacity: true)
            for index in types.indices {
                if let column = vectors[index] {
                    row.append(column[number].map { .vector($0) } ?? .null)
                } else {
                    row.append(
                        try PostgresValue(chunk.value(row: number, column: index), as: types[index])
                    )
                }
            }
            try writer.write(row)
        }
    }
}
