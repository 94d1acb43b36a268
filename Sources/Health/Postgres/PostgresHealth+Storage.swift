import PostgreSQL

extension PostgresHealth {
    func cacheHit(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let row = try connection.query(
            """
            SELECT blks_hit::float8, blks_read::float8 FROM pg_stat_database
            WHERE datname = current_database()
            """
        ).first
        let hit = try row?.decode(0, as: Double.self) ?? 0
        let read = try row?.decode(1, as: Double.self) ?? 0
        // A server that has just started has read everything once.
        guard hit + read > 100_000 else {
            return [HealthCheck("cache_hit", .green, "too few reads to tell")]
        }
        return [
            limits.check(
                "cache_hit", hit / (hit + read),
                advice: "raise shared_buffers, or look for queries that read whole tables")
        ]
    }

    /// Rows that vacuum has yet to clean up, in tables of some size.
    func deadRows(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let tables = try listed(
            connection,
            """
            SELECT format('%s.%s', schemaname, relname),
                n_dead_tup::float8 / greatest(n_live_tup + n_dead_tup, 1)
            FROM pg_stat_user_tables WHERE n_dead_tup > 10000 ORDER BY 2 DESC LIMIT 5
            """)
        return [
            limits.check(
                "dead_rows", tables.first?.value ?? 0,
                figure: tables.first.map {
                    "\($0.text): \(Figure.text($0.value, of: "dead_rows"))"
                },
                advice: "VACUUM (ANALYZE) these, and let autovacuum come sooner "
                    + "(autovacuum_vacuum_scale_factor); look for long transactions",
                details: tables.map { "\($0.text): \(Figure.text($0.value, of: "dead_rows"))" })
        ]
    }

    /// How much of the 2 billion transactions before a forced stop is used.
    func wraparound(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let databases = try listed(
            connection,
            """
            SELECT datname::text, age(datfrozenxid)::float8 / 2147483648 FROM pg_database
            ORDER BY 2 DESC LIMIT 3
            """)
        let tables = try listed(
            connection,
            """
            SELECT c.oid::regclass::text, age(c.relfrozenxid)::float8 / 2147483648 FROM pg_class c
            WHERE c.relkind IN ('r', 'm', 't') AND c.relfrozenxid <> '0' ORDER BY 2 DESC LIMIT 3
            """)
        return [
            limits.check(
                "wraparound", databases.first?.value ?? 0,
                advice: "VACUUM (FREEZE) the oldest tables, and end what keeps vacuum back: long "
                    + "transactions, prepared transactions, unused replication slots",
                details: (databases.map { "database \($0.text)" } + tables.map(\.text)))
        ]
    }

    /// How much of their numbers sequences have given away, up or down, by steps of any length. A
    /// sequence ends where a column ends that owns it or takes its default from it; then beginning
    /// again is of no use either.
    func sequences(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let used = try listed(
            connection,
            """
            WITH ends AS (
                SELECT format('%s.%s', s.schemaname, s.sequencename) AS name,
                    s.last_value::numeric AS last, abs(s.increment_by::numeric) AS step,
                    s.increment_by > 0 AS ascends,
                    CASE WHEN s.increment_by > 0
                        THEN greatest(s.min_value, least(s.start_value, 1))
                        ELSE least(s.max_value, greatest(s.start_value, -1)) END::numeric AS first,
                    CASE WHEN s.increment_by > 0 THEN least(s.max_value, o.largest)
                        ELSE greatest(s.min_value, -o.largest - 1) END::numeric AS final
                FROM pg_sequences s
                JOIN pg_namespace n ON n.nspname = s.schemaname
                JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.sequencename
                LEFT JOIN LATERAL (
                    SELECT min(CASE a.atttypid WHEN 'int2'::regtype THEN 32767::bigint
                        WHEN 'int4'::regtype THEN 2147483647 END) AS largest
                    FROM (SELECT d.refobjid AS relation, d.refobjsubid AS number FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                            AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
                        UNION SELECT f.adrelid, f.adnum FROM pg_depend d
                        JOIN pg_attrdef f ON f.oid = d.objid
                        WHERE d.classid = 'pg_attrdef'::regclass
                            AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid) u
                    JOIN pg_attribute a ON a.attrelid = u.relation AND a.attnum = u.number) o
                    ON true
                WHERE s.last_value IS NOT NULL AND (NOT s.cycle
                    OR CASE WHEN s.increment_by > 0 THEN o.largest < s.max_value
                        ELSE -o.largest - 1 > s.min_value END)
            ), steps AS (
                SELECT name, greatest(0, div(
                        CASE WHEN ascends THEN final - last ELSE last - final END, step)) AS remaining,
                    abs(div(final - first, step)) AS whole
                FROM ends)
            SELECT name, (1 - remaining / greatest(whole, remaining, 1))::float8 FROM steps
            ORDER BY 2 DESC, 1 LIMIT 3
            """)
        return [
            limits.check(
                "sequence_used", used.first?.value ?? 0,
                advice:
                    "make the column and its sequence bigint, or give the sequence room, before "
                    + "the numbers run out",
                details: used.map { "\($0.text): \(Figure.text($0.value, of: "sequence_used"))" })
        ]
    }

    func disk(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let size = try number(
            connection, "SELECT pg_database_size(current_database())::float8")
        let largest = try listed(
            connection,
            """
            SELECT c.oid::regclass::text, pg_total_relation_size(c.oid)::float8 FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                AND n.nspname !~ '^pg_toast'
            ORDER BY 2 DESC LIMIT 5
            """)
        var checks = [
            HealthCheck(
                "database_bytes", .green, Figure.bytes(size ?? 0), value: size,
                details: largest.map { "\($0.text): \(Figure.bytes($0.value))" })
        ]
        // The disk can be looked at only where the server is on this machine and says where.
        let isLocal = connection.configuration.hosts.allSatisfy {
            $0.name.hasPrefix("/") || ["localhost", "127.0.0.1", "::1"].contains($0.name)
        }
        if isLocal,
            let folder = try? connection.query("SELECT current_setting('data_directory')")
                .value(as: String.self), let free = Disk.free(at: folder)
        {
            checks.append(
                limits.check(
                    "disk_free", free.share,
                    figure:
                        "\(Figure.bytes(free.bytes)) (\(Figure.number((free.share * 100).rounded())) %)",
                    advice: "make room: the server stops when the disk of \(folder) is full"))
        }
        return checks
    }
}
