import PostgreSQL

extension PostgresHealth {
    func connections(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let used = try number(
            connection,
            """
            SELECT count(*)::float8 FROM pg_stat_activity WHERE backend_type = 'client backend'
            """)
        let most = try number(
            connection,
            """
            SELECT (current_setting('max_connections')::int
                - current_setting('superuser_reserved_connections')::int)::float8
            """)
        // A pool, or a program that leaks connections, shows by its name.
        let programs = try listed(
            connection,
            """
            SELECT format('%s: %s active, %s idle, %s idle in a transaction',
                    coalesce(nullif(application_name, ''), 'unnamed'),
                    count(*) FILTER (WHERE state = 'active'),
                    count(*) FILTER (WHERE state = 'idle'),
                    count(*) FILTER (WHERE state LIKE 'idle in transaction%')),
                count(*)::float8
            FROM pg_stat_activity WHERE backend_type = 'client backend'
            GROUP BY application_name ORDER BY 2 DESC, 1 LIMIT 5
            """)
        let (taken, limit) = (used ?? 0, max(most ?? 1, 1))
        return [
            limits.check(
                "connections_used", taken / limit,
                figure: "\(Figure.number(taken)) of \(Figure.number(limit))",
                advice: "use a pool, close what is idle, or raise max_connections",
                details: programs.map(\.text))
        ]
    }

    func transactions(_ connection: BlockingConnection) throws -> [HealthCheck] {
        func oldest(_ condition: PostgresQuery) throws(PostgreSQLError) -> [(
            text: String, value: Double
        )] {
            try listed(
                connection,
                """
                SELECT format('process %s%s, %s', pid,
                        CASE WHEN application_name <> '' THEN ' (' || application_name || ')'
                            ELSE '' END, state),
                    extract(epoch FROM clock_timestamp() - xact_start)::float8
                FROM pg_stat_activity
                WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid()
                    AND backend_type = 'client backend' AND \(condition)
                ORDER BY 2 DESC LIMIT 5
                """)
        }
        let all = try oldest("true")
        let idle = try oldest("state LIKE 'idle in transaction%'")
        func details(_ rows: [(text: String, value: Double)]) -> [String] {
            rows.map { "\($0.text) for \(Figure.time($0.value))" }
        }
        return [
            limits.check(
                "long_transaction_s", all.first?.value ?? 0,
                advice: "vacuum cannot clean up behind it: end it with pg_terminate_backend, and "
                    + "make transactions short",
                details: details(all)),
            limits.check(
                "idle_in_transaction_s", idle.first?.value ?? 0,
                advice: "a program forgot to commit: end it, and set "
                    + "idle_in_transaction_session_timeout",
                details: details(idle)),
        ]
    }

    func locks(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let waiting = try listed(
            connection,
            """
            SELECT format('process %s waits for process %s', a.pid,
                    array_to_string(pg_blocking_pids(a.pid), ', ')),
                extract(epoch FROM clock_timestamp() - a.query_start)::float8
            FROM pg_stat_activity a WHERE a.wait_event_type = 'Lock'
            ORDER BY 2 DESC LIMIT 5
            """)
        return [
            limits.check(
                "lock_wait_s", waiting.first?.value ?? 0,
                advice: "see what the process that holds the lock does; lock_timeout keeps others "
                    + "from queueing behind",
                details: waiting.map { "\($0.text), \(Figure.time($0.value))" })
        ]
    }

    /// On a primary how far its standbys are behind; on a standby how old what it shows is.
    func replication(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let isStandby = try connection.query("SELECT pg_is_in_recovery()").value(as: Bool.self)
        if isStandby {
            // Cut off from its primary, a standby has shown all it was sent, and grows old.
            let delay = try number(
                connection,
                """
                SELECT CASE WHEN NOT EXISTS (SELECT FROM pg_stat_wal_receiver)
                        OR pg_last_wal_receive_lsn() <> pg_last_wal_replay_lsn()
                    THEN extract(epoch FROM clock_timestamp()
                        - coalesce(pg_last_xact_replay_timestamp(), pg_postmaster_start_time()))
                    ELSE 0 END::float8
                """)
            return [
                limits.check(
                    "replication_delay_s", delay ?? 0,
                    advice: "see whether the primary can be reached from here (primary_conninfo), "
                        + "and look for long queries here")
            ]
        }
        let standbys = try listed(
            connection,
            """
            SELECT coalesce(nullif(application_name, ''), client_addr::text, 'a standby'),
                coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0)::float8
            FROM pg_stat_replication ORDER BY 2 DESC
            """)
        let slots = try listed(
            connection,
            """
            SELECT slot_name::text,
                coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::float8
            FROM pg_replication_slots WHERE NOT active ORDER BY 2 DESC
            """)
        var checks: [HealthCheck] = []
        if let worst = standbys.first {
            checks.append(
                limits.check(
                    "replication_lag_bytes", worst.value,
                    advice: "look at the network and at the disk of the standby",
                    details: standbys.map { "\($0.text): \(Figure.bytes($0.value))" }))
        }
        if let worst = slots.first {
            checks.append(
                limits.check(
                    "slot_retained_bytes", worst.value,
                    advice: "nobody reads from the slot and the disk fills: drop it, or start its "
                        + "reader",
                    details: slots.map { "\($0.text): \(Figure.bytes($0.value))" }))
        }
        return checks
    }

    func installedExtensions(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let installed = try connection.query(
            "SELECT extname::text || ' ' || extversion FROM pg_extension ORDER BY 1"
        ).values(as: String.self)
        let names = Set(installed.map { $0.prefix { $0 != " " } }.map(String.init))
        let missing = extensions.filter { !names.contains($0) }
        let outdated = try listed(
            connection,
            """
            SELECT format('%s %s, %s is there', e.extname, e.extversion, a.default_version), 1::float8
            FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname
            WHERE a.default_version <> e.extversion ORDER BY 1
            """)
        var check = limits.check(
            "missing_extensions", Double(missing.count),
            figure: missing.isEmpty
                ? "\(installed.count) installed" : "missing: \(missing.joined(separator: ", "))",
            advice: missing.map { "CREATE EXTENSION \(PostgresIdentifier.quote($0))" }
                .joined(separator: "; "),
            details: installed)
        if !outdated.isEmpty, check.level == .green {
            check.level = .yellow
            check.advice = "ALTER EXTENSION … UPDATE"
            check.details = outdated.map(\.text)
        }
        return [check]
    }
}
