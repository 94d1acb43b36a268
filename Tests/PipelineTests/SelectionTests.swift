import DuckDB
import Testing

@testable import Pipeline

@Suite struct SelectionTests {
    /// raw → stg_a → mart → report, stg_b → mart, and a test on mart.
    private static func project() throws -> TestProject {
        try TestProject([
            "seeds/raw.csv": "id\n1\n",
            "models/staging/stg_a.sql":
                "{{ config(tags=['nightly']) }} select * from {{ ref('raw') }}",
            "models/staging/stg_b.sql": "select * from {{ source('ext', 't') }}",
            "models/marts/mart.sql":
                "{{ config(materialized='table', tags='nightly') }} select a.id from {{ ref('stg_a') }} a, {{ ref('stg_b') }} b",
            "models/marts/report.sql":
                "{{ config(meta={'owner': 'ada'}) }} select * from {{ ref('mart') }}",
            "models/schema.yml": """
            models: [{name: mart, columns: [{name: id, tests: [not_null]}]}]
            sources: [{name: ext, tables: [{name: t}]}]
            exposures:
              - {name: board, type: dashboard, owner: {name: Ada}, depends_on: [ref('mart')]}
            """,
        ])
    }

    @Test(arguments: [
        ("", "", "raw stg_a stg_b mart report not_null_mart_id"),
        ("mart", "", "mart not_null_mart_id"),
        ("+mart", "", "raw stg_a stg_b mart not_null_mart_id"),
        ("1+mart", "", "stg_a stg_b mart not_null_mart_id"),
        ("mart+", "", "mart report not_null_mart_id"),
        ("raw+1", "", "raw stg_a"),
        ("@stg_a", "", "raw stg_a stg_b mart report not_null_mart_id"),
        ("+stg_a raw+1", "", "raw stg_a"),
        ("path:models/staging", "", "stg_a stg_b"),
        ("models/staging", "", "stg_a stg_b"),
        ("staging", "", "stg_a stg_b"),
        ("shop.staging", "", "stg_a stg_b"),
        ("stg_*", "", "stg_a stg_b"),
        ("stg_a.sql", "", "stg_a"),
        ("tag:nightly", "", "stg_a mart not_null_mart_id"),
        ("tag:nightly,staging", "", "stg_a"),
        ("tag:nightly", "mart", "stg_a"),
        ("config.materialized:table", "", "mart not_null_mart_id"),
        ("resource_type:seed", "", "raw"),
        ("resource_type:test", "", "not_null_mart_id"),
        ("test_name:not_null", "", "not_null_mart_id"),
        ("test_type:singular", "", ""),
        ("source:ext+", "", "stg_b mart report not_null_mart_id"),
        ("source:ext.t+1", "", "stg_b"),
        ("", "path:models raw", ""),
        ("path:models/*/stg_?.sql", "", "stg_a stg_b"),
        ("stg_[ac]", "", "stg_a"),
        ("file:mart", "", "mart not_null_mart_id"),
        ("package:this,resource_type:seed", "", "raw"),
        ("+exposure:board", "", "raw stg_a stg_b mart not_null_mart_id"),
        ("config.meta.owner:ada", "", "report"),
        ("access:protected,stg_a", "", "stg_a"),
        ("nothing_here", "", ""),
    ])
    func aSelectionMeans(_ select: String, _ exclude: String, _ names: String) throws {
        let runner = try Self.project().runner()
        let found = try runner.list(
            select: select.isEmpty ? [] : [select], exclude: exclude.isEmpty ? [] : [exclude])
        #expect(Set(found.map(\.name)) == Set(names.split(separator: " ").map(String.init)))
    }

