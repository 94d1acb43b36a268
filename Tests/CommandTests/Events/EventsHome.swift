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

    /// One with generated events, for tests that change nothing: made once.
    static let filled = Result { try filledHome() }

    init() throws {
        home = try CommandHome()
        database = try TestDatabase(.full)
        let up = try home.run(
            "migrate", "up", "--dir", Self.folder.appending(path: "migrations").path, "--url",
            database.url)
        guard up.code == 0 else { throw Failure(description: up.errors) }
    }

    private static func filledHome() throws -> EventsHome {
        let events = try EventsHome()
        let owner = try events.database.connect()
        defer { owner.close() }
        // Built at its end, the index takes a fraction of the time.
        try owner.execute(script: "DROP INDEX events_by_meaning")
        try owner.query("SELECT load.generate(1500)")
        try owner.query("SELECT load.publish()")
        let text = try String(
            contentsOf: folder.appending(path: "migrations/0003_indexes.up.sql"), encoding: .utf8)
        guard let start = text.firstRange(of: "CREATE INDEX events_by_meaning") else {
            throw Failure(description: "there is no index on vectors")
        }
        let rest = text[start.lowerBound...]
        try owner.execute(script: String(rest[..<(rest.firstIndex(of: ";") ?? rest.endIndex)]))
        try owner.query("ANALYZE")
        return events
    }

    struct Failure: Error, CustomStringConvertible { let description: String }
}
