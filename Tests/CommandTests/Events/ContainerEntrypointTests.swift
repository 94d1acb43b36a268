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
