import PostgreSQL

extension PostgresHealth {
    func invalidIndexes(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let found = try listed(
            connection,
            """
            SELECT i.indexrelid::regclass::text, 1::float8 FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid AND c.relkind = 'i'
            WHERE NOT i.indisvalid AND NOT EXISTS (
                SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
            ORDER BY 1
            """)
        return [
            limits.check(
                "invalid_indexes", Double(found.count),
                advice: "a concurrent build failed: dormouse migrate repair builds them anew",
                details: found.map(\.text))
        ]
    }

    /// Indexes that say the same, or whose columns are the first ones of another.
    func duplicateIndexes(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let found = try listed(
            connection,
            """
            SELECT format('%s, because of %s', a.indexrelid::regclass, b.indexrelid::regclass),
                1::float8
            FROM pg_index a JOIN pg_index b ON a.indrelid = b.indrelid
                AND a.indexrelid <> b.indexrelid
                AND (b.indkey::text || ' ') LIKE (a.indkey::text || ' %')
                AND (b.indclass::text || ' ') LIKE (a.indclass::text || ' %')
                AND (b.indcollation::text || ' ') LIKE (a.indcollation::text || ' %')
                AND (b.indoption::text || ' ') LIKE (a.indoption::text || ' %')
                AND coalesce(pg_get_expr(a.indexprs, a.indrelid), '')
                    = coalesce(pg_get_expr(b.indexprs, b.indrelid), '')
                AND coalesce(pg_get_expr(a.indpred, a.indrelid), '')
                    = coalesce(pg_get_expr(b.indpred, b.indrelid), '')
            JOIN pg_class ca ON ca.oid = a.indexrelid JOIN pg_class cb ON cb.oid = b.indexrelid
            JOIN pg_namespace n ON n.oid = ca.relnamespace
            WHERE ca.relam = cb.relam AND n.nspname NOT IN ('pg_catalog', 'pg_toast')
                AND ca.relkind = 'i' AND cb.relkind = 'i'
                -- One that keeps rows unique is needed unless its twin does the same.
                AND (NOT a.indisunique OR a.indisunique AND b.indisunique
                    AND a.indkey::text = b.indkey::text)
                -- Of two that are the same, the newer one is told, once.
                AND (a.indkey::text <> b.indkey::text OR a.indisunique < b.indisunique
                    OR a.indisunique = b.indisunique AND a.indexrelid > b.indexrelid)
                AND NOT a.indisprimary
                AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = a.indexrelid)
            ORDER BY 1
            """)
        return [
            limits.check(
                "duplicate_indexes", Double(found.count),
                advice: "each write pays for both: DROP INDEX CONCURRENTLY the first of each",
                details: found.map(\.text))
        ]
    }

    /// Never read since statistics began, of a size that matters, and not there to keep rows
    /// unique.
    func unusedIndexes(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let found = try listed(
            connection,
            """
            SELECT format('%s: %s', s.indexrelid::regclass,
                    pg_size_pretty(pg_relation_size(s.indexrelid))), 1::float8
            FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
            JOIN pg_stat_user_tables t ON t.relid = s.relid
            WHERE s.idx_scan = 0 AND NOT i.indisunique AND i.indisvalid
                AND pg_relation_size(s.indexrelid) > 8 * 1024 * 1024
                AND coalesce(t.seq_scan, 0) + coalesce(t.idx_scan, 0) > 100
            ORDER BY pg_relation_size(s.indexrelid) DESC LIMIT 20
            """)
        return [
            limits.check(
                "unused_indexes", Double(found.count),
                advice: "if they are not read on a standby either: DROP INDEX CONCURRENTLY",
                details: found.map(\.text))
        ]
    }

    /// Foreign keys whose columns no index begins with, and large tables that are read whole again
    /// and again.
    func missingIndexes(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let keys = try listed(
            connection,
            """
            SELECT format('%s (%s), for the foreign key %s', k.conrelid::regclass,
                    (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY x.place)
                        FROM unnest(k.conkey) WITH ORDINALITY x(number, place)
                        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.number),
                    k.conname), 1::float8
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            WHERE k.contype = 'f' AND c.reltuples > 10000 AND NOT EXISTS (
                SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
                    AND i.indisvalid AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
            ORDER BY 1
            """)
        let scans = try listed(
            connection,
            """
            SELECT format('%s.%s is read whole %s times, %s rows each', schemaname, relname,
                seq_scan, n_live_tup), 1::float8
            FROM pg_stat_user_tables
            WHERE seq_scan > 1000 AND n_live_tup > 50000 AND seq_scan > coalesce(idx_scan, 0)
            ORDER BY seq_tup_read DESC LIMIT 5
            """)
        return [
            limits.check(
                "missing_indexes", Double(keys.count + scans.count),
                advice:
                    "CREATE INDEX CONCURRENTLY on these columns, or on what the queries filter by",
                details: keys.map(\.text) + scans.map(\.text))
        ]
    }
}
