import DuckDB
import Foundation
import Testing

@testable import Pipeline

/// What templates see.
@Suite struct ContextTests {
    @Test(arguments: [
        ("{{ this }}", "\"memory\".\"main\".\"m\""),
        ("{{ this.schema }}.{{ this.identifier }}", "main.m"),
        ("{{ this.include(database=false) }}", "\"main\".\"m\""),
        ("{{ ref('up') }}", "\"memory\".\"main\".\"up\""),
        ("{{ ref('shop', 'up') }}", "\"memory\".\"main\".\"up\""),
        ("{{ builtins.ref('up').identifier }}", "up"),
        ("{{ source('raw', 'a') }}", "\"memory\".\"raw\".\"tbl_a\""),
        ("{{ source('source_memories', 'memory') }}", "\"source_memories\".\"main\".\"memory\""),
        ("{{ var('a') }} {{ var('b', 5) }} {{ var('scoped') }}", "1 5 own"),
        ("{{ var.has_var('a') }}", "True"),
        ("{{ env_var('HOME_TOWN') }} {{ env_var('NOT_SET', 'x') }}", "Bath x"),
        ("{{ target.name }} {{ target.schema }} {{ target.type }}", "dev main duckdb"),
        ("{{ model.name }} {{ model['alias'] }} {{ model.resource_type }}", "m m model"),
        ("{{ config.get('materialized') }} {{ config.get('none', 'd') }}", "view d"),
        ("{{ execute }}", "True"), ("{{ is_incremental() }}", "False"),
        ("{{ adapter.quote('a\"b') }}", "\"a\"\"b\""),
        ("{{ adapter.dispatch('greet')('x') }}", "duck x"),
        ("{{ greet_all(['a', 'b']) }}", "duck a, duck b"),
        ("{{ shop.two() + 1 }}", "3"),
        (
            "{{ dbt.type_string() }} {{ dbt.dateadd('day', 1, 'd') }}",
            "TEXT (d + cast(1 as bigint) * interval 1 day)"
        ),
        ("{{ api.Relation.create(schema='s', identifier='i') }}", "\"s\".\"i\""),
        ("{{ api.Column('c', 'bigint').is_integer() }}", "True"),
        ("{{ tojson({'b': [1, none], 'a': true}) }}", "{\"b\": [1, null], \"a\": true}"),
        ("{{ fromjson('{\"a\": [1, 2.5, \"x\\\\u00e9\"]}').a[2] }}", "xé"),
        ("{{ fromyaml('a: [1, 2]').a | length }}", "2"),
        ("{{ toyaml({'a': 1}) }}", "a: 1"),
        (
            "{{ set([1, 2, 1]) | list }} {{ zip([1, 2], ['a', 'b']) | list }}",
            "[1, 2] [(1, 'a'), (2, 'b')]"
        ),
        ("{{ local_md5('hello') }}", "5d41402abc4b2a76b9719d911017c592"),
        ("{{ invocation_id }}", "run-1"),
        ("{{ run_started_at.strftime('%Y-%m-%d %H:%M') }}", "2023-11-14 22:13"),
        ("{{ modules.datetime.datetime.now().year }}", "2023"),
        ("{{ dbt_version.split('.')[0] }}", "1"), ("{{ flags.FULL_REFRESH }}", "False"),
        (
            "{{ graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | list | length }}",
            "2"
        ),
        (
            "{% set t = run_query('select 1 as a, 2 as b union all select 3, 4 order by 1') %}{{ t.columns[0].values() }} {{ t.columns['b'].values() | join('-') }} {{ t.rows[1]['a'] }} {{ t | length }} {% for r in t %}{{ r.a }}{{ r[1] }}{% endfor %}",
            "(1, 3) 2-4 3 2 1234"
        ),
        (
            "{% call statement('s', fetch_result=true) %}select 42 as a{% endcall %}{% set s = load_result('s') %}{{ s.table.rows[0][0] }} {{ s['data'][0][0] }}",
            "42 42"
        ),
        (
            "{{ adapter.get_columns_in_relation(ref('up')) | map(attribute='name') | join(',') }}",
            "a,b"
        ),
        (
            "{{ adapter.get_relation('memory', 'main', 'up').type }} {{ adapter.get_relation('memory', 'main', 'no') }}",
            "view None"
        ),
        ("{{ nowhere }}{{ nowhere is defined }}{{ {}.x }}", "False"),
    ])
    func templatesSee(_ template: String, _ expected: String) throws {
        let project = try TestProject([
            "dbt_project.yml": "name: shop\nvars: {a: 1, scoped: common, shop: {scoped: own}}\n",
            "models/up.sql": "select 1 as a, 'x' as b",
            "models/m.sql":
                "{# {{ ref('up') }} #}\(template)-- {{ ref('up').identifier ~ source('raw', 'a').schema ~ source('source_memories', 'memory').schema }}",
            "models/s.yml": """
            sources:
              - {name: raw, tables: [{name: a, identifier: tbl_a}]}
              - {name: source_memories, database: source_memories, schema: main, tables: [{name: memory}]}
            """,
            "macros/m.sql": """
            {% macro default__greet(x) %}hello {{ x }}{% endmacro %}
            {% macro duckdb__greet(x) %}duck {{ x }}{% endmacro %}
            {% macro greet_all(names) %}{% set out = [] %}{% for n in names %}{% do out.append(adapter.dispatch('greet', 'shop')(n)) %}{% endfor %}{{ return(out | join(', ')) }}{% endmacro %}
            {% macro two() %}{{ return(2) }}{% endmacro %}
            """,
        ])
        let options = LoadOptions(
            environment: ["HOME_TOWN": "Bath"],
            invocation: Invocation(
                id: "run-1", startedAt: Date(timeIntervalSince1970: 1_700_000_000)))
        let loaded = try Project.load(directory: project.directory, options: options)
        let runner = try Runner(project: loaded, profile: .inMemory, connection: project.connection)
        try runner.run(select: ["up"])
        let sql = try #require(try runner.compile(select: ["m"]).first).sql
        let text = sql.split(separator: "-- ", omittingEmptySubsequences: false)[0]
        #expect(text.trimmingCharacters(in: .newlines) == expected)
    }

