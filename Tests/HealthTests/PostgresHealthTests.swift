import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Settings
import Testing

@testable import Health

@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct PostgresHealthTests {
    private let database: TestDatabase

    init() throws { database = try TestDatabase() }

    private func checks(_ settings: HealthSettings = HealthSettings()) -> [String: HealthCheck] {
        let all = PostgresHealth(settings).checks(database.socketConfiguration)
        return Dictionary(all.map { ($0.name, $0) }) { $1 }
    }

    @Test func aFreshDatabaseIsWellAndEverythingCanBeRead() {
        let all = checks()
        for name in [
            "connect_ms", "response_ms", "connections_used", "long_transaction_s", "lock_wait_s",
            "cache_hit", "dead_rows", "wraparound", "sequence_used", "invalid_indexes",
            "duplicate_indexes", "unused_indexes", "missing_indexes", "missing_extensions",
            "database_bytes",
        ] {
            #expect(all[name] != nil, "\(name)")
            #expect(all[name]?.figure != "could not be read", "\(all[name]?.advice ?? "")")
        }
        #expect(all["duplicate_indexes"]?.level == .green)
    }

    @Test func whatIsWrongIsSeenAndNamed() throws {
        let connection = try database.connect()
        try connection.execute(
            script: """
                CREATE TABLE parent (id int PRIMARY KEY);
                CREATE TABLE child (id int, parent int REFERENCES parent, n int);
                INSERT INTO parent SELECT generate_series(1, 10);
                INSERT INTO child SELECT i, 1 + i % 10, 1 FROM generate_series(1, 20000) i;
                CREATE INDEX one ON child (id);
                CREATE INDEX two ON child (id);
                CREATE INDEX three ON child (id, n);
                CREATE SEQUENCE nearly MAXVALUE 100;
                SELECT setval('nearly', 95);
                """)
        _ = try? connection.query("CREATE UNIQUE INDEX CONCURRENTLY broken ON child (n)")
        try connection.query("ANALYZE child")
        let waiting = try database.connect()
        try waiting.execute(script: "BEGIN; SELECT 1")
        usleep(50_000)
        var settings = HealthSettings()
        settings.limits["long_transaction_s"] = .init(yellow: 0.01, red: 1_000)
        settings.limits["idle_in_transaction_s"] = .init(yellow: 0.01, red: 0.02)
        settings.extensions = ["pg_trgm"]
        let all = checks(settings)
        #expect(all["invalid_indexes"]?.level == .yellow)
        #expect(all["invalid_indexes"]?.details == ["broken"])
        #expect(
            all["duplicate_indexes"]?.details == [
                "one, because of three", "two, because of one", "two, because of three",
            ])
        #expect(all["missing_indexes"]?.details.first?.contains("child (parent)") ?? false)
        #expect(all["sequence_used"]?.level == .red)
        #expect(all["long_transaction_s"]?.level == .yellow)
        #expect(all["idle_in_transaction_s"]?.level == .red)
        #expect(all["missing_extensions"]?.level == .red)
        #expect(all["missing_extensions"]?.advice == "CREATE EXTENSION \"pg_trgm\"")
        waiting.close()
        connection.close()
    }

    /// Up or down, in steps of any length, and where the column ends before its sequence does.
    @Test(arguments: [
        ("CREATE SEQUENCE s INCREMENT -1 MINVALUE -10; SELECT setval('s', -10)", 1.0),
        ("CREATE SEQUENCE s INCREMENT -1 MINVALUE -10; SELECT nextval('s')", 0),
        ("CREATE SEQUENCE s INCREMENT -1 MINVALUE 1 MAXVALUE 101; SELECT setval('s', 11)", 0.9),
        ("CREATE SEQUENCE s INCREMENT -5 MINVALUE -12; SELECT setval('s', -11)", 1),
        ("CREATE SEQUENCE s INCREMENT -1 MINVALUE -10 CYCLE; SELECT setval('s', -10)", 0),
        ("CREATE SEQUENCE s INCREMENT 100 MAXVALUE 150; SELECT setval('s', 101)", 1),
        ("CREATE SEQUENCE s MINVALUE -100 MAXVALUE 0 START -100; SELECT setval('s', -50)", 0.5),
        (
            """
            CREATE TABLE t (id int); CREATE SEQUENCE s OWNED BY t.id;
            SELECT setval('s', 2147483647)
            """, 1
        ),
        (
            """
            CREATE TABLE t (id smallint); CREATE SEQUENCE s INCREMENT -1 OWNED BY t.id;
            SELECT setval('s', -32768)
            """, 1
        ),
        ("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY); INSERT INTO t DEFAULT VALUES", 0),
    ])
    func sequencesRunOutInEveryDirection(_ script: String, _ used: Double) throws {
        let database = try TestDatabase(.plain)
        let connection = try database.connect()
        defer { connection.close() }
        try connection.execute(script: script)
        let check = try #require(
            PostgresHealth(HealthSettings()).sequences(connection).first)
        #expect(try abs(#require(check.value) - used) < 1e-6, "\(check)")
        if used == 1 { #expect(check.level == .red) }
    }

    @Test func aStandbyThatFallsBehindIsSeenFromBothSides() throws {
        let primary = try TestServer.start()
        let standby = try PrivateServer(primary.installation, .init(primary: primary))
        defer { for server in [standby, primary] { server.stop(.quit) } }
        var settings = HealthSettings()
        settings.limits["replication_lag_bytes"] = .init(yellow: 1e6, red: 1e12)
        settings.limits["replication_delay_s"] = .init(yellow: 0.5, red: 1e6)
        func level(_ server: PrivateServer, _ name: String) -> HealthLevel? {
            PostgresHealth(settings).checks(server.socketConfiguration())
                .first { $0.name == name }?.level
        }
        /// Whether it comes to that, within a time.
        func comes(_ server: PrivateServer, _ name: String, to wanted: HealthLevel) -> Bool {
            let deadline = ContinuousClock.now + .seconds(300)
            while ContinuousClock.now < deadline {
                if level(server, name) == wanted { return true }
                usleep(100_000)
            }
            return false
        }
        #expect(comes(primary, "replication_lag_bytes", to: .green))
        #expect(comes(standby, "replication_delay_s", to: .green))
        #expect(level(standby, "replication_lag_bytes") == nil)

        let owner = try BlockingConnection(primary.socketConfiguration())
        let other = try BlockingConnection(standby.socketConfiguration())
        try other.query("SELECT pg_wal_replay_pause()")
        try owner.execute(
            script: "CREATE TABLE filler AS SELECT repeat('x', 1000) FROM generate_series(1, 9000)")
        #expect(comes(primary, "replication_lag_bytes", to: .yellow))
        #expect(comes(standby, "replication_delay_s", to: .yellow))
        try other.query("SELECT pg_wal_replay_resume()")
        #expect(comes(primary, "replication_lag_bytes", to: .green))
        #expect(comes(standby, "replication_delay_s", to: .green))

        // It has shown all it was sent, and grows old all the same.
        owner.close()
        primary.stop(.kill)
        #expect(comes(standby, "replication_delay_s", to: .yellow))
        other.close()
    }

    @Test func aServerThatIsAwayIsRedAndSaysWhy() {
        var configuration = database.configuration
        configuration.hosts = [.init("127.0.0.1", port: 1)]
        let all = PostgresHealth(HealthSettings()).checks(configuration)
        #expect(all.map(\.level) == [.red])
        #expect(all.first?.advice?.contains("port") ?? false)
    }

    @Test func aRoleWithoutRightsStillGetsAReport() throws {
        let connection = try database.connect()
        let role = "plain_\(UInt32.random(in: 0 ... .max))"
        try connection.query("CREATE ROLE \(identifier: role) LOGIN")
        var configuration = database.socketConfiguration
        configuration.user = role
        let all = PostgresHealth(HealthSettings()).checks(configuration)
        #expect(all.count >= 14)
        #expect(!all.contains { $0.level == .red })
        try connection.query("DROP ROLE \(identifier: role)")
        connection.close()
    }
}

