import DuckDB
import Testing

@testable import Pipeline

/// What is wrong with a project is said with its file, its line and what to do.
@Suite struct ProjectErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let files: [String: String]
        let code: PipelineError.Code
        let file: String?
        let line: Int?
        /// Part of the whole text.
        let says: String
    }

    private static func bad(
        _ name: String, _ files: [String: String], _ code: PipelineError.Code, _ file: String?,
        _ line: Int?, _ says: String
    ) -> Case {
        Case(testDescription: name, files: files, code: code, file: file, line: line, says: says)
    }

    static let cases: [Case] = [
        bad(
            "a circle",
            [
                "models/a.sql": "select * from {{ ref('b') }}",
                "models/b.sql": "select * from {{ ref('c') }}",
                "models/c.sql": "select * from {{ ref('a') }}",
            ], .cycle, nil, nil, "a → "),
        bad(
            "itself", ["models/a.sql": "select * from {{ ref('a') }}"], .cycle, "models/a.sql", nil,
            "a → a"),
        bad(
            "a missing ref",
            ["models/a.sql": "select 1", "models/orders.sql": "select * from {{ ref('order') }}"],
            .missingReference, "models/orders.sql", 1, "leads to nothing"),
        bad(
            "a near ref",
            [
                "models/customers.sql": "select 1 as a",
                "models/b.sql": "select *\nfrom {{ ref('custmers') }}",
            ],
            .missingReference, "models/b.sql", 2, "Did you mean 'customers'?"),
        bad(
            "a missing source",
            [
                "models/b.sql": "select * from {{ source('raw', 'a') }}",
                "models/s.yml": "sources: [{name: rav, tables: [{name: a}]}]",
            ], .missingReference,
            "models/b.sql", 1, "Did you mean 'rav'?"),
        bad(
            "a disabled ref",
            [
                "models/a.sql": "{{ config(enabled=false) }} select 1",
                "models/b.sql": "select * from {{ ref('a') }}",
            ], .missingReference, "models/b.sql", 1, "disabled"),
        bad(
            "two of a name", ["models/x/a.sql": "select 1", "models/y/a.sql": "select 1"],
            .duplicate, "models/y/a.sql", nil, "models/x/a.sql"),
        bad(
            "one relation",
            [
                "models/a.sql": "{{ config(alias='c') }} select 1",
                "models/b.sql": "{{ config(alias='C') }} select 1",
            ], .duplicate, nil, nil, "both"),
        bad(
            "two macros",
            ["macros/a.sql": "{% macro m() %}{% endmacro %}\n{% macro m() %}{% endmacro %}"],
            .duplicate, "macros/a.sql", 2, "macros/a.sql:1"),
        bad(
            "bad yaml", ["models/s.yml": "models:\n  - name: a\n   description: x"], .yaml,
            "models/s.yml", 3, ""),
        bad(
            "described twice",
            [
                "models/a.sql": "select 1", "models/s.yml": "models: [{name: a}]",
                "models/t.yml": "models: [{name: a}]",
            ], .duplicate, "models/t.yml", 1, "models/s.yml"),
        bad(
            "bad template", ["models/a.sql": "select 1\n{% if %}"], .template, "models/a.sql", 2, ""
        ),
        bad(
            "a raised error",
            ["models/a.sql": "\n{{ exceptions.raise_compiler_error('no good') }}"],
            .raised, "models/a.sql", 2, "no good"),
        bad(
            "a missing variable in a properties file",
            [
                "dbt_project.yml": "name: shop\nvars: {start_date: 1}\n",
                "models/a.yml":
                    "models: [{name: a, config: {alias: \"{{ var('start_dat') }}\"}}]",
            ], .missingVariable, "models/a.yml", 1, "'start_date'"),
        bad(
            "a missing environment variable", ["models/a.sql": "select '{{ env_var('SECRET') }}'"],
            .missingEnvironmentVariable, "models/a.sql", 1, "'SECRET' is not set"),
        bad(
            "a snapshot", ["snapshots/a.sql": "{% snapshot a %}select 1{% endsnapshot %}"],
            .configuration, "snapshots/a.sql", 1, "snapshot"),
        bad(
            "a function that is none", ["models/a.sql": "select {{ function('f') }}(1)"],
            .missingReference, "models/a.sql", 1, "function('f')"),
        bad(
            "a latest version that is none",
            [
                "models/a.sql": "select 1",
                "models/s.yml":
                    "models:\n  - name: a\n    latest_version: 2\n    versions: [{v: 1}]",
            ],
            .configuration, "models/s.yml", 3, "`latest_version`"),
        bad(
            "a contract that is none", ["models/a.sql": "{{ config(contract='x') }} select 1"],
            .configuration, "models/a.sql", nil, "`contract`"),
        bad(
            "a contract of an incremental model",
            [
                "models/a.sql":
                    "{{ config(materialized='incremental', contract={'enforced': true}) }} select 1"
            ],
            .configuration, "models/a.sql", nil, "`on_schema_change: ignore`"),
        bad(
            "Python", ["models/a.py": "def other(dbt, session): pass"], .template, "models/a.py",
            nil, "one function `model`"),
        bad(
            "a replaced native macro",
            ["macros/m.sql": "{% macro duckdb__load_csv_rows(a, b) %}{% endmacro %}"],
            .unsupported, "macros/m.sql", 1, "load_csv_rows"),
        bad(
            "packages",
            ["packages.yml": "packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.0.0"],
            .missingPackage, "packages.yml", 2, "'dbt_utils' is not installed"),
        bad(
            "another package", ["models/a.sql": "select * from {{ ref('other', 'x') }}"],
            .missingReference, "models/a.sql", 1, "'other'"),
        bad(
            "a version",
            ["models/a.sql": "select 1 as a", "models/b.sql": "select * from {{ ref('a', v=2) }}"],
            .missingReference, "models/b.sql", 1, "version"),
        bad(
            "an unknown project key", ["dbt_project.yml": "name: shop\nmodel-path: [x]\n"],
            .projectFile, "dbt_project.yml", 2, "'model-paths'"),
        bad(
            "a newer dbt",
            ["dbt_project.yml": "name: shop\nrequire-dbt-version: ['>=1.0.0', '>=9.0.0']\n"],
            .projectFile, "dbt_project.yml", 2, "9.0.0"),
        bad(
            "no name", ["dbt_project.yml": "version: 1\n"], .projectFile, "dbt_project.yml", 1,
            "name"),
        bad(
            "a path that leads out", ["dbt_project.yml": "name: shop\nmodel-paths: ['../x']\n"],
            .projectFile, "dbt_project.yml", 2, "inside"),
        bad(
            "a missing docs block",
            [
                "models/a.sql": "select 1", "docs.md": "",
                "models/s.yml": "models: [{name: a, description: \"{{ doc('x') }}\"}]",
            ], .missingReference, "models/s.yml", 1, "'x'"),
        bad(
            "endless recursion",
            [
                "macros/m.sql": "{% macro m() %}{{ m() }}{% endmacro %}",
                "models/a.sql": "{{ m() }}",
            ], .template, nil, nil, ""),
        bad(
            "a loop without end",
            [
                "models/a.sql":
                    "{% for i in range(100000000) %}{% for j in range(100000000) %}x{% endfor %}{% endfor %}"
            ],
            .template, "models/a.sql", 1, ""),
    ]

    @Test(arguments: cases) func aBadProjectIsRefused(_ item: Case) throws {
        let error = try #require(try TestProject(item.files).loadError())
        #expect(error.code == item.code, "\(error)")
        if let file = item.file { #expect(error.file == file, "\(error)") }
        if let line = item.line { #expect(error.line == line, "\(error)") }
        #expect(error.description.contains(item.says), "\(error)")
    }

    @Test func anUnknownMacroFailsTheModelThatCallsItAndNoOther() throws {
        let project = try TestProject([
            "macros/m.sql": "{% macro cents(x) %}{% endmacro %}",
            "models/a.sql": "select\n{{ cent('x') }}", "models/b.sql": "select 1 as n",
        ])
        let results = try project.runner().run().results
        #expect(results.map(\.status) == [.error, .success])
        let error = try #require(results[0].error)
        #expect(error.code == .template && error.file == "models/a.sql" && error.line == 2)
        #expect(error.description.contains("Did you mean 'cents'?"))
    }

    @Test func theCircleIsShownWhole() throws {
        let project = try TestProject([
            "models/a.sql": "select * from {{ ref('c') }}",
            "models/b.sql": "select * from {{ ref('a') }}",
            "models/c.sql": "select * from {{ ref('b') }}", "models/free.sql": "select 1",
        ])
        #expect(project.loadError()?.message.hasSuffix("in a circle: a → b → c → a") == true)
    }

    /// As with dbt, whose other models are built all the same.
    @Test func aMaterializationThatIsNotThereFailsItsModelAlone() throws {
        let project = try TestProject([
            "macros/m.sql": "{% materialization x, adapter='duckdb' %}{% endmaterialization %}",
            "models/a.sql": "{{ config(materialized='tabel') }} select 1 as n",
            "models/b.sql": "select 2 as n",
            "models/c.sql": "{{ config(materialized='x') }} select 3 as n",
        ])
        let report = try project.runner().build()
        #expect(report["b"]?.status == .success)
        let error = try #require(report["a"]?.error)
        #expect(error.code == .unsupported && error.file == "models/a.sql")
        #expect(error.hint == "Did you mean 'table'?")
        let unfinished = try #require(report["c"]?.error)
        #expect(unfinished.message.contains("did not explicitly return a list of relations"))
    }

    @Test func aPrivateModelIsReadByItsGroupAlone() throws {
        func project(_ group: String) throws -> TestProject {
            try TestProject([
                "models/a.sql": "select 1 as n", "models/b.sql": "select * from {{ ref('a') }}",
                "models/s.yml": """
                groups: [{name: g, owner: {name: o}}, {name: h, owner: {name: o}}]
                models:
                  - {name: a, config: {group: g, access: private}}
                  - {name: b, config: {group: \(group)}}
                """,
            ])
        }
        #expect(try project("g").loadError() == nil)
        let error = try #require(try project("h").loadError())
        #expect(error.message == "'a' is private to the group 'g'")
        #expect(error.file == "models/b.sql")
    }

    @Test func whatChangesNothingOnlyWarns() throws {
        let project = try TestProject([
            "dbt_project.yml":
                "name: shop\nquoting: {schema: false}\nmodels:\n  shop:\n    gone:\n      +tags: x\n",
            "models/a.sql": "select 1 as a",
            "models/s.yml":
                "models: [{name: aa}, {name: a, descripton: x}]\n",
        ])
        let warnings = try project.load().warnings.map(\.description)
        #expect(warnings.contains { $0.contains("`quoting`") })
        #expect(warnings.contains { $0.contains("models.shop.gone applies to nothing") })
        #expect(warnings.contains { $0.contains("nothing named 'aa'") && $0.contains("'a'") })
        #expect(warnings.contains { $0.contains("'descripton'") && $0.contains("'description'") })
    }

    @Test func partsOfTheSemanticLayerAreReadAndNothingOfThemIsMissing() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as a",
            "models/s.yml": """
            semantic_models: [{name: counts, model: ref('a'), measures: [{name: sold, agg: sum}]}]
            metrics:
              - {name: spend, type: simple, type_params: {measure: solt}}
            """,
        ])
        let error = try #require(project.loadError())
        #expect(error.message == "no semantic model has the measure 'solt'")
        #expect(error.hint == "Did you mean 'sold'?")
        #expect(error.line == 3)
    }

    @Test func unitTestsHaveAModelAndSayWhichFormOfAnIncrementalOneTheyMean() throws {
        func error(_ test: String) throws -> PipelineError? {
            try TestProject([
                "models/a.sql": "select 1 as a",
                "models/i.sql": """
                {{ config(materialized='incremental') }}
                select * from {{ ref('a') }} {% if is_incremental() %}where false{% endif %}
                """,
                "models/s.yml": "unit_tests:\n  - \(test)\n",
            ]).loadError()
        }
        #expect(
            try error("{name: t, model: b, given: [], expect: {rows: []}}")?.message
                == "the unit test 't' is of the model 'b', which is not there")
        #expect(
            try error("{name: t, model: i, given: [], expect: {rows: []}}")?.hint
                == "Write `overrides: {macros: {is_incremental: false}}`, or true.")
        #expect(
            try error("{name: t, model: a, given: []}")?.message
                == "the unit test 't' expects nothing: `expect` is missing")
        #expect(
            try error("{name: t, model: a, given: [{input: b, rows: []}], expect: {rows: []}}")?
                .message.hasPrefix("the input 'b' is not understood") == true)
    }
}
