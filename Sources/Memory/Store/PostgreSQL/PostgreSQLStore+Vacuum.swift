import Foundation
import PostgreSQL

extension PostgreSQLStore {
    /// The largest table, with its indexes, that is written anew at once: nobody can read it
    /// meanwhile.
    private static let largestRewrite: Int64 = 256 << 20

    /// Takes what an erasure deleted out of the pages of the tables, their indexes and their
    /// statistics, as far as this role may and the tables are small.
    ///
    /// - Returns: what still holds bytes, and what must run or pass until it does not.
    func vacuumErased() throws(MemoryError) -> [String] {
        try server.run { connection, _ in
            var pending: [String] = []
            let tables = try connection.query(
                """
                SELECT c.relname::text, pg_total_relation_size(c.oid) FROM pg_class c
                WHERE c.relnamespace = 'dormouse'::regnamespace AND c.relkind IN ('r', 'm')
                ORDER BY 1
                """)
            for row in tables.rows {
                let table: String = try row.decode(0)
                let size: Int64 = try row.decode(1)
                let isSmall = size <= Self.largestRewrite
                let name = PostgresQuery("dormouse.\(identifier: table)")
                do throws(PostgreSQLError) {
                    if isSmall {
                        try connection.query("VACUUM (FULL, ANALYZE) " + name)
                    } else {
                        try connection.query("VACUUM (ANALYZE) " + name)
                    }
                } catch {
                    if error.isConnectionFailure { throw error }
                    pending.append(
                        "pages of the table \(table): until its owner runs "
                            + "VACUUM (FULL, ANALYZE) dormouse.\(table)")
                    continue
                }
                if !isSmall {
                    pending.append(
                        "free space in pages of the table \(table): until it is used again, or "
                            + "VACUUM FULL dormouse.\(table) runs, which locks it")
                }
            }
            // A partitioned table has statistics of its own, which those of its parts leave alone.
            let parents = try connection.query(
                """
                SELECT relname::text FROM pg_class
                WHERE relnamespace = 'dormouse'::regnamespace AND relkind = 'p' ORDER BY 1
                """)
            for row in parents.rows {
                let table: String = try row.decode(0)
                do throws(PostgreSQLError) {
                    try connection.query("ANALYZE dormouse.\(identifier: table)")
                } catch {
                    if error.isConnectionFailure { throw error }
                    pending.append(
                        "statistics of the table \(table): until its owner runs "
                            + "ANALYZE dormouse.\(table)")
                }
            }
            do throws(PostgreSQLError) {
                try connection.query("VACUUM FULL pg_catalog.pg_statistic")
            } catch {
                if error.isConnectionFailure { throw error }
                pending.append(
                    "old statistics of columns: until a superuser runs "
                        + "VACUUM FULL pg_catalog.pg_statistic")
            }
            // Files that VACUUM FULL has replaced are removed at the next checkpoint.
            _ = try? connection.query("CHECKPOINT")
            return pending + [
                "the server's write-ahead log, and standbys and archives of it: until it is recycled",
                "the server's own log, where it was told to log statements with their values",
                "machines that have slept on this server: until dormouse sleep runs there",
            ]
        }
    }

    /// Statistics that repeat the text of an erased memory.
    func statistics(of receipt: ErasureReceipt) throws(MemoryError) -> [String] {
        let salt = receipt.id.uuidString.lowercased()
        return try server.run { connection, _ in
            let columns = try connection.query(
                """
                SELECT DISTINCT tablename || '.' || attname
                FROM pg_stats, LATERAL (
                    SELECT unnest(most_common_vals::text::text[]) AS value
                    UNION ALL SELECT unnest(histogram_bounds::text::text[])) AS values
                WHERE schemaname = 'dormouse'
                    AND encode(sha256(convert_to(\(salt) || value, 'UTF8')), 'hex')
                        = \(receipt.digest)
                ORDER BY 1
                """)
            return try columns.rows.map { row in
                "statistics of \(try row.decode(0, as: String.self)) still hold the text"
            }
        }
    }
}
