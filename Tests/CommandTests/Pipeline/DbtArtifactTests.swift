import Foundation
import Testing

/// The artifacts beside those of dbt itself, for the same project.
@Suite struct DbtArtifactTests {
    private static let python = CommandHome.checkout.appending(path: ".prefix/dbt/bin/python")
    private static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: python.path)
    }

    @Test(.enabled(if: isInstalled, "dbt is not installed: scripts/install-dbt"))
    func theArtifactsAreThoseOfDbt() throws {
        let home = try PipelineHome([
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
            exposures:
              - name: board
                type: dashboard
                maturity: high
                owner: {name: Ada, email: ada@example.org}
                depends_on:
                  - ref('customers')
                  - source('ext', 'raw_orders')
            """,
            "models/docs.md": "{% docs about %}\nAbout *it*.\n{% enddocs %}\n",
            "tests/no_negative.sql": "select * from {{ ref('customers') }} where total < 0",
            "analyses/look.sql": "select * from {{ ref('customers') }}",
        ])
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
}
