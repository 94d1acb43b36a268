import DuckDB
import Foundation

/// Every row of the sleep database that was made of one memory, in whatever table.
///
/// Tables are found in the catalog, so a model that is added later is covered: a row belongs to a
/// memory when any UUID column, alone or in a list, names it, or when it belongs to an episode the
/// memory is or was part of.
struct DerivedTraces {
    let connection: Connection

    /// Deletes them, and says how many where.
    func delete(_ id: UUID) throws(DuckDBError) -> [ErasureReceipt.Removal] { try delete([id]) }

    /// Deletes those of many memories; each table is read once.
    @discardableResult
    func delete(_ ids: [UUID]) throws(DuckDBError) -> [ErasureReceipt.Removal] {
        var removed: [ErasureReceipt.Removal] = []
        for (table, condition) in try conditions(ids) {
            let rows = try connection.query(
                "DELETE FROM \(identifier: table.path) WHERE \(condition)"
            ).changes
            if rows > 0 { removed.append(.init(table: table.label, rows: rows)) }
        }
        return removed
    }

    /// Counts them.
    func count(_ id: UUID) throws(DuckDBError) -> [ErasureReceipt.Removal] {
        var found: [ErasureReceipt.Removal] = []
        for (table, condition) in try conditions([id]) {
            let rows =
                try connection.query(
                    "SELECT count(*) FROM \(identifier: table.path) WHERE \(condition)"
                ).first?.intValue ?? 0
            if rows > 0 { found.append(.init(table: table.label, rows: rows)) }
        }
        return found
    }

    /// A table of the sleep database: what sleep made, or what crossed from a server.
    private struct Table: Hashable {
        var schema: String
        var name: String

        var path: [String] { [schema, name] }
        /// Copies of what was told bear the names of the store's own tables.
        var label: String { schema == "main" ? name : "\(schema).\(name)" }
    }

    /// What tells the rows of each table.
    private func conditions(_ ids: [UUID]) throws(DuckDBError) -> [(table: Table, condition: SQL)] {
        let columns = try connection.query(
            """
            SELECT schema_name, table_name, column_name, data_type
            FROM duckdb_columns() JOIN duckdb_tables()
                USING (database_name, schema_name, table_name)
            WHERE database_name = current_database() AND schema_name IN ('main', 'source')
                AND (data_type IN ('UUID', 'UUID[]') OR column_name = 'episode_id')
            ORDER BY table_name, column_index
            """)
        let episodes = try episodes(of: ids)
        var conditions: [Table: [SQL]] = [:]
        for row in columns.rows {
            let table = Table(
                schema: try row.decode("schema_name"), name: try row.decode("table_name"))
            let column: String = try row.decode("column_name")
            let type: String = try row.decode("data_type")
            let condition: SQL
            if column == "episode_id" {
                if episodes.isEmpty { continue }
                condition = """
                    \(identifier: column)::VARCHAR IN (SELECT unnest(\(episodes)))
                    """
            } else if type == "UUID[]" {
                condition = Self.names(list: column, of: table, ids)
            } else if ids.count == 1 {
                condition = "\(identifier: column) = \(ids[0])"
            } else {
                condition = "\(identifier: column) IN (SELECT unnest(\(ids)))"
            }
            conditions[table, default: []].append(condition)
        }
        return conditions.sorted { ($0.key.name, $0.key.schema) < ($1.key.name, $1.key.schema) }.map
        { table, parts in
            (table, SQL.join(parts, separator: " OR "))
        }
    }

    /// The condition of a list that names one of some memories, at a cost that grows with the lists
    /// and the memories, not with their product.
    private static func names(list column: String, of table: Table, _ ids: [UUID]) -> SQL {
        if ids.count == 1 { return "list_contains(\(identifier: column), \(ids[0]))" }
        return """
            rowid IN (SELECT place FROM (
                SELECT rowid AS place, unnest(\(identifier: column)) AS named
                FROM \(identifier: table.path)) WHERE named IN (SELECT unnest(\(ids))))
            """
    }

    private func episodes(of ids: [UUID]) throws(DuckDBError) -> [String] {
        let exists = try connection.query(
            """
            SELECT count(*) FROM duckdb_tables()
            WHERE database_name = current_database() AND table_name = 'episode_memories'
            """
        ).first
        if exists == .int(0) { return [] }
        return try connection.query(
            """
            SELECT DISTINCT episode_id::VARCHAR AS episode FROM episode_memories
            WHERE memory_id IN (SELECT unnest(\(ids))) ORDER BY 1
            """
        ).strings("episode").compactMap { $0 }
    }
}
