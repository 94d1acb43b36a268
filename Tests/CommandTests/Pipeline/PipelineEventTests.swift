import Foundation
import JSON
import Testing

/// `--log-format json` beside what dbt 1.12.6 writes of the same projects.
@Suite struct PipelineEventTests {
    private func events(_ home: PipelineHome, _ words: String...) throws -> [JSON] {
        try home.home.start(
            CommandHome.program,
            ["pipeline"] + words + ["--log-format", "json", "--project-dir", home.project.path]
        ).wait().lines.map { try JSON.parse($0) }
    }

    private func first(_ name: String, _ events: [JSON]) throws -> JSON {
        try #require(events.first { $0["info"]?["name"]?.string == name }?["data"], "\(name)")
    }

    @Test func aBuildWithAFailingTestIsToldAsDbtDoes() throws {
        let home = try PipelineHome([
            "models/a.sql": "select 1 as id {{ log('hello', info=true) }}",
            "models/b.sql": "select * from {{ ref('a') }}",
            "models/m.yml": """
            models: [{name: a, columns: [{name: id, data_tests: [
              {accepted_values: {name: wrong, arguments: {values: [2]}}}]}]}]
            exposures:
              - {name: below, type: dashboard, owner: {name: x}, depends_on: [ref('b')]}
              - {name: apart, type: dashboard, owner: {name: x}, depends_on: [ref('n')]}
            """,
            "tests/one.sql": "select 1 where false",
            "snapshots/n.sql": """
            {% snapshot n %}{{ config(unique_key='id', strategy='check', check_cols='all',
                target_schema='snaps') }}select 1 as id{% endsnapshot %}
            """,
        ])
        let events = try events(home, "build")
        let names = events.compactMap { $0["info"]?["name"]?.string }
        #expect(
            names.suffix(7) == [
                "LogNodeNoOpResult", "FinishedRunningStats", "EndOfRunSummary", "RunResultFailure",
                "RunResultError", "SQLCompiledPath", "StatsLine",
            ] || names.suffix(7).first == "SkippingDetails", "\(names)")
        #expect(
            try first("FoundStats", events)["stat_line"]?.string?.contains("1 snapshot") ?? false)
        let message = try first("JinjaLogInfo", events)
        #expect(message["node_info"]?["unique_id"]?.string == "model.shop.a")
        let attached = Set(
            events.filter { $0["info"]?["name"]?.string == "LogTestResult" }
                .compactMap { $0["data"]?["attached_node"]?.string })
        #expect(attached.isSuperset(of: ["model.shop.a", ""]))
        let snapshot = try first("LogSnapshotResult", events)
        #expect(snapshot["description"]?.string == "snaps.n")
        #expect(snapshot["cfg"]?["strategy"]?.string == "check")
        #expect(snapshot["cfg"]?["enabled"]?.string == "True")
        let skipped = events.filter { $0["info"]?["name"]?.string == "SkippingDetails" }
            .compactMap { $0["data"]?["node_info"]?["unique_id"]?.string }
        #expect(skipped.contains("exposure.shop.below"))
        #expect(
            try first("LogNodeNoOpResult", events)["node_info"]?["unique_id"]?.string
                == "exposure.shop.apart")
        let finished = try first("FinishedRunningStats", events)
        let kinds = finished["stat_line"]?.string ?? ""
        #expect(kinds.hasPrefix("2 exposures, ") && kinds.contains(" data tests, "), "\(kinds)")
        #expect(finished["execution"]?.string?.hasPrefix(" in 0 hours 0 minutes and ") ?? false)
        #expect(
            try first("SQLCompiledPath", events)["path"]?.string?
                .hasSuffix("target/compiled/shop/models/m.yml/wrong.sql") ?? false)
        let failure = try #require(
            events.first { $0["info"]?["name"]?.string == "RunResultFailure" })
        #expect(failure["info"]?["msg"]?.string == "[ERROR]: in test wrong (models/m.yml)")
    }
}
