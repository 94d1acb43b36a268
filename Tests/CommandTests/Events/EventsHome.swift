import Foundation
import PostgreSQL
import PostgreSQLTestSupport

/// The example `examples/events` on a database of its own.
final class EventsHome: Sendable {
    static let folder = CommandHome.checkout.appending(path: "examples/events")
    static let isPossible =
        TestServer.installation(.full)?.hasExtension("vector") == true
    static let missing = "there is no PostgreSQL with pgvector here: run scripts/bootstrap test"

    let home: CommandHome
    let database: TestDatabase

    /// - Parameter generated: how many generated events are published.
    init(generated: Int = 0) throws {
        home = try CommandHome()
        database = try TestDatabase(.full)
        let up = try home.run(
            "migrate", "up", "--dir", Self.folder.appending(path: "migrations").path, "--url",
            database.url)
        guard up.code == 0 else { throw Failure(description: up.errors) }
        guard generated > 0 else { return }
        let owner = try database.connect()
        defer { owner.close() }
        try owner.query("SELECT load.generate(\(generated))")
        try owner.query("SELECT load.publish()")
        try owner.query("ANALYZE")
    }

    struct Failure: Error, CustomStringConvertible { let description: String }
}
