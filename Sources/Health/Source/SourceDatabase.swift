public import DuckDB
public import PostgreSQL

/// A database that a source table is in: PostgreSQL, or a DuckDB file.
public protocol SourceDatabase {
    /// Columns of a table with their types, in lower case; empty where there is no such table.
    func columns(of table: [String]) throws -> [(name: String, type: String)]
    /// Rows of numbers. `$1` is bound to the time, in seconds since 1970.
    func numbers(_ sql: String, now: Double) throws -> [[Double?]]
    /// Rows of a text and a condition.
    func rows(_ sql: String) throws -> [(text: String?, isTrue: Bool)]
    /// The SHA-256 of a quoted column's text, in hexadecimal digits.
    func sha256(_ column: String) -> String
    /// A condition: the text is no JSON. Nil where the server cannot tell.
    func isNoJSON(_ column: String) -> String?
}

extension BlockingConnection: SourceDatabase {
    public func columns(of table: [String]) throws -> [(name: String, type: String)] {
        let name = PostgresIdentifier.quote(table)
        let rows = try query(
            """
            SELECT attname::text, lower(format_type(atttypid, NULL)) FROM pg_attribute
            WHERE attrelid = to_regclass(\(name)) AND attnum > 0 AND NOT attisdropped
            ORDER BY attnum
            """)
        return try rows.rows.map { (try $0.decode(0), try $0.decode(1)) }
    }

    public func numbers(_ sql: String, now: Double) throws -> [[Double?]] {
        let parts = sql.split(separator: "$1", omittingEmptySubsequences: false)
        let query = PostgresQuery.join(
            parts.map { PostgresQuery(unescaped: String($0)) }, separator: "\(now)")
        let rows = try atomically(.readOnly) { () throws(PostgreSQLError) in
            try execute(script: "SET LOCAL timezone = 'UTC'")
            return try self.query(query)
        }
        return try rows.rows.map { row in
            try row.columns.indices.map { try row.decode($0, as: Double?.self) }
        }
    }

    public func rows(_ sql: String) throws -> [(text: String?, isTrue: Bool)] {
        let rows = try atomically(.readOnly) { () throws(PostgreSQLError) in
            try self.query(PostgresQuery(unescaped: sql))
        }
        return try rows.rows.map { (try $0.decode(0), try $0.decode(1)) }
    }

    public func sha256(_ column: String) -> String {
        "encode(sha256(convert_to(\(column), 'UTF8')), 'hex')"
    }

    public func isNoJSON(_ column: String) -> String? {
        serverVersion >= 160_000
            ? "NOT pg_input_is_valid(\(PostgresIdentifier.quote(column))::text, 'jsonb')" : nil
    }
}

extension Connection: SourceDatabase {
    public func columns(of table: [String]) throws -> [(name: String, type: String)] {
        let schema = table.count > 1 ? table[0] : "main"
        let rows = try query(
            """
            SELECT column_name, lower(data_type) FROM duckdb_columns()
            WHERE table_name = \(table.last ?? "") AND schema_name = \(schema)
            ORDER BY column_index
            """)
        return try rows.rows.map { (try $0.decode(0), try $0.decode(1)) }
    }

    public func numbers(_ sql: String, now: Double) throws -> [[Double?]] {
        try execute("SET timezone = 'UTC'")
        let rows = try query(sql, sql.contains("$1") ? [.double(now)] : [])
        return try rows.rows.map { row in
            try rows.columns.indices.map { try row.decode($0, as: Double?.self) }
        }
    }

    public func rows(_ sql: String) throws -> [(text: String?, isTrue: Bool)] {
        try query(sql, []).rows.map { (try $0.decode(0), try $0.decode(1)) }
    }

    public func sha256(_ column: String) -> String { "sha256(\(column))" }

    public func isNoJSON(_ column: String) -> String? {
        "NOT json_valid(\(PostgresIdentifier.quote(column))::VARCHAR)"
    }
}
