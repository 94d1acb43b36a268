import Foundation
import JSON
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// `dormouse health` as a process.
@Suite struct HealthCommandTests {
    private let home: CommandHome

    init() throws { home = try CommandHome() }

    @Test func aHomeWithoutPostgreSQLIsLookedAt() throws {
        try home.run("remember", "The pump is dry")
        let report = try home.run("health", "--json")
        #expect(report.code == 0, "\(report.errors)")
        let json = try report.json()
        let names = json["checks"]?.array?.compactMap { $0["name"]?.string } ?? []
        for name in ["store_bytes", "duckdb_wal_bytes", "memories", "sleep_backlog"] {
            #expect(names.contains(name), "\(name)")
        }
        try home.run("sleep")
        for _ in 0..<4 { #expect(try home.run("health").code == 0) }
        let shown = try home.run("health", environment: ["COLUMNS": "80"])
        #expect(shown.output.contains("steady"))
        #expect(shown.output.contains("quarantined"))
        for line in shown.lines { #expect(line.count <= 80, "\(line)") }
        let source = try home.run("health", "source", "--json").json()
        #expect(source["level"] == "green", "\(source)")
    }

    @Test func aHomeThatIsNotThereIsYellow() throws {
        #expect(try home.run("health").code == 0)
        #expect(try home.run("health", "--strict").code == 1)
        #expect(try home.run("health", "source").code == 1)
    }

    /// In a file and on a server.
    @Test(arguments: TestServer.isInstalled() ? [false, true] : [false])
    func aClockOfSleepThatWasAheadIsShown(onServer: Bool) throws {
        let url = onServer ? ["POSTGRES_DB_URL": try TestDatabase().url] : [:]
        func clock() throws -> String? {
            let report = try home.run("health", "--json", environment: url).json()
            let check = report["checks"]?.array?.first { $0["name"]?.string == "sleep_clock" }
            return check?["level"]?.string
        }
        #expect(try home.run("remember", "The pump is dry", environment: url).code == 0)
        #expect(try home.run("sleep", environment: url).code == 0)
        #expect(try clock() == nil)
        #expect(try home.run("remember", "The well is dry", environment: url).code == 0)
        let ahead = try home.run("sleep", "--as-of", "2099-01-01 00:00", environment: url)
        #expect(ahead.code == 0, "\(ahead.errors)")
        #expect(try clock() == "yellow")
        let mended = try home.run("sleep", "--reset-clock", environment: url)
        #expect(mended.code == 0 && !mended.errors.contains("not come yet"), "\(mended.errors)")
        #expect(try clock() == nil)
    }

    @Test(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
    func aDatabaseIsLookedAtAndLimitsAreObeyed() throws {
        let database = try TestDatabase()
        let connection = try database.connect()
        try connection.execute(
            script: """
                CREATE TABLE events (event_id int, body text, created_at timestamptz);
                INSERT INTO events VALUES (1, 'a', now()), (1, 'b', now());
                """)
        connection.close()
        let url = ["POSTGRES_DB_URL": database.url]
        let fine = try home.run("health", "--json", environment: url)
        #expect(fine.code == 0, "\(fine.output)")
        let file = try home.write(
            "strict.yml", "health:\n  limits:\n    connect_ms: {yellow: 0.0001, red: 0.001}\n")
        #expect(try home.run("health", "--config", file, environment: url).code == 1)
        let wrong = try home.write("wrong.yml", "health:\n  limits:\n    conect_ms: {red: 1}\n")
        let refused = try home.run("health", "--config", wrong, environment: url)
        #expect(refused.code == 1)
        #expect(refused.errors.contains("wrong.yml:3: "))
        #expect(refused.errors.contains("did you mean 'connect_ms'?"))
        let source = try home.run(
            "health", "source", "--table", "public.events", "--id", "event_id", "--content", "body",
            environment: url)
        #expect(source.code == 1)
        #expect(source.output.contains("duplicate ids"))
        let twice = try home.run(
            "health", "--times", "2", "--every", "0.1", "--json", environment: url)
        #expect(twice.lines.count == 2)
        #expect(
            try home.run("health", "--url", "postgres://127.0.0.1:1/x", "--json").json()["level"]
                == "red")
    }
}