@Suite struct HealthSettingsTests {
    private func read(_ yaml: String) throws -> HealthSettings {
        let file = try SettingsFile(
            text: "health:\n" + yaml.split(separator: "\n").map { "  \($0)\n" }.joined(),
            sections: ["health"], environment: ["SLOW": "2"])
        return try HealthSettings(file.section("health"))
    }

    @Test func limitsAreSetAndSwitchedOff() throws {
        let yaml = """
            limits:
              connect_ms: {yellow: 1, red: "{{ env_var('SLOW') }}"}
              freshness_s: off
              dead_rows: False
              cache_hit: {red: 0.5}
            extensions: [vector]
            schema: migrations
            source:
              table: a.b
              columns: {id: key, content: body}
            """
        let settings = try read(yaml)
        #expect(settings.limits["connect_ms"] == .init(yellow: 1, red: 2))
        #expect(settings.limits["freshness_s"] == nil && settings.limits["dead_rows"] == nil)
        #expect(settings.limits["cache_hit"] == .init(yellow: 0.95, red: 0.5, isMinimum: true))
        #expect(settings.extensions == ["vector"])
        #expect(settings.source.table == "a.b")
        #expect(settings.source.id == "key")
    }

    @Test(arguments: [
        "limits: {nonsense: {red: 1}}", "limits: {connect_ms: {red: much}}", "colour: red",
        "source: {columns: {who: x}}", "limits: 7",
    ])
    func whatIsWrongIsRefused(_ yaml: String) throws {
        let error = #expect(throws: SettingsError.self) { try read(yaml) }
        #expect(error?.description.contains("health") == true)
    }

    @Test func levelsComeFromLimits() {
        let most = HealthLimits.Limit(yellow: 1, red: 2)
        #expect([0.9, 1, 1.9, 2].map(most.level) == [.green, .yellow, .yellow, .red])
        let least = HealthLimits.Limit(yellow: 0.9, red: 0.5, isMinimum: true)
        #expect([0.95, 0.9, 0.6, 0.4].map(least.level) == [.green, .green, .yellow, .red])
        let report = HealthReport(
            time: Date(timeIntervalSince1970: 0),
            checks: [HealthCheck("a", .green, ""), HealthCheck("b", .yellow, "")])
        #expect(report.level == .yellow)
        #expect(report.exitCode(isStrict: false) == 0)
        #expect(report.exitCode(isStrict: true) == 1)
    }

    @Test func theHistoryTellsATrendAndSurvivesABrokenLine() throws {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "health-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        func report(_ value: Double) -> HealthReport {
            HealthReport(
                time: Date(timeIntervalSince1970: 0),
                checks: [HealthCheck("connect_ms", .green, "", value: value)])
        }
        var history = HealthHistory(file: file)
        for value in [10.0, 11, 12] { try history.append(report(value), target: "a") }
        try history.append(report(900), target: "b")
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"half\": ".utf8))
        try handle.close()
        let read = HealthHistory(file: file)
        #expect(read.count == 4)
        #expect(read.trend(of: report(11).checks[0], target: "a") == "steady")
        #expect(read.trend(of: report(22).checks[0], target: "a") == "up from 11 ms")
        #expect(read.trend(of: report(22).checks[0], target: "b") == nil)
    }
}
