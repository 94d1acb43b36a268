import Foundation
import JSON
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// `dormouse migrate` as a process, on a real server.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct MigrateTests {
    private let home: CommandHome
    private let database: TestDatabase

    init() throws {
        home = try CommandHome()
        database = try TestDatabase()
    }

    private func write(_ name: String, _ sql: String) throws {
        try FileManager.default.createDirectory(
            at: home.folder.appending(path: "migrations"), withIntermediateDirectories: true)
        _ = try home.write("migrations/" + name, sql)
    }

    private func run(_ arguments: String...) throws -> CommandHome.Result {
        try home.start(
            CommandHome.program, ["migrate"] + arguments,
            environment: ["POSTGRES_DB_URL": database.url]
        ).wait()
    }

    @Test func aSchemaGoesUpAndDown() throws {
        let made = try run("new", "Add users!")
        #expect(made.lines.first == "migrations/0001_add_users.up.sql")
        try write("0001_add_users.up.sql", "CREATE TABLE users (id int PRIMARY KEY);")
        try write("0001_add_users.down.sql", "DROP TABLE users;")
        #expect(try run("new", "orders", "--json").json()["version"] == "0002")
        try write("0002_orders.up.sql", "CREATE TABLE orders (id int);")
        try write("0002_orders.down.sql", "DROP TABLE orders;")
        #expect(try run("status", "--check").code == 1)
        let dry = try run("up", "--dry-run")
        #expect(dry.output.contains("CREATE TABLE users"))
        #expect(try run("up", "--to", "0001").output == "applied 0001_add_users\n")
        #expect(try run("up").output == "applied 0002_orders\n")
        #expect(try run("up").output.hasPrefix("nothing to do"))
        #expect(try run("status", "--check").code == 0)
        #expect(try run("status", "--json").json()[1]?["state"] == "applied")
        #expect(try run("validate").code == 0)
        #expect(try run("down", "--to", "0").lines.count == 2)
        let connection = try database.connect()
        let tables: Int = try connection.query(
            "SELECT count(*) FROM pg_class WHERE relname IN ('users', 'orders')"
        ).value()
        connection.close()
        #expect(tables == 0)
    }

    /// goose's form: the way down would have taken the rows.
    @Test func rowsOutliveAFileWithBothWays() throws {
        let connection = try database.connect()
        defer { connection.close() }
        try connection.execute(
            script: "CREATE TABLE users(id int); INSERT INTO users SELECT generate_series(1, 1000)")
        let up = "CREATE TABLE IF NOT EXISTS users(id int);"
        try write("1_u.sql", "-- +goose Up\r\n\(up)\r\n-- +goose Down\r\nDROP TABLE users;\r\n")
        #expect(try run("up").code == 0)
        #expect(try connection.query("SELECT count(*) FROM users").value(as: Int.self) == 1000)
        #expect(try run("down").code == 0)
        try connection.execute(script: "CREATE TABLE users(id int)")
        try write("1_u.sql", "\(up)\n-- Rollback\nDROP TABLE users;\n")
        let refused = try run("up")
        #expect(refused.code == 1)
        #expect(refused.errors.contains("migrations/1_u.sql:2"))
        #expect(try connection.query("SELECT count(*) FROM users").value(as: Int.self) == 0)
    }

    /// What cannot be read is never taken for what has been done.
    @Test(arguments: ["empty", "seed.sql", "x/y.sql", "1_a.js"])
    func aFolderThatCannotBeReadIsAnError(_ file: String) throws {
        let folder = home.folder.appending(path: "migrations/x")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if file != "empty" { _ = try home.write("migrations/" + file, "SELECT 1;") }
        for command in [["up"], ["status", "--check"], ["lint"], ["validate"], ["baseline", "1"]] {
            let result = try home.start(
                CommandHome.program, ["migrate"] + command,
                environment: ["POSTGRES_DB_URL": database.url]
            ).wait()
            #expect(result.code == 1, "\(command)")
            #expect(result.errors.contains("no migration can be read"), "\(result.errors)")
        }
        let drift = try home.start(
            CommandHome.program,
            ["schema", "drift", "migrations", database.url, "--write", "fixes"],
            environment: [:]
        ).wait()
        #expect(drift.code == 1)
        #expect(!FileManager.default.fileExists(atPath: home.folder.appending(path: "fixes").path))
    }

    /// golang-migrate's history: taken over before anything is applied twice.
    @Test func theHistoryOfAnotherToolIsTakenOverFirst() throws {
        try write("1_a.up.sql", "CREATE TABLE a (n int);")
        try write("2_b.up.sql", "CREATE TABLE b (n int);")
        let connection = try database.connect()
        defer { connection.close() }
        try connection.execute(
            script: """
                CREATE TABLE a (n int); CREATE TABLE schema_migrations (version bigint, dirty boolean);
                INSERT INTO schema_migrations VALUES (1, true)
                """)
        let early = try run("up")
        #expect(early.code == 1)
        #expect(early.errors.contains("migrate adopt"))
        #expect(try run("adopt").errors.contains("failed or did not end"))
        try connection.query("UPDATE schema_migrations SET dirty = false")
        #expect(try run("adopt", "--dry-run", "--json").json()["taken"] == ["1_a"])
        #expect(try run("adopt").output == "took 1_a as applied\n")
        #expect(try run("up").output == "applied 2_b\n")
        #expect(try run("status", "--check").code == 0)
    }

    @Test func tenProcessesAtOnceApplyEachOnce() throws {
        try write("1_a.up.sql", "CREATE TABLE a (n int); SELECT pg_sleep(0.2);")
        try write("2_b.up.sql", "INSERT INTO a VALUES (1);")
        try write(
            "3_c.up.sql", "-- dormouse: no-transaction\nCREATE INDEX CONCURRENTLY a_n ON a (n);")
        let processes = try (0..<10).map { _ in
            try home.start(
                CommandHome.program, ["migrate", "up", "--json"],
                environment: ["POSTGRES_DB_URL": database.url])
        }
        let results = processes.map { $0.wait() }
        #expect(results.allSatisfy { $0.code == 0 }, "\(results.map(\.errors))")
        let applied = try results.map { try $0.json()["steps"]?.array?.count ?? -1 }
        #expect(applied.reduce(0, +) == 3, "\(applied)")
        let connection = try database.connect()
        #expect(try connection.query("SELECT count(*) FROM a").value(as: Int.self) == 1)
        connection.close()
    }

    @Test func aProcessKilledHalfWayLeavesNothing() throws {
        try write("1_a.up.sql", "CREATE TABLE a (n int);\nSELECT pg_sleep(60);")
        let running = try home.start(
            CommandHome.program, ["migrate", "up"], environment: ["POSTGRES_DB_URL": database.url])
        let connection = try database.connect()
        func isSleeping() throws -> Bool {
            try connection.query(
                """
                SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
                    AND query ~ '^SELECT pg_sleep' AND state = 'active')
                """
            ).value()
        }
        while try !isSleeping() { usleep(20_000) }
        kill(running.process.processIdentifier, SIGKILL)
        _ = running.wait()
        try connection.query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        #expect(try run("status", "--json").json()[0]?["state"] == "pending")
        try write("1_a.up.sql", "CREATE TABLE a (n int);")
        #expect(try run("up").output == "applied 1_a\n")
        connection.close()
    }

    @Test func theServerDyingHalfWayLeavesNothing() throws {
        let server = try TestServer.start()
        try write("1_a.up.sql", "CREATE TABLE a (n int);\nSELECT pg_sleep(60);")
        let running = try home.start(
            CommandHome.program, ["migrate", "up", "--url", server.url()])
        let connection = try BlockingConnection(server.socketConfiguration())
        while try !connection.query(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query ~ '^SELECT pg_sleep')"
        ).value(as: Bool.self) { usleep(20_000) }
        server.stop(.kill)
        let result = running.wait()
        #expect(result.code == 1)
        #expect(result.errors.contains("1_a.up.sql:2"), "\(result.errors)")
        try server.start()
        try write("1_a.up.sql", "CREATE TABLE a (n int);")
        let again = try home.run("migrate", "up", "--url", server.url())
        #expect(again.output == "applied 1_a\n", "\(again.errors)")
    }

    @Test func lintEndsWith1AndNamesFileLineAndSafeForm() throws {
        try write("1_a.up.sql", "CREATE EXTENSION pgvector;\nCREATE INDEX i ON t (a);\n")
        try write("1_a.down.sql", "DROP INDEX i;")
        let found = try run("lint")
        #expect(found.code == 1)
        #expect(found.output.contains("migrations/1_a.up.sql:2: index-locks"))
        #expect(found.output.contains("\"vector\" is probably meant"))
        for line in found.lines { #expect(line.count <= 80, "\(line)") }
        let json = try run("lint", "--json").json()
        #expect(json[0]?["rule"] == "extension-name")
        #expect(try run("lint", "--allow", "index-locks", "--allow", "extension-name").code == 0)
    }

    /// What is wrong with a connection, and what is said.
    @Test(arguments: [
        ("postgres://postgres@127.0.0.1:1/x", "port"), ("mysql://localhost/x", "postgres://"),
        ("postgres://postgres@no-such-host.invalid/x", "host"),
    ])
    func aConnectionThatFailsSaysWhy(_ url: String, _ says: String) throws {
        try write("1_a.up.sql", "SELECT 1")
        let result = try home.run("migrate", "status", "--url", url, "--wait", "0")
        #expect(result.code == 1)
        #expect(result.errors.contains(says), "\(result.errors)")
    }

    /// Containers start together, and the last connection may be in use for a moment.
    @Test func aServerThatTakesNoMoreConnectionsIsWaitedFor() throws {
        try write("1_a.up.sql", "SELECT 1")
        let owner = try database.connect()
        defer { owner.close() }
        try owner.execute(script: "CREATE ROLE busy_role LOGIN CONNECTION LIMIT 1")
        defer { _ = try? owner.execute(script: "DROP ROLE busy_role") }
        let url = database.url.replacing(/\/\/[^@\/]*@/, with: "//busy_role@")
        let only = try BlockingConnection(ConnectionConfiguration(url))
        let full = try home.run("migrate", "status", "--url", url, "--wait", "0")
        #expect(full.errors.contains("too many connections"), "\(full.errors)")
        let waiting = try home.start(
            CommandHome.program, ["migrate", "status", "--url", url, "--wait", "60"])
        usleep(300_000)
        only.close()
        let result = waiting.wait()
        #expect(result.code == 0, "\(result.errors)")
    }

    @Test func aDatabaseThatIsNotThereIsNamedAndNoURLIsAUsageError() throws {
        try write("1_a.up.sql", "SELECT 1")
        let url = try TestServer.shared().url(database: "nowhere")
        let missing = try home.run("migrate", "up", "--url", url)
        #expect(missing.code == 1)
        #expect(missing.errors.contains("database \"nowhere\" does not exist"))
        #expect(try home.run("migrate", "up").code == 2)
    }
}
