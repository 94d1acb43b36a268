import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// Migrations, the live database and the front end's snapshot, compared as CI does.
@Suite(
    .serialized, .enabled(if: EventsHome.isPossible, Comment(rawValue: EventsHome.missing)))
struct EventsDriftTests {
    private let events: EventsHome
    private let migrations = EventsHome.folder.appending(path: "migrations").path

    init() throws { events = try EventsHome() }

    private func drift(_ arguments: String...) throws -> CommandHome.Result {
        try events.home.start(
            CommandHome.program,
            ["schema", "drift"] + arguments + ["--scratch", events.database.server.url()]
        ).wait()
    }

    @Test func migrationsAndTheLiveDatabaseAreTheSameUntilSomebodyChangesItByHand() throws {
        let same = try drift(migrations, events.database.url)
        #expect(same.code == 0, "\(same.output)\(same.errors)")
        let owner = try events.database.connect()
        try owner.execute(
            script: "ALTER TABLE events ADD COLUMN note text; DROP INDEX events_by_city")
        let closing = events.home.folder.appending(path: "closing").path
        let changed = try drift(migrations, events.database.url, "--write", closing)
        #expect(changed.code == 1)
        #expect(changed.output.contains("note") && changed.output.contains("events_by_city"))
        // The migration that closes it does.
        let files = try FileManager.default.contentsOfDirectory(atPath: closing)
        let up = try #require(files.first { $0.hasSuffix(".up.sql") })
        let text = try String(contentsOfFile: closing + "/" + up, encoding: .utf8)
        #expect(text.contains("WARNING"), "\(text)")
        try owner.execute(script: text)
        owner.close()
        #expect(try drift(migrations, events.database.url).code == 0)
    }

    @Test func theFrontEndsSnapshotIsTheSameAsTheMigrations() throws {
        let snapshot = EventsHome.folder.appending(path: "drizzle").path
        let same = try drift(migrations, snapshot, "--schema", "public")
        #expect(same.code == 0, "\(same.output)\(same.errors)")
    }
}
