import DuckDB
import Foundation

@testable import Memory

extension MemoryEngine {
    /// The tables of the sleep database, by name.
    func derivedTables() throws -> [String] {
        try connection.query(
            """
            SELECT table_name FROM duckdb_tables()
            WHERE database_name = 'sleep' AND schema_name = 'main' AND NOT internal
            ORDER BY table_name
            """
        ).strings("table_name").compactMap { $0 }
    }

    /// A hash of all rows of each table of the sleep database; a number counts with all its bits.
    func derivedDigests() throws -> [String: String] {
        var digests: [String: String] = [:]
        for table in try derivedTables() {
            digests[table] = try connection.query(
                """
                SELECT count(*) || ' ' || coalesce(sha256(string_agg(line, chr(10) ORDER BY line)), '')
                FROM (SELECT t::VARCHAR AS line FROM sleep.main.\(identifier: table) AS t)
                """
            ).first?.stringValue
        }
        return digests
    }

    func count(_ sql: SQL) throws -> Int { try connection.query(sql).first?.intValue ?? -1 }

    /// The columns, of whatever table of both files, that hold a text.
    func places(of text: String) throws -> [String] {
        let columns = try connection.query(
            """
            SELECT c.database_name, c.table_name, c.column_name, c.schema_name
            FROM duckdb_columns() c JOIN duckdb_tables() t
                USING (database_name, schema_name, table_name)
            WHERE c.database_name IN ('sleep', 'source_memories') ORDER BY ALL
            """)
        var places: [String] = []
        for row in columns.rows {
            let database: String = try row.decode(0)
            let table: String = try row.decode(1)
            let column: String = try row.decode(2)
            let schema: String = try row.decode(3)
            let found = try count(
                """
                SELECT count(*) FROM \(identifier: database).\(identifier: schema).\(identifier: table)
                WHERE contains(lower(\(identifier: column)::VARCHAR), lower(\(text)))
                """)
            if found > 0 { places.append("\(table).\(column)") }
        }
        return places
    }
}
