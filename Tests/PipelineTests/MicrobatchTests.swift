import DuckDB
import Foundation
import Jinja
import Testing

@testable import Pipeline

@Suite struct MicrobatchTests {
    private static let files = [
        "seeds/events.csv":
            "id,moment\n1,2026-01-01 06:00:00\n2,2026-01-02 00:00:00\n3,2026-01-03 23:59:59\n",
        "seeds/seeds.yml": "seeds: [{name: events, config: {event_time: moment}}]",
        "models/daily.sql": """
        {{ config(materialized='incremental', incremental_strategy='microbatch', event_time='moment',
            batch_size='day', begin='2026-01-01') }}
        select id, moment, '{{ model.batch.id }}' as batch, {{ is_incremental() }} as added
        from {{ ref('events') }} {{ var('more', '') }}
        """,
        "models/all_of_them.sql": "select count(*) as n from {{ ref('events') }}",
    ]

    private func options(_ start: String, _ end: String) throws -> RunOptions {
        var options = RunOptions()
        options.eventWindow = try EventWindow(start: start, end: end)
        return options
    }

    @Test func aModelWhoseInputsSayNoTimeIsNamed() throws {
        var files = Self.files
        #expect(try TestProject(files).load().warnings.isEmpty)
        files["seeds/seeds.yml"] = nil
        let warnings = try TestProject(files).load().warnings
        #expect(warnings.map(\.file) == ["models/daily.sql"])
        #expect(warnings.first?.message.contains("'daily'") == true)
    }

    @Test func everyBatchReadsItsOwnRowsAndReplacesThem() throws {
        let project = try TestProject(Self.files)
        let report = try project.runner(options: try options("2026-01-01", "2026-01-04")).run()
        #expect(report["daily"]?.status == .success)
        #expect(report["daily"]?.batches?.successful.count == 3)
        #expect(
            try project.rows("select id, batch, added from daily order by id") == [
                ["1", "20260101", "false"], ["2", "20260102", "true"], ["3", "20260103", "true"],
            ])
        try project.connection.execute("delete from events where id = 2")
        let again = try project.runner(options: try options("2026-01-02", "2026-01-03"))
        #expect(try again.run(select: ["daily"]).succeeded)
        #expect(try project.rows("select id from daily order by id") == [["1"], ["3"]])
        // What says nothing of batches reads everything.
        #expect(try project.rows("select n from all_of_them") == [["2"]])
    }

    @Test func aBatchThatFailsLeavesTheOthersAndIsRunAgainAlone() throws {
        let project = try TestProject(Self.files)
        let failing: [String: Jinja.Value] = [
            "more": "where id <> 2 or error('no')"
        ]
        let first = try project.runner(
            variables: failing, options: try options("2026-01-01", "2026-01-04"))
        let report = try first.run()
        let result = try #require(report["daily"])
        #expect(result.status == .partialSuccess)
        #expect(result.message == "PARTIAL SUCCESS (2/3)")
        #expect(!report.succeeded)
        let batches = try #require(result.batches)
        #expect(
            batches.failed.map(\.artifactTexts) == [
                ["2026-01-02T00:00:00+00:00", "2026-01-03T00:00:00+00:00"]
            ])
        var retry = RunOptions()
        retry.earlierBatches = ["model.shop.daily": batches]
        let second = try project.runner(options: retry).run(select: ["daily"])
        #expect(second["daily"]?.status == .success)
        #expect(second["daily"]?.batches?.successful.count == 3)
        #expect(try project.rows("select id from daily order by id") == [["1"], ["2"], ["3"]])
    }

    @Test func nothingIsTriedAfterAFirstBatchThatFails() throws {
        let project = try TestProject(Self.files)
        let report = try project.runner(
            variables: ["more": "where error('no')"],
            options: try options("2026-01-01", "2026-01-04")
        ).run()
        #expect(report["daily"]?.status == .error)
        #expect(report["daily"]?.batches?.failed.count == 3)
    }

    @Test func aSampleIsReadOfWhatSaysWhenItHappened() throws {
        let project = try TestProject(Self.files)
        try project.runner().seed()
        var options = RunOptions()
        options.sample = try EventWindow(
            sample: "{start: 2026-01-02, end: '2026-01-03T12:00:00'}", now: Date())
        #expect(try project.runner(options: options).run(select: ["all_of_them"]).succeeded)
        #expect(try project.rows("select n from all_of_them") == [["1"]])
    }

    @Test(arguments: [
        (BatchSize.hour, "2026-03-01T05:06:07", "2026-03-01T05", "2026-03-01T04", "2026-03-01T06"),
        (.day, "2026-03-01T05:06:07", "2026-03-01", "2026-02-28", "2026-03-02"),
        (.month, "2026-01-31", "2026-01", "2025-12", "2026-02"),
        (.year, "2026-12-31", "2026", "2025", "2027"),
    ])
    func batchesBeginWithTheirHourDayMonthOrYear(
        _ size: BatchSize, _ text: String, _ own: String, _ before: String, _ after: String
    ) throws {
        let time = try #require(EventWindow.time(text))
        #expect(size.name(of: size.beginning(of: time)) == own)
        #expect(size.name(of: size.beginning(of: time, movedBy: -1)) == before)
        #expect(size.name(of: size.end(after: time)) == after)
    }

    @Test(arguments: ["event_time='moment', ", "batch_size='day', ", "begin='2026-01-01'"])
    func whatAMicrobatchModelNeedsIsAskedFor(_ part: String) throws {
        var files = Self.files
        files["models/daily.sql"] = """
            {{ config(materialized='incremental', incremental_strategy='microbatch',
                event_time='moment', batch_size='day', begin='2026-01-01') }}
            select 1 as moment
            """.replacing(part, with: "")
        let error = try TestProject(files).loadError()
        #expect(error?.code == .configuration)
        #expect(error?.message.contains(part.prefix { $0 != "=" }) == true)
    }
}