    @Test func configsComeFromTheProjectThenThePropertiesThenTheFile() throws {
        let project = try TestProject([
            "dbt_project.yml": """
            name: shop
            models:
              +materialized: ephemeral
              +tags: [a]
              shop:
                marts:
                  materialized: table
                  +tags: b
                  +meta: {owner: x, level: 1}
                  m2: {+schema: two}
            """,
            "models/m0.sql": "select 1 as a", "models/marts/m1.sql": "select 1 as a",
            "models/marts/m2.sql": "{{ config(tags='d', meta={'level': 3}) }} select 1 as a",
            "models/s.yml": "models: [{name: m2, config: {materialized: view, tags: c}}]",
        ])
        let loaded = try project.load()
        #expect(loaded.node(named: "m0")?.materialization == .ephemeral)
        #expect(loaded.node(named: "m1")?.materialization == .table)
        let node = try #require(loaded.node(named: "m2"))
        #expect(node.materialization == .view)
        #expect(node.tags == ["a", "b", "c", "d"])
        #expect(node.relation.sql == "\"memory\".\"main_two\".\"m2\"")
        #expect(node.configuration["meta"]?.pythonText == "{'owner': 'x', 'level': 3}")
    }

    @Test func theNamingMacrosCanBeOverridden() throws {
        let project = try TestProject([
            "models/m.sql": "{{ config(schema='Own', alias='x') }} select 1 as a",
            "macros/n.sql": """
            {% macro generate_schema_name(custom_schema_name, node) -%}
                {{ custom_schema_name | lower if custom_schema_name else target.schema }}
            {%- endmacro %}
            {% macro generate_alias_name(custom_alias_name=none, node=none) -%}
                {{ node.name }}_{{ custom_alias_name }}
            {%- endmacro %}
            """,
        ])
        #expect(try project.runner().run().succeeded)
        #expect(try project.rows("select a from own.m_x") == [["1"]])
    }

    @Test func logsAndWarningsReachTheCaller() throws {
        let project = try TestProject([
            "models/m.sql":
                "{{ log('seen', info=true) }}{{ log('hidden') }}{% do exceptions.warn('careful') %} select 1 as a"
        ])
        try project.runner().run()
        #expect(project.messages == ["seen"])
        // As with dbt: while the project is read, and when the model runs.
        #expect(project.warnings == ["models/m.sql: careful", "models/m.sql: careful"])
        #expect(try project.load().messages == ["seen"])
    }

    @Test func aRefThatParsingDidNotSeeIsRefused() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as a",
            "models/b.sql":
                "{% if execute %}select * from {{ ref('a') }}{% else %}select 1{% endif %}",
        ])
        let error = try #require(try project.runner().run()["b"]?.error)
        #expect(error.code == .missingReference)
        #expect(error.hint?.contains("-- depends_on: {{ ref('a') }}") == true)
    }

    @Test func descriptionsAreKeptAndDocsResolved() throws {
        let project = try TestProject([
            "models/m.sql": "select 1 as a",
            "models/d.md": "{% docs long %}\nA *long* text.\n{% enddocs %}",
            "models/s.yml": """
            models:
              - name: m
                description: "{{ doc('long') }}"
                columns: [{name: a, description: the a}]
            """,
        ])
        let node = try #require(try project.load().node(named: "m"))
        #expect(node.description == "A *long* text.")
        #expect(node.columns.map(\.description) == ["the a"])
    }

    @Test func compiledSQLIsWrittenOnRequest() throws {
        let project = try TestProject(["models/x/m.sql": "select {{ 1 + 1 }} as a;\n"])
        let target = project.directory.appending(path: "target")
        try project.runner(options: RunOptions(compiledDirectory: target)).run()
        let text = try String(
            contentsOf: target.appending(path: "compiled/shop/models/x/m.sql"), encoding: .utf8)
        #expect(text == "select 2 as a")
    }
}
