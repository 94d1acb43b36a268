import DuckDB

@testable import Memory

extension MemoryEngine {
    /// The texts of the first column.
    func values(_ sql: SQL) throws -> [String] {
        try connection.query(sql).rows.map { $0[0].stringValue ?? "NULL" }
    }
}
