import DuckDB
import Jinja
import Pipeline
import Testing

/// What is wrong with one node and says nothing of the project fails that node when it is built:
/// others are built, and with dbt it is the same.
@Suite struct FailingAloneTests {
    @Test(arguments: [
        ("a contract without columns", "{{ config(contract={'enforced': true}) }} select 1 as id"),
        ("a method nobody knows", "select {{ adapter.nope(1) }} as id"),
        ("one in a hook", "{{ config(pre_hook='{{ adapter.nope() }}') }} select 1 as id"),
        ("one in a macro", "select {{ asks() }} as id"),
        ("a materialization nobody knows", "{{ config(materialized='bogus') }} select 1 as id"),
    ])
    func aNodeFailsAlone(_ what: String, _ sql: String) throws {
        let project = try TestProject([
            "models/bad.sql": sql, "models/other.sql": "select 1 as id",
            "macros/asks.sql": "{% macro asks() %}{{ adapter.nope() }}{% endmacro %}",
        ])
        #expect(try project.runner().run(select: ["other"]).succeeded, "\(what)")
        let report = try project.runner().run()
        #expect(report["bad"]?.status == .error, "\(what)")
        #expect(report["other"]?.status == .success, "\(what)")
    }

    @Test func anEphemeralModelFailsThoseThatUseIt() throws {
        let project = try TestProject([
            "models/e.sql":
                "{{ config(materialized='ephemeral') }} select {{ adapter.nope() }} as id",
            "models/uses.sql": "select * from {{ ref('e') }}",
            "models/other.sql": "select 1 as id",
        ])
        let report = try project.runner().run()
        #expect(report["uses"]?.error?.message.contains("`adapter.nope`") == true)
        #expect(report["other"]?.status == .success)
    }

    @Test func aTestThatCannotKeepItsFailuresFailsAlone() throws {
        let project = try TestProject([
            "models/orders.sql": "select 1 as id",
            "models/s.yml": """
            models:
              - name: orders
                columns:
                  - name: id
                    data_tests: [unique, not_null: {config: {store_failures_as: file}}]
            """,
        ])
        let report = try project.runner().build()
        #expect(report.count(.pass) == 1)
        #expect(
            report.results.compactMap(\.error).map(\.message)
                == ["the config `store_failures_as` cannot be 'file'"])
    }

    /// Of these, dbt makes texts.
    @Test func configsThatAreNoTextsAreReadAsPythonWritesThem() throws {
        let project = try TestProject([
            "models/a.sql": "{{ config(tags=5, alias=7) }} select 1 as id",
            "models/b.sql":
                "{{ config(materialized='incremental', unique_key=5) }} select 1 as id",
        ])
        let nodes = try project.load().nodes
        #expect(nodes.first { $0.name == "a" }?.tags == ["5"])
        #expect(nodes.first { $0.name == "a" }?.relation.identifier == "7")
        #expect(try project.runner().run().succeeded)
        #expect(try project.runner().run().succeeded)
    }

    @Test func aSourcesNameIsQuotedAsItSays() throws {
        let project = try TestProject([
            "models/a.sql": "select '{{ source('s', 'b') }}' as b, '{{ source('s', 'c') }}' as c",
            "models/s.yml": """
            sources:
              - name: s
                quoting: {database: false, schema: false, identifier: false}
                tables: [{name: b}, {name: c, quoting: {identifier: true}}]
            """,
        ])
        #expect(
            try project.compiled("a") == "select 'memory.s.b' as b, 'memory.s.\"c\"' as c")
    }
}
