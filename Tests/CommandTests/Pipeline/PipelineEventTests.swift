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
            "dbt_project.yml": """
            name: shop
            version: '1.0'
            profile: shop
            on-run-start: ["{{ log('begins', info=true) }}", select 1]
            models: {+meta: {team: core}}
            """,
            "models/a.sql": "select 1 as id {{ log('hello', info=true) }}",
            "models/b.sql": "select * from {{ ref('a') }}",
            "models/m.yml": """
            groups: [{name: g, owner: {name: Ada}}]
            models: [{name: a, config: {group: g}, columns: [{name: id, data_tests: [
              {accepted_values: {name: wrong, arguments: {values: [2]}}}]}]}]
            unit_tests: [{name: u, model: customers, given: [{input: ref('stg_orders'),
                rows: [{customer: ada, amount: 3}]}], expect: {rows: [{customer: ada, total: 3}]}}]
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
            try first("FoundStats", events)["stat_line"]?.string
                == "4 models, 1 snapshot, 4 data tests, 1 seed, 2 operations, 2 exposures, 1 group, "
                + "1 unit test")
        // Unit tests are counted with their models, and hooks nowhere.
        #expect(try first("ConcurrencyLine", events)["node_count"]?.int == 12)
        let totals = events.compactMap { event -> Int? in
            let data = event["data"]
            let isOfHook = event["info"]?["name"]?.string?.hasPrefix("LogHook") ?? true
            return isOfHook ? nil : data?["total"]?.int ?? data?["num_models"]?.int
        }
        #expect(Set(totals) == [13])
        let messages = events.filter { $0["info"]?["name"]?.string == "JinjaLogInfo" }
        #expect(
            messages.map { $0["data"]?["msg"]?.string } == ["hello", "begins", "hello"])
        #expect(
            messages.map { $0["data"]?["node_info"]?["unique_id"]?.string }
                == [nil, "operation.shop.shop-on-run-start-0", "model.shop.a"])
        #expect(messages[2]["data"]?["node_info"]?["node_status"]?.string == "compiling")
        #expect(messages[2]["info"]?["thread"]?.string == "Thread-1 (worker)")
        let hook = try first("LogHookStartLine", events)["node_info"]
        #expect(hook?["meta"] == ["team": "core"])
        let model = events.first {
            $0["data"]?["node_info"]?["unique_id"]?.string == "model.shop.a"
                && $0["info"]?["name"]?.string == "LogModelResult"
        }
        #expect(model?["data"]?["group"]?["owner"]?["name"]?.string == "Ada")
        #expect(
            model?["info"]?["msg"]?.string?
                .contains(#/^\d+ of 13 OK created sql view model main\.a \.+ \[OK in /#) == true)
        let attached = Set(
            events.filter { $0["info"]?["name"]?.string == "LogTestResult" }
                .compactMap { $0["data"]?["attached_node"]?.string })
        #expect(attached.isSuperset(of: ["model.shop.a", ""]))
        let snapshot = try first("LogSnapshotResult", events)
        #expect(snapshot["description"]?.string == "snaps.n")
        #expect(snapshot["cfg"]?["strategy"]?.string == "check")
        #expect(snapshot["cfg"]?["enabled"]?.string == "True")
        #expect(snapshot["cfg"]?["docs"]?.string == "{'show': True}")
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

    /// What commands that build nothing tell, in dbt's order. What dbt says of its own workings is
    /// left out.
    @Test(arguments: [
        (["ls", "-s", "nope"], ["NoNodesForSelectionCriteria", "NoNodesSelected"]),
        (["ls", "-s", "customers", "--resource-type", "model"], ["PrintEvent"]),
        (["compile", "--inline", "select 1"], ["ConcurrencyLine", "CompiledNode"]),
        (["compile", "-s", "customers"], ["ConcurrencyLine", "CompiledNode"]),
        (["show", "--inline", "select 1 as n"], ["ConcurrencyLine", "ShowNode"]),
        (["run-operation", "fine"], ["JinjaLogInfo"]),
        (["run-operation", "wrong"], ["RunningOperationCaughtError"]),
        (["docs", "generate"], ["ConcurrencyLine", "BuildingCatalog", "CatalogWritten"]),
    ])
    func soAreCommandsThatBuildNothing(_ words: [String], _ told: [String]) throws {
        let home = try PipelineHome([
            "macros/op.sql": """
            {% macro fine() %}{{ log('fine', info=true) }}{% endmacro %}
            {% macro wrong() %}{{ exceptions.raise_compiler_error('wrong') }}{% endmacro %}
            """
        ])
        let lines = try home.home.start(
            CommandHome.program,
            ["pipeline"] + words + ["--log-format", "json", "--project-dir", home.project.path]
        ).wait().lines
        let events = try lines.map { try JSON.parse($0) }
        let names = events.compactMap { $0["info"]?["name"]?.string }
        #expect(names == ["MainReportVersion", "FoundStats"] + told)
        if words.contains("--inline") {
            #expect(
                try first("FoundStats", events)["stat_line"]?.string?.contains("1 sql operation")
                    == true)
            let last = try #require(events.last)
            #expect(last["info"]?["msg"]?.string?.contains("inline node") == true)
            #expect(last["data"]?["node_name"]?.string == "inline_query")
            #expect(last["data"]?["unique_id"]?.string == "sql_operation.shop.inline_query")
        }
        if told.count == 2, words[0] == "ls" {
            #expect(try first(told[0], events)["spec_raw"]?.string == "nope")
        }
    }

    /// A test leads to nodes only: what it finds wrong holds back models below, no exposure.
    @Test(arguments: [
        ("select 1 as n", "NO-OP exposure"), ("select error('x') as n", "SKIP exposure"),
    ])
    func whatIsBelowAFailedTestOnlyIsNotSkipped(_ sql: String, _ says: String) throws {
        let pipeline = try PipelineHome([
            "models/m.sql": "{{ config(materialized='table') }} \(sql)",
            "models/m.yml": """
            models: [{name: m, columns: [{name: n, data_tests: [{accepted_values: {arguments: {values: [2]}}}]}]}]
            exposures: [{name: e, type: ml, owner: {email: a@x.org}, depends_on: [ref('m')]}]
            """,
        ])
        let ran = try pipeline.run("build", "-s", "m", "exposure:e")
        #expect(ran.code == 1 && ran.output.contains(says), "\(ran.output)")
    }
}
