import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// Through PgBouncer, which lends sessions of the server by the transaction.
@Suite(.enabled(if: TestPooler.isInstalled, Comment(rawValue: TestPooler.missing)))
struct PoolerTests {
    private let database: TestDatabase

    init() throws { database = try TestDatabase(isPooled: true) }

    private func connect(_ change: (inout ConnectionConfiguration) -> Void = { _ in }) throws
        -> BlockingConnection
    {
        var configuration = database.configuration
        change(&configuration)
        return try BlockingConnection(configuration)
    }

    @Test func itIsNoticed() throws {
        #expect(try connect().isPooled)
        #expect(try !database.connect().isPooled)
        #expect(try connect { $0.lockTimeout = .seconds(3) }.isPooled)
    }

    @Test func settingsHoldInEachTransactionAndStatement() throws {
        let connection = try connect {
            $0.lockTimeout = .milliseconds(1234)
            $0.settings = ["search_path": "it's, \"o\\d\""]
            $0.parameters["options"] = "-c work_mem=5MB --idle-session-timeout=7000"
        }
        let asked: PostgresQuery = """
            SELECT current_setting('lock_timeout'), current_setting('search_path'),
                current_setting('work_mem'), current_setting('idle_session_timeout')
            """
        func read() throws -> [String] {
            let row = try #require(try connection.query(asked).first)
            return try (0..<4).map { try row.decode($0) }
        }
        let wanted = ["1234ms", "it's, \"o\\d\"", "5MB", "7s"]
        #expect(try read() == wanted)
        #expect(try connection.transaction { try read() } == wanted)
        #expect(try connect().query("SHOW lock_timeout").value(as: String.self) == "0")
    }

    @Test func optionsThatAreNoSettingsAreRefused() throws {
        let error = #expect(throws: PostgreSQLError.self) {
            try connect { $0.parameters["options"] = "-B 10" }
        }
        #expect(error?.code == .configuration)
        #expect(error?.hint?.contains("ignore_startup_parameters") ?? false)
    }

    @Test func nobodyListensThroughIt() async throws {
        let connection = try await PostgresConnection.connect(database.configuration)
        let error = await #expect(throws: PostgreSQLError.self) {
            _ = try await connection.notifications(on: ["news"])
        }
        #expect(error?.code == .configuration)
        await connection.close()
    }

    /// More clients than sessions: what is prepared on one is not there on the next.
    @Test func manyClientsShareSessions() async throws {
        let pooler = try TestPooler(
            before: database.server, settings: ["default_pool_size = 2", "max_db_connections = 2"])
        let configuration = pooler.configuration(database: database.name)
        try database.connect().execute(script: "CREATE TABLE t (n int, s text)")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<6 {
                group.addTask {
                    let connection = try await PostgresConnection.connect(configuration)
                    for number in 0..<20 {
                        try await connection.query(
                            "INSERT INTO t VALUES (\(client * 100 + number), \("x")::text)",
                            isPrepared: true)
                        let seen = try await connection.stream("SELECT n, s FROM t LIMIT 5") {
                            rows in
                            var count = 0
                            for try await _ in rows { count += 1 }
                            return count
                        }
                        #expect(seen > 0)
                    }
                    await connection.close()
                }
            }
            try await group.waitForAll()
        }
        let count: Int = try database.connect().query("SELECT count(*) FROM t").value()
        #expect(count == 120)
        pooler.end()
    }
}
