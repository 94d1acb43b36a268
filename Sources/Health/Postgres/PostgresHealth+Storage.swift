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

    func sequences(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let used = try listed(
            connection,
            """
            SELECT format('%s.%s', schemaname, sequencename),
                last_value::float8 / greatest(max_value::float8, 1)
            FROM pg_sequences WHERE last_value IS NOT NULL AND NOT cycle AND increment_by > 0
            ORDER BY 2 DESC LIMIT 3
            """)
        return [
            limits.check(
                "sequence_used", used.first?.value ?? 0,
                advice: "make the column and its sequence bigint before the numbers run out",
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
