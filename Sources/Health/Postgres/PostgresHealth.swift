public import PostgreSQL

/// Looks at a PostgreSQL server and one of its databases. Changes nothing, waits for no lock.
public struct PostgresHealth {
    let limits: HealthLimits
    let extensions: [String]

    public init(_ settings: HealthSettings) {
        limits = settings.limits
        extensions = settings.extensions
    }

    /// Connects and looks. Where no connection can be made that is the one check, and red.
    public func checks(_ configuration: ConnectionConfiguration) -> [HealthCheck] {
        let clock = ContinuousClock()
        let start = clock.now
        var configuration = configuration
        configuration.statementTimeout = configuration.statementTimeout ?? .seconds(30)
        configuration.lockTimeout = configuration.lockTimeout ?? .seconds(2)
        let connection: BlockingConnection
        do throws(PostgreSQLError) {
            connection = try BlockingConnection(configuration)
        } catch {
            return [
                HealthCheck(
                    "connect_ms", .red, error.code.rawValue, advice: error.description)
            ]
        }
        defer { connection.close() }
        let took = (clock.now - start) / .milliseconds(1)
        let connected = limits.check(
            "connect_ms", took,
            advice: "look at the network, at DNS and at what the server is busy with")
        return [connected] + checks(connection)
    }

    /// Looks through a connection that is there. What cannot be read is yellow, and why.
    public func checks(_ connection: BlockingConnection) -> [HealthCheck] {
        let all: [(String, (BlockingConnection) throws -> [HealthCheck])] = [
            ("response_ms", response), ("connections_used", connections),
            ("long_transaction_s", transactions), ("lock_wait_s", locks),
            ("cache_hit", cacheHit), ("dead_rows", deadRows), ("wraparound", wraparound),
            ("sequence_used", sequences), ("invalid_indexes", invalidIndexes),
            ("duplicate_indexes", duplicateIndexes), ("unused_indexes", unusedIndexes),
            ("missing_indexes", missingIndexes), ("replication_lag_bytes", replication),
            ("missing_extensions", installedExtensions), ("database_bytes", disk),
        ]
        return all.flatMap { name, look in
            do {
                return try look(connection)
            } catch {
                return [
                    HealthCheck(
                        name, .yellow, "could not be read",
                        advice: "grant the role pg_monitor: \(error)")
                ]
            }
        }
    }

    private func response(_ connection: BlockingConnection) throws -> [HealthCheck] {
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<5 {
            let start = clock.now
            try connection.query("SELECT 1")
            times.append((clock.now - start) / .milliseconds(1))
        }
        // The median: one slow answer is no state.
        return [
            limits.check(
                "response_ms", (times.sorted()[2] * 100).rounded() / 100,
                advice: "look at the server's load, and at the network between")
        ]
    }

    /// Rows of text for details, and a figure beside each.
    func listed(_ connection: BlockingConnection, _ query: PostgresQuery)
        throws(PostgreSQLError) -> [(text: String, value: Double)]
    {
        var rows: [(String, Double)] = []
        for row in try connection.query(query).rows {
            rows.append((try row.decode(0, as: String.self), try row.decode(1, as: Double.self)))
        }
        return rows
    }

    func number(_ connection: BlockingConnection, _ query: PostgresQuery)
        throws(PostgreSQLError) -> Double?
    {
        try connection.query(query).values(as: Double?.self).first ?? nil
    }
}
