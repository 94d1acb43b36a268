import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// What people keep in spreadsheets, on its way through the whole pipeline.
@Suite(.enabled(if: EventsHome.isPossible, Comment(rawValue: EventsHome.missing)))
struct EventsListTests {
    @Test func aListThatIsBrokenStopsNoOtherAndSaysWhatIsLost() throws {
        let events = try EventsHome()
        let folder = events.home.folder
        let lists = folder.appending(path: "data/lists")
        try FileManager.default.createDirectory(at: lists, withIntermediateDirectories: true)
        try Data("title,starts_at\nOpen\0 Data,2026-08-01 10:00\n".utf8)
            .write(to: lists.appending(path: "nul.csv"))
        try Data("title,starts_at\nTracing,2026-08-02 10:00\n".utf8)
            .write(to: lists.appending(path: "whole.csv"))
        try Data(
            "title,starts_at,city\nCaches,2026-08-03 10:00,\"Oslo\nLost,2026-08-04 10:00,Ghent\n"
                .utf8
        )
        .write(to: lists.appending(path: "open.csv"))
        let pipeline = EventsHome.folder.appending(path: "pipeline").path
        let environment = [
            "EVENTS_DATA": folder.appending(path: "data").path,
            "EVENTS_DB_URL": events.database.url,
            "EVENTS_WORK": folder.appending(path: "work.duckdb").path,
        ]
        var told = ""
        for step in [
            ["build", "-q"], ["show", "-s", "refused_events"], ["run-operation", "publish"],
        ] {
            let run = try events.home.start(
                CommandHome.program,
                ["pipeline"] + step + [
                    "--project-dir", pipeline, "--profiles-dir", pipeline, "--target-path",
                    folder.appending(path: "target").path,
                ], model: true, environment: environment
            ).wait()
            #expect(run.code == 0, "\(run.output)\(run.errors)")
            told += run.output
        }
        #expect(told.contains("a quotation mark has no other"), "\(told)")
        let owner = try events.database.connect()
        defer { owner.close() }
        let titles = try owner.query("SELECT title FROM events ORDER BY starts_at").rows
            .map { try $0.decode(0, as: String.self) }
        #expect(titles == ["Open Data", "Tracing", "Caches"])
    }
}
