import DuckDB
import Foundation
public import JSON

extension MemoryEngine {
    /// What sleep derived, as a count and a digest a table, whatever order the rows stand in. Two
    /// homes that slept on the same memories at the same times have the same.
    public func derivedDigest() throws(MemoryError) -> JSON {
        let connection = try connection
        return try reporting(home.sleepFile.path) {
            let tables = try connection.query(
                """
                SELECT table_name FROM duckdb_tables()
                WHERE database_name = current_database() AND schema_name = 'main'
                ORDER BY table_name
                """
            ).strings("table_name").compactMap { $0 }
            var object = JSON.Object()
            for table in tables {
                // A sum does not care about order, and unlike XOR sees a row that is there twice.
                let row = try connection.query(
                    """
                    SELECT count(*), coalesce(sum(hash(t))::VARCHAR, '0')
                    FROM \(identifier: table) t
                    """
                ).rows.first
                guard let row else { continue }
                let digest: String = try row.decode(1)
                object[table] = ["rows": .int(try row.decode(0)), "digest": .string(digest)]
            }
            return .object(object)
        }
    }
}
