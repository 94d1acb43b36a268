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
            "models/marts/report.sql": "select * from {{ ref('mart') }}",
            "models/schema.yml": """
            models: [{name: mart, columns: [{name: id, tests: [not_null]}]}]
            sources: [{name: ext, tables: [{name: t}]}]
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
        ("state:new", .unsupported),
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
                $0.contains("'stg_c' matches nothing. Did you mean 'stg_a'?")
            })
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
