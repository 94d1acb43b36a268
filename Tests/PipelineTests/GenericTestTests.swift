import DuckDB
import Testing

@testable import Pipeline

@Suite struct GenericTestTests {
    private static let models = [
        "models/orders.sql":
            "select * from (values (1, 10, 'new'), (2, 20, 'done'), (2, null, 'lost')) t(id, customer, status)",
        "models/customers.sql": "select 10 as id",
    ]

    /// Runs one test of `orders`, written under a column or under the model.
    private func result(_ yaml: String, column: String? = "id") throws -> NodeResult {
        var files = Self.models
        let indented = yaml.split(separator: "\n").map {
            (column == nil ? "      " : "          ") + $0
        }
        .joined(separator: "\n")
        files["models/schema.yml"] =
            "models:\n  - name: orders\n"
            + (column.map { "    columns:\n      - name: \($0)\n        data_tests:\n" }
                ?? "    tests:\n")
            + indented
        let project = try TestProject(files)
        let runner = try project.runner()
        try runner.run()
        let report = try runner.test()
        return try #require(report.results.first)
    }

    @Test(arguments: [
        ("id", "- not_null", "not_null_orders_id", NodeResult.Status.pass, 0),
        ("customer", "- not_null", "not_null_orders_customer", .fail, 1),
        ("id", "- unique", "unique_orders_id", .fail, 1),
        ("customer", "- unique", "unique_orders_customer", .pass, 0),
        (
            "status", "- accepted_values: {values: [new, done, lost]}",
            "accepted_values_orders_status__new__done__lost", .pass, 0
        ),
        (
            "status", "- accepted_values: {arguments: {values: [new]}}",
            "accepted_values_orders_status__new", .fail, 2
        ),
        (
            "id", "- accepted_values: {values: [1, 2], quote: false}",
            "accepted_values_orders_id__False__1__2", .pass, 0
        ),
        (
            "customer", "- relationships: {to: ref('customers'), field: id}",
            "relationships_orders_customer__id__ref_customers_", .fail, 1
        ),
        ("id", "- unique: {severity: warn}", "unique_orders_id", .warn, 1),
        (
            "id", "- unique: {config: {severity: WARN, where: \"status <> 'lost'\"}}",
            "unique_orders_id", .pass, 0
        ),
        ("id", "- unique: {config: {where: \"status = 'x'\"}}", "unique_orders_id", .pass, 0),
        (
            "customer", "- not_null: {config: {error_if: '> 5', warn_if: '> 0'}}",
            "not_null_orders_customer", .warn, 1
        ),
        (
            "status", "- accepted_values: {values: [new], config: {limit: 1}}",
            "accepted_values_orders_status__new", .fail, 1
        ),
        ("id", "- {name: mine, test_name: not_null}", "mine", .pass, 0),
        ("id", "- unique: {name: other}", "other", .fail, 1),
    ])
    func testsFindWhatBreaksTheRule(
        _ column: String, _ yaml: String, _ name: String, _ status: NodeResult.Status, _ rows: Int
    ) throws {
        let result = try result(yaml, column: column)
        #expect(result.name == name)
        #expect(
            result.status == status,
            "\(result.error.map(String.init(describing:)) ?? result.message)")
        #expect(result.rows == rows)
    }

    @Test func theProjectsOwnGenericTestsRun() throws {
        var files = Self.models
        files["tests/generic/above.sql"] = """
            {% test above(model, column_name, floor=0) %}
            select * from {{ model }} where {{ column_name }} <= {{ floor }}
            {% endtest %}
            """
        files["models/schema.yml"] = """
            models:
              - name: orders
                columns:
                  - name: id
                    tests: [above, {above: {floor: 1}}]
            """
        let runner = try TestProject(files).runner()
        try runner.run()
        let report = try runner.test()
        #expect(report.results.map(\.status) == [.pass, .fail])
    }

    @Test func singularTestsAndTestsOfSourcesRun() throws {
        let project = try TestProject([
            "models/schema.yml": """
            sources:
              - name: raw
                schema: main
                tables:
                  - name: events
                    identifier: tbl_events
                    columns: [{name: id, tests: [not_null]}]
            """,
            "tests/no_two.sql": "select * from {{ source('raw', 'events') }} where id = 2",
        ])
        try project.connection.execute("create table tbl_events as select unnest([1, 2]) as id")
        let report = try project.runner().test()
        #expect(report["no_two"]?.status == .fail)
        #expect(report["source_not_null_raw_events_id"]?.status == .pass)
    }

    @Test func idsAreThoseOfDbt() throws {
        // As dbt writes them into the manifest of its own example project.
        let project = try TestProject([
            "dbt_project.yml": "name: jaffle_shop\n",
            "models/customers.sql": "select 1 as customer_id",
            "models/orders.sql": "select 1 as order_id, 1 as customer_id, 'placed' as status",
            "models/schema.yml": """
            models:
              - name: orders
                columns:
                  - name: order_id
                    tests: [unique]
                  - name: customer_id
                    tests:
                      - relationships: {to: ref('customers'), field: customer_id}
                  - name: status
                    tests:
                      - accepted_values:
                          values: [placed, shipped, completed, return_pending, returned]
            """,
        ])
        let ids = try project.load().nodes.filter { $0.kind == .test }.map(\.id)
        #expect(
            Set(ids) == [
                "test.jaffle_shop.unique_orders_order_id.fed79b3a6e",
                "test.jaffle_shop.relationships_orders_customer_id__customer_id__ref_customers_"
                    + ".c6ec7f58f2",
                "test.jaffle_shop.accepted_values_orders_status__placed__shipped__completed__"
                    + "return_pending__returned.be6b5b5ec3",
            ])
    }

    @Test func buildSkipsWhatFollowsAFailedTest() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as id union all select 1",
            "models/b.sql": "select * from {{ ref('a') }}",
            "models/c.sql": "select 2 as id",
            "models/schema.yml": "models: [{name: a, columns: [{name: id, tests: [unique]}]}]",
        ])
        let report = try project.runner().build()
        #expect(report["unique_a_id"]?.status == .fail)
        #expect(report["b"]?.status == .skipped)
        #expect(report["c"]?.status == .success)
    }

    @Test(arguments: [
        ("not_nul", PipelineError.Code.missingReference, "Did you mean 'not_null'?"),
        ("dbt_utils.at_least_one", .missingPackage, "`dormouse pipeline deps`"),
    ])
    func aTestWhoseMacroDoesNotExistFailsAlone(
        _ name: String, _ code: PipelineError.Code, _ hint: String
    ) throws {
        let project = try TestProject([
            "models/orders.sql": "select 1 as id",
            "models/schema.yml":
                "models: [{name: orders, columns: [{name: id, tests: [\(name), unique]}]}]",
        ])
        let report = try project.runner().build()
        #expect(report.count(.error) == 1)
        #expect(report["unique_orders_id"]?.status == .pass)
        let error = try #require(report.results.compactMap(\.error).first)
        #expect(error.code == code)
        #expect(error.hint?.contains(hint) == true, "\(error)")
        #expect(error.file == "models/schema.yml")
    }

    @Test(arguments: [
        ("tests: [{unique: {}, not_null: {}}]", PipelineError.Code.configuration, ""),
        ("tests: [{unique: {model: x}}]", .configuration, ""),
        ("tests: [unique]\n        data_tests: [not_null]", .configuration, ""),
    ])
    func aBadTestIsRefusedWithItsLine(
        _ yaml: String, _ code: PipelineError.Code, _ hint: String
    ) throws {
        let project = try TestProject([
            "models/orders.sql": "select 1 as id",
            "models/schema.yml":
                "models:\n  - name: orders\n    columns:\n      - name: id\n        \(yaml)\n",
        ])
        let error = try #require(project.loadError())
        #expect(error.code == code, "\(error)")
        #expect(error.file == "models/schema.yml")
        #expect(error.line == 5)
        #expect(error.hint?.contains(hint) ?? hint.isEmpty)
    }

    /// As with dbt: tests of packages often read what a project leaves out.
    @Test func aTestOfWhatIsMissingIsLeftOutWithAWarning() throws {
        let project = try TestProject([
            "models/orders.sql": "select 1 as id",
            "models/s.yml": """
            models:
              - name: orders
                columns:
                  - name: id
                    data_tests: [unique, {relationships: {to: ref('order'), field: id}}]
            """,
            "tests/one.sql": "select * from {{ source('raw', 'x') }}",
        ])
        let loaded = try project.load()
        #expect(loaded.nodes.map(\.name) == ["orders", "unique_orders_id"])
        #expect(loaded.warnings.count == 2, "\(loaded.warnings)")
        #expect(
            loaded.warnings.contains {
                $0.file == "models/s.yml" && $0.line == 5
                    && $0.message.contains("Did you mean 'orders'?")
            }, "\(loaded.warnings)")
    }
}
