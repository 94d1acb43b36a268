import Foundation
import Testing

/// The artifacts beside those of dbt itself, for the same project.
@Suite struct DbtArtifactTests {
    private static let python = CommandHome.checkout.appending(path: ".prefix/dbt/bin/python")
    private static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: python.path)
    }

    private static let files = [
        "macros/cents.sql": "{% macro cents(x) %}({{ x }} * 100){% endmacro %}",
        "models/customers.sql": """
        {{ config(materialized='table', tags=['mart'], meta={'owner': 'ada'}) }}
        select customer, {{ cents('sum(amount)') }} as total
        from {{ ref('stg_orders') }} group by 1
        """,
        "models/nested/inc.sql": """
        {{ config(materialized='incremental', unique_key='order_id', alias='increments') }}
        select * from {{ ref('stg_orders') }}
        {% if is_incremental() %} where order_id > 1 {% endif %}
        """,
        "models/eph.sql": "{{ config(materialized='ephemeral') }} select 1 as one",
        "models/more.yml": """
        version: 2
        models:
          - name: inc
            description: "{{ doc('about') }}"
            config: {tags: [slow], grants: {}}
            columns: [{name: order_id, data_type: integer, meta: {unit: none}, quote: true}]
          - name: eph
            columns:
              - name: one
                data_tests:
                  - accepted_values: {arguments: {values: [1], quote: false}}
                  - relationships:
                      arguments: {to: ref('stg_orders'), field: order_id}
                      config: {severity: warn}
        sources:
          - name: ext
            description: From elsewhere.
            schema: main
            tables:
              - name: raw_orders
                description: Orders.
                config:
                  freshness: {warn_after: {count: 1, period: day}}
                  loaded_at_field: "now()"
                columns: [{name: id, data_tests: [not_null]}]
              - name: raw_free
                quoting: {identifier: false}
                config: {freshness: null}
        exposures:
          - name: board
            type: dashboard
            maturity: high
            owner: {name: Ada, email: ada@example.org}
            depends_on:
              - ref('customers')
              - source('ext', 'raw_orders')
        """,
        "snapshots/kept.yml": """
        snapshots:
          - name: kept
            relation: ref('stg_orders')
            config: {unique_key: order_id, strategy: check, check_cols: all}
        """,
        "snapshots/pair.sql": """
        {% snapshot first %}{{ config(strategy='check', check_cols='all', unique_key='order_id') }}
        select * from {{ ref('stg_orders') }}{% endsnapshot %}
        {% snapshot second %}
        {{ config(strategy='check', check_cols=['amount'], unique_key='order_id') }}
        select * from {{ ref('stg_orders') }}
        {% endsnapshot %}
        """,
        "models/docs.md": "{% docs about %}\nAbout *it*.\n{% enddocs %}\n",
        "tests/no_negative.sql": "select * from {{ ref('customers') }} where total < 0",
        "analyses/look.sql": "select * from {{ ref('customers') }}",
    ]

    @Test(.enabled(if: isInstalled, "dbt is not installed: scripts/install-dbt"))
    func theArtifactsAreThoseOfDbt() throws {
        let home = try PipelineHome(Self.files)
        // Twice, because a source is a seed.
        try home.run("seed")
        try home.run("build")
        try home.run("docs", "generate", "--no-compile")
        try home.run("source", "freshness")
        let target = home.project.appending(path: "target").path
        #expect(home.exists("target/sources.json"))
        let script = CommandHome.checkout.appending(
            path: "Tests/CommandTests/Pipeline/compare_artifacts.py")
        let result = try home.home.start(
            Self.python.path, [script.path, home.project.path, target],
            environment: ["DBT_SEND_ANONYMOUS_USAGE_STATS": "0"]
        ).wait()
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output == "", "\(result.output)")
    }

    /// Each takes the other's manifest as the state of an earlier run in which nothing differed.
    @Test(.enabled(if: isInstalled, "dbt is not installed: scripts/install-dbt"))
    func statesCanBeExchangedWithDbt() throws {
        let home = try PipelineHome(Self.files)
        func dbt(_ arguments: [String]) throws -> CommandHome.Result {
            try home.home.start(
                CommandHome.checkout.appending(path: ".prefix/dbt/bin/dbt").path,
                ["--quiet"] + arguments
                    + [
                        "--project-dir", home.project.path, "--profiles-dir", home.project.path,
                    ], environment: ["DBT_SEND_ANONYMOUS_USAGE_STATS": "0"]
            ).wait()
        }
        func keep(_ name: String) throws -> String {
            let kept = home.project.appending(path: name)
            try FileManager.default.moveItem(
                at: home.project.appending(path: "target"), to: kept)
            return kept.path
        }
        #expect(try home.run("parse").code == 0)
        let ours = try keep("ours")
        #expect(try dbt(["parse"]).code == 0)
        let theirs = try keep("theirs")

        let seen = try home.run("ls", "-s", "state:modified", "--state", theirs)
        #expect(seen.code == 0 && seen.output == "", "\(seen.output)\(seen.errors)")
        // Generic tests, and `inc`, call macros of dbt, whose text only its own manifest has.
        let types = ["model", "seed", "source", "exposure"].flatMap { ["--resource-type", $0] }
        func modified() throws -> String {
            try dbt(["ls", "-s", "state:modified", "--exclude", "inc", "--state", ours] + types)
                .output
        }
        let unchanged = try modified()
        #expect(unchanged == "")

        try home.write(["models/eph.sql": "{{ config(materialized='ephemeral') }} select 2 as one"])
        let changed = try home.run(
            "ls", "-s", "state:modified", "--state", theirs, "--resource-type", "model")
        #expect(changed.output == "shop.eph\n", "\(changed.errors)")
        let one = try modified()
        #expect(one == "shop.eph\n")
    }
}
