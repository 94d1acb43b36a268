import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// What the container starts with, run outside of one.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct ContainerEntrypointTests {
    private let home: CommandHome
    private let script = CommandHome.checkout.appending(path: "deploy/container/entrypoint").path

    init() throws {
        home = try CommandHome()
        let bin = home.folder.appending(path: "bin")
        try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: bin.appending(path: "dormouse").path, withDestinationPath: CommandHome.program)
    }

    private func start(_ environment: [String: String]) throws -> CommandHome.Running {
        let path = home.folder.appending(path: "bin").path + ":/usr/bin:/bin"
        return try home.start(
            "/bin/sh", [script, "--version"],
            environment: ["PATH": path, "TMPDIR": home.folder.path].merging(environment) { $1 })
    }

    @Test func aDatabaseThatDoesNotAnswerYetIsWaitedForAndThenMigrated() throws {
        let server = try TestServer.start()
        let secret = try home.write("url", server.url() + "\n")
        let folder = home.folder.appending(path: "migrations")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = try home.write("migrations/0001_one.up.sql", "CREATE TABLE one (n int);")
        _ = try home.write("migrations/0001_one.down.sql", "DROP TABLE one;")
        server.stop()
        let running = try start([
            "EVENTS_ADMIN_URL_FILE": secret, "DORMOUSE_MIGRATE": folder.path,
            "DORMOUSE_WAIT": "3600",
        ])
        while running.process.isRunning,
            (try? String(contentsOf: running.errors, encoding: .utf8))?.contains("asking again")
                != true
        { usleep(50_000) }
        try server.start()
        let ended = running.wait()
        #expect(ended.code == 0, "\(ended.errors)")
        #expect(ended.output.contains("applied 0001_one") && ended.output.contains("dormouse 0."))
        #expect(!ended.errors.contains("postgres://"))
    }

    @Test func aMigrationThatFailsStopsTheStartAndASecretThatIsNotThereIsNamed() throws {
        let database = try TestDatabase()
        let folder = home.folder.appending(path: "migrations")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = try home.write(
            "migrations/0001_bad.up.sql", "CREATE TABLE one (n int); SELECT nobody;")
        let failed = try start([
            "POSTGRES_DB_URL": database.url, "DORMOUSE_MIGRATE": folder.path,
            "DORMOUSE_WAIT": "0",
        ]).wait()
        #expect(failed.code == 1 && !failed.output.contains("dormouse 0."))
        #expect(failed.errors.contains("0001_bad.up.sql"), "\(failed.errors)")
        let owner = try database.connect()
        let tables = try owner.query("SELECT to_regclass('one') IS NULL").rows[0]
        #expect(try tables.decode(0, as: Bool.self))
        owner.close()
        let missing = try start(["POSTGRES_DB_URL_FILE": "/nowhere/url"]).wait()
        #expect(missing.code == 1 && missing.errors.contains("/nowhere/url"))
    }

    /// A variable that nobody reads is one that nobody notices.
    /// What the image of the database runs when it makes one.
    @Test(.enabled(if: EventsHome.isPossible, Comment(rawValue: EventsHome.missing)))
    func theDatabaseHasUsersThatReachOnlyWhatIsTheirs() throws {
        let server = try TestServer.start()
        let superuser = try TestDatabase(on: server, existing: "postgres").connect()
        let name = try superuser.query("SELECT current_user::text").value(as: String.self)
        let made = try home.start(
            "/bin/sh",
            [CommandHome.checkout.appending(path: "deploy/container/postgres-roles.sh").path],
            environment: [
                "PATH": "/usr/bin:/bin", "PGHOST": "127.0.0.1", "PGPORT": "\(server.port)",
                "PGPASSWORD": TestServer.password, "POSTGRES_USER": name,
                "EVENTS_APP_PASSWORD_FILE": try home.write("app", "it's Qz7"),
                "MEMORY_PASSWORD_FILE": try home.write("memory", "Qz7\\"),
            ]
        ).wait()
        #expect(made.code == 0, "\(made.errors)")
        #expect(!(made.output + made.errors).contains("Qz7"))
        let may = try superuser.query(
            """
            SELECT array_agg(r.rolname || ' ' || d.datname ORDER BY 1)::text[]
            FROM pg_roles r, pg_database d
            WHERE r.rolname IN ('events_serving', 'memory') AND d.datname IN ('events', 'memory')
                AND has_database_privilege(r.rolname, d.datname, 'CONNECT')
            """
        ).rows[0].decode(0, as: [String].self)
        #expect(may == ["events_serving events", "memory memory"])
        let superusers = try superuser.query(
            """
            SELECT count(*) FROM pg_roles WHERE rolname IN ('events_serving', 'memory')
                AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls)
            """
        ).rows[0].decode(0, as: Int.self)
        #expect(superusers == 0)
    }

    @Test func everyVariableThatADeploymentSetsIsReadBySomething() throws {
        let files = FileManager.default
        func texts(_ folder: String) throws -> [(path: String, text: String)] {
            let root = CommandHome.checkout.appending(path: folder)
            return try files.subpathsOfDirectory(atPath: root.path).compactMap { path in
                guard let data = files.contents(atPath: root.appending(path: path).path),
                    let text = String(validating: data, as: UTF8.self)
                else { return nil }
                return (path, text)
            }
        }
        let entrypoint = try String(contentsOfFile: script, encoding: .utf8)
        let read = try texts("Sources").map(\.text).joined() + entrypoint
        for (path, text) in try texts("deploy") {
            // Compose itself reads the image's name.
            for name in Set(text.matches(of: /DORMOUSE_[A-Z_]+/).map { String($0.0) })
            where name != "DORMOUSE_IMAGE" {
                #expect(read.contains(name), "\(path) sets \(name)")
            }
        }
    }
}