    @Test(arguments: [
        ("colour:red", PipelineError.Code.selection), ("tags:x", .selection),
        ("source_status:fresher", .unsupported), ("version:newest", .selection),
        ("state:new", .selection), ("state:newest", .selection),
        ("resource_type:modle", .selection), ("test_type:x", .selection),
        ("@a+", .selection), ("tag:", .selection), ("config:x", .selection),
    ])
    func aSelectionThatMeansNothingIsRefused(_ select: String, _ code: PipelineError.Code) throws {
        let runner = try Self.project().runner()
        #expect { try runner.list(select: [select]) } throws: {
            ($0 as? PipelineError)?.code == code
        }
    }

    @Test func anUnmatchedNameWarnsWithTheNearest() throws {
        let project = try Self.project()
        let report = try project.runner().run(select: ["stg_c"])
        #expect(report.results.isEmpty)
        #expect(report.succeeded)
        #expect(
            project.warnings.contains {
                $0.contains("'stg_c' does not match any enabled nodes. Did you mean 'stg_a'?")
            })
    }

    /// Two models with a test that reads both.
    private static func pair() throws -> TestProject {
        try TestProject([
            "models/a.sql": "select 1 as id",
            "models/b.sql": "select * from {{ ref('a') }}",
            "models/c.sql": "select * from {{ ref('a') }}",
            "models/schema.yml": """
            models:
              - name: b
                columns:
                  - name: id
                    tests: [not_null, {relationships: {to: ref('c'), field: id}}]
            """,
        ])
    }

    @Test(arguments: [
        ("b", SelectionRequest.Indirect.eager, 3), ("b", .cautious, 2), ("b c", .cautious, 4),
        ("b", .buildable, 2), ("b", .empty, 1), ("b,c", .cautious, 0),
    ])
    func testsComeWithWhatTheyRead(
        _ select: String, _ indirect: SelectionRequest.Indirect, _ count: Int
    ) throws {
        var request = SelectionRequest(select: [select])
        request.indirect = indirect
        #expect(try Self.pair().load().selected(request).resources.count == count)
    }

    @Test func sourcesAndExposuresAreSelectedToo() throws {
        let project = try Self.project().load()
        func ids(_ select: String) throws -> [String] {
            try project.selected(SelectionRequest(select: [select])).resources.map(\.id)
        }
        #expect(try ids("source:ext") == ["source.shop.ext.t"])
        #expect(try ids("exposure:board") == ["exposure.shop.board"])
        #expect(try ids("1+stg_b") == ["model.shop.stg_b", "source.shop.ext.t"])
        #expect(try ids("resource_type:source") == ["source.shop.ext.t"])
    }

    @Test func selectorsAreThoseOfTheFile() throws {
        let files = try Self.project()
        try files.write([
            "selectors.yml": """
            selectors:
              - name: staged
                definition:
                  union:
                    - method: path
                      value: models/staging
                    - exclude: [{method: fqn, value: stg_b}]
              - name: wide
                definition:
                  intersection:
                    - {method: tag, value: nightly, children: true}
                    - "path:models/marts"
              - name: both
                default: true
                definition: {union: [{method: selector, value: staged}, "report"]}
            """
        ])
        let project = try files.load()
        func names(_ selector: String?) throws -> Set<String> {
            var request = SelectionRequest()
            request.selector = selector
            return Set(try project.selected(request).resources.map(\.name))
        }
        #expect(try names("staged") == ["stg_a"])
        #expect(try names("wide") == ["mart", "report", "not_null_mart_id"])
        #expect(try names(nil) == ["stg_a", "report"])
        #expect { try names("stagd") } throws: {
            String(describing: $0).contains("Did you mean 'staged'?")
        }
    }

    /// As in dbt: what the command line and the environment say, and the target.
    @Test func templatesInSelectorsAreRendered() throws {
        let files = try Self.project()
        try files.write([
            "selectors.yml": """
            selectors:
              - name: one
                default: "{{ target.name != 'nowhere' }}"
                definition: "{{ var('which', 'stg_a') }}"
              - name: two
                default: "{{ target.name == 'nowhere' }}"
                definition: {method: fqn, value: "{{ 'stg_' ~ 'b' }}"}
            """
        ])
        let project = try files.load()
        var request = SelectionRequest()
        #expect(try project.selected(request).resources.map(\.name) == ["stg_a"])
        request.selector = "two"
        #expect(try project.selected(request).resources.map(\.name) == ["stg_b"])
    }

    @Test func theOrderIsTheSameEveryTime() throws {
        var files: [String: String] = [:]
        for number in 0..<40 {
            let parent =
                number == 0
                ? "select 1 as a" : "select * from {{ ref('m\((number * 7) % number)') }}"
            files["models/m\(number).sql"] = parent
        }
        let project = try TestProject(files)
        let first = try project.load().nodes.map(\.name)
        for _ in 0..<3 { #expect(try project.load().nodes.map(\.name) == first) }
    }
}
