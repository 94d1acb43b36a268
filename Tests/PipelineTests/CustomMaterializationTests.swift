import DuckDB
import Jinja
import Testing

@testable import Pipeline

/// Materializations of the project and of packages, and dbt's macros that the project replaces.
@Suite struct CustomMaterializationTests {
    private static let kept = """
        {% materialization kept, default %}
          {%- set target = this.incorporate(type='table') -%}
          {{ run_hooks(pre_hooks, inside_transaction=False) }}
          {{ run_hooks(pre_hooks) }}
          {% call statement('main') -%}
            create table if not exists {{ target }} as select *, '{{ config.get("mark") }}' as mark
            from ({{ sql }})
          {%- endcall %}
          {{ run_hooks(post_hooks) }}
          {{ adapter.commit() }}
          {{ return({'relations': [target]}) }}
        {% endmaterialization %}
        """

    @Test func aMaterializationOfTheProjectBuildsItsModels() throws {
        let project = try TestProject([
            "macros/m.sql": Self.kept,
            "models/a.sql":
                "{{ config(materialized='kept', mark='x', post_hook='insert into {{ this }} values (2, null)') }} select 1 as n",
            "models/b.sql": "select sum(n) as s from {{ ref('a') }}",
        ])
        let report = try project.runner().run()
        #expect(report.succeeded, "\(report.results.compactMap(\.error))")
        #expect(try project.connection.query("select s from b").first?.intValue == 3)
        // It says itself that what is there stays.
        try project.write(["models/a.sql": "{{ config(materialized='kept') }} select 7 as n"])
        #expect(try project.runner().run().succeeded)
        #expect(try project.connection.query("select min(n) from a").first?.intValue == 1)
    }

    @Test func whatIsNotCommittedIsNotKept() throws {
        let project = try TestProject([
            "macros/m.sql": Self.kept.replacing("{{ adapter.commit() }}", with: ""),
            "models/a.sql": "{{ config(materialized='kept') }} select 1 as n",
        ])
        #expect(try project.runner().run().succeeded)
        #expect(throws: DuckDBError.self) { try project.connection.query("from a") }
    }

    static let wrong: [(String, String)] = [
        ("{% call statement('main') %}select 1{% endcall %}", "did not explicitly return"),
        ("{{ return({'relations': [this]}) }}", "main is not being called"),
        ("{{ return({'relations': ['a']}) }}", "did not explicitly return"),
        ("{{ exceptions.raise_compiler_error('no ' ~ model.name) }}", "no a"),
    ]

    @Test(arguments: wrong)
    func aMistakeInAMaterializationIsTheModels(body: String, message: String) throws {
        let project = try TestProject([
            "macros/m.sql":
                "{% materialization odd, adapter='duckdb' %}\(body){% endmaterialization %}",
            "models/a.sql": "{{ config(materialized='odd') }} select 1 as n",
            "models/z.sql": "select 1 as n",
        ])
        let report = try project.runner().run()
        #expect(report["a"]?.error?.message.contains(message) == true)
        #expect(report["z"]?.status == .success)
    }

    /// Whose materialization builds a model that asks for a view and one that asks for a table.
    /// A package's stands in the place of dbt's where the project's flag lets it.
    @Test(arguments: [(true, "project"), (false, "package")])
    func theOneForDuckDBComesFirstThenTheProjectsOwn(
        _ requiresOverrides: Bool, _ ofView: String
    ) throws {
        func marked(_ name: String, _ kind: String, _ mark: String) -> String {
            """
            {% materialization \(name), \(kind) %}
            {% call statement('main') %}create or replace view {{ this }} as select '\(mark)' as mark{% endcall %}
            {{ adapter.commit() }}{{ return({'relations': [this]}) }}
            {% endmaterialization %}
            """
        }
        let project = try TestProject([
            "dbt_project.yml": """
            name: shop
            flags: {require_explicit_package_overrides_for_builtin_materializations: \(requiresOverrides)}
            """,
            "macros/v.sql": marked("view", "default", "project"),
            // dbt-duckdb's own table is for DuckDB, so this one for any database is not asked.
            "macros/t.sql": marked("table", "default", "project"),
            "dbt_packages/kit/dbt_project.yml": "name: kit\n",
            "dbt_packages/kit/macros/v.sql": marked("view", "adapter='duckdb'", "package"),
            "dbt_packages/kit/macros/k.sql": marked("kitlike", "default", "package"),
            "models/v.sql": "select 'own' as mark",
            "models/t.sql": "{{ config(materialized='table') }} select 'own' as mark",
            "models/k.sql": "{{ config(materialized='kitlike') }} select 'own' as mark",
        ])
        let report = try project.runner().run()
        #expect(report.succeeded, "\(report.results.compactMap(\.error))")
        for (model, mark) in [("v", ofView), ("t", "own"), ("k", "package")] {
            let found = try project.connection.query("select mark from " + model, [])
            #expect(found.first?.stringValue == mark)
        }
    }

