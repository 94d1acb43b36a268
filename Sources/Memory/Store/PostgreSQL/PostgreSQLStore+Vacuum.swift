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
            let areCleared = try Self.clearStatistics(connection)
            let watching = try Self.whoSeesWhatWas(connection)
            if !watching.isEmpty {
                pending.append(
                    "rows that open transactions may still read: until they end (\(watching)), and "
                        + "the tables' owner runs VACUUM FULL")
            }
            let tables = try connection.query(
                """
                SELECT c.relname::text, pg_total_relation_size(c.oid), c.oid::bigint FROM pg_class c
                WHERE c.relnamespace = 'dormouse'::regnamespace AND c.relkind IN ('r', 'm')
                ORDER BY 1
                """)
            for row in tables.rows {
                let table: String = try row.decode(0)
                let size: Int64 = try row.decode(1)
                let id: Int64 = try row.decode(2)
                let name = PostgresQuery("dormouse.\(identifier: table)")
                if size > Self.largestRewrite {
                    pending.append(
                        "free space in pages of the table \(table) and keys of its indexes: until "
                            + "VACUUM (FULL, ANALYZE) dormouse.\(table) runs, which locks it")
                    _ = try Self.succeeds("VACUUM (ANALYZE) " + name, connection)
                } else if !(try Self.rewrites(id, name, connection)) {
                    pending.append(
                        "pages of the table \(table): until its owner runs "
                            + "VACUUM (FULL, ANALYZE) dormouse.\(table)")
                }
            }
            // A partitioned table has statistics of its own, which those of its parts leave alone.
            let parents = try connection.query(
                """
                SELECT relname::text, pg_has_role(relowner, 'USAGE') FROM pg_class
                WHERE relnamespace = 'dormouse'::regnamespace AND relkind = 'p' ORDER BY 1
                """)
            for row in parents.rows {
                let table: String = try row.decode(0)
                let isOwned: Bool = try row.decode(1)
                let isDone = try Self.succeeds("ANALYZE dormouse.\(identifier: table)", connection)
                if !(isOwned && isDone) {
                    pending.append(
                        "statistics of the table \(table): until its owner runs "
                            + "ANALYZE dormouse.\(table)")
                }
            }
            if !areCleared { pending.append(Self.uncleared(connection)) }
            let statistics: Int64 = try connection.query(
                "SELECT 'pg_catalog.pg_statistic'::regclass::oid::bigint"
            ).value()
            let isRewritten = try Self.rewrites(statistics, "pg_catalog.pg_statistic", connection)
            // What somebody deletes later is in the pages until they are written anew after it.
            if !(isRewritten && areCleared) {
                pending.append(
                    "old statistics of columns: until a superuser runs "
                        + "VACUUM FULL pg_catalog.pg_statistic")
            }
            // Files that VACUUM FULL has replaced are removed at the next checkpoint.
            if !(try Self.succeeds("CHECKPOINT", connection)) {
                pending.append(
                    "files that were replaced: until the server's next checkpoint, which comes by "
                        + "itself (checkpoint_timeout)")
            }
            return pending + [
                "the server's write-ahead log, and standbys and archives of it: until it is recycled",
                "the server's own log, where it was told to log statements with their values",
                "machines that have slept on this server: until dormouse sleep runs there",
            ]
        }
    }

    /// Whether a statement ran. It throws only where the connection is lost.
    private static func succeeds(_ query: PostgresQuery, _ connection: BlockingConnection)
        throws(PostgreSQLError) -> Bool
    {
        do {
            try connection.query(query)
            return true
        } catch {
            if error.isConnectionFailure { throw error }
            return false
        }
    }

    /// Whether a table is in a new file now: VACUUM only warns of what this role may not rewrite.
    private static func rewrites(
        _ table: Int64, _ name: PostgresQuery, _ connection: BlockingConnection
    ) throws -> Bool {
        func file() throws -> Int64 {
            try connection.query("SELECT pg_relation_filenode(\(table)::bigint::oid)::bigint")
                .value()
        }
        let before = try file()
        guard try succeeds("VACUUM (FULL, ANALYZE) " + name, connection) else { return false }
        return try file() != before
    }

    /// Which processes, slots and prepared transactions keep deleted rows from being let go of, as far
    /// as this role may know.
    private static func whoSeesWhatWas(_ connection: BlockingConnection) throws -> String {
        try connection.query(
            """
            WITH now AS (
                SELECT (pg_snapshot_xmax(pg_current_snapshot()))::xid AS next)
            SELECT coalesce(string_agg(who, ', ' ORDER BY who), '') FROM (
                SELECT 'process ' || pid FROM pg_stat_activity, now
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                    AND backend_type <> 'autovacuum worker'
                    AND greatest(age(backend_xmin), age(backend_xid)) > age(next)
                UNION ALL
                SELECT 'slot ' || slot_name FROM pg_replication_slots, now
                WHERE greatest(age(xmin), age(catalog_xmin)) > age(next)
                UNION ALL
                SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts
                WHERE database = current_database()) AS holders (who)
            """
        ).value()
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
