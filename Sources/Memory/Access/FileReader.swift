import DuckDB

/// A connection that reads, and what it has planned. One thread uses it at a time.
final class FileReader: @unchecked Sendable {
    // Sendable: `FileAccess` lends it to one thread at a time.
    let connection: Connection
    private var statements: [String: Statement] = [:]

    init(_ connection: Connection) { self.connection = connection }

    /// A statement, planned the first time.
    func prepared(_ sql: String) throws(DuckDBError) -> Statement {
        if let known = statements[sql] { return known }
        let statement = try connection.prepare(sql)
        statements[sql] = statement
        return statement
    }
}