    /// Macros of dbt that the project replaces, by what each leaves in the log.
    static let replaced: [(String, String)] = [
        (
            "create_view_as",
            "{% macro duckdb__create_view_as(relation, sql) %}create view {{ relation }} as select *, 1 as more from ({{ sql }}){% endmacro %}"
        ),
        (
            "get_create_view_as_sql",
            "{% macro get_create_view_as_sql(relation, sql) %}create view {{ relation }} as select *, 1 as more from ({{ sql }}){% endmacro %}"
        ),
        (
            "statement",
            "{% macro statement(name=none, fetch_result=false, auto_begin=true, language='sql') %}{{ dbt.statement(name, fetch_result, auto_begin, caller=caller) }}{% if execute %}{% do run_query('create table if not exists more as select 1 as more') %}{% endif %}{% endmacro %}"
        ),
        (
            "persist_docs",
            "{% macro persist_docs(relation, model, for_relation=true, for_columns=true) %}{% do run_query('create or replace table more as select 1 as more') %}{% endmacro %}"
        ),
    ]

    @Test(arguments: replaced)
    func aMacroOfTheProjectStandsInThePlaceOfDbts(name: String, macro: String) throws {
        let project = try TestProject([
            "macros/m.sql": macro, "models/v.sql": "select 7 as n",
        ])
        let report = try project.runner().run()
        #expect(report.succeeded, "\(name): \(report.results.compactMap(\.error))")
        let relation =
            macro.contains("table more") || macro.contains("more as select") ? "more" : "v"
        #expect(
            try project.connection.query("select more from " + relation, []).first?.intValue == 1)
    }

    @Test func anIncrementalModelByMacrosIsWhatNativeCodeMakes() throws {
        for materialized in ["incremental"] {
            for strategy in ["append", "delete+insert", "merge"] {
                let files = [
                    "models/m.sql": """
                    {{ config(materialized='\(materialized)', incremental_strategy='\(strategy)', unique_key='id', on_schema_change='append_new_columns') }}
                    select range as id, {{ var('n') }} as n {{ ", 'b' as b" if is_incremental() }}
                    from range({{ var('n') }}, {{ var('n') }} + 3)
                    """
                ]
                var tables: [[String]] = []
                for extra in [
                    [:],
                    ["macros/m.sql": "{% macro copy_grants() %}{{ return(false) }}{% endmacro %}"],
                ] {
                    let project = try TestProject(files.merging(extra) { $1 })
                    for n in [1, 2] {
                        let report = try project.runner(variables: ["n": .int(n)]).run()
                        #expect(report.succeeded, "\(report.results.compactMap(\.error))")
                    }
                    tables.append(
                        try project.connection.query("from m order by all").rows.map {
                            "\($0.values)"
                        })
                }
                #expect(tables[0] == tables[1] && !tables[0].isEmpty)
            }
        }
    }

    @Test func aTestIsWeighedByTheProjectsOwnSQL() throws {
        let project = try TestProject([
            "macros/m.sql":
                "{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) %}select 3 as failures, true as should_warn, true as should_error{% endmacro %}",
            "models/v.sql": "select 7 as n",
            "tests/t.sql": "select 1 where false",
        ])
        let report = try project.runner().build()
        #expect(report["t"]?.status == .fail && report["t"]?.failures == 3)
    }

    @Test func schemasAreMadeByTheProjectsOwnMacro() throws {
        let project = try TestProject([
            "macros/m.sql":
                "{% macro create_schema(relation) %}{% do run_query('create schema if not exists ' ~ relation.schema) %}{% do run_query('create schema if not exists beside') %}{% endmacro %}",
            "models/v.sql": "{{ config(schema='apart') }} select 7 as n",
        ])
        #expect(try project.runner().run().succeeded)
        #expect(
            try project.connection.query(
                "select count(*) from duckdb_schemas() where schema_name in ('beside', 'main_apart')"
            ).first?.intValue == 2)
    }
}
