import Foundation
import Jinja
import Testing

@testable import Pipeline

/// Packages: installed below `dbt_packages`, or named by a local path.
@Suite struct PackageTests {
    /// A package with a macro of each sort, a seed, a model, a generic test, docs, variables and
    /// configs.
    static let tools = [
        "dbt_project.yml": """
        name: tools
        version: '1.0'
        require-dbt-version: [">=1.3.0", "<3.0.0"]
        models: {tools: {+materialized: table, +schema: kit, staging: {+tags: [kit]}}}
        vars: {common: package, tools: {own: package, over: package}}
        on-run-start: "create or replace table started as select '{{ var('own') }}' as own"
        some-key-of-another-version: 1
        """,
        "macros/m.sql": """
        {% macro greet(name) %}{{ return(adapter.dispatch('greet', 'tools')(name)) }}{% endmacro %}
        {% macro default__greet(name) %}hello {{ tools.shout(name) }}{% endmacro %}
        {% macro shout(name) %}{{ name | upper }}!{% endmacro %}
        {% macro quiet() %}{{ adapter.dispatch('quiet', macro_namespace='tools')() }}{% endmacro %}
        {% macro duckdb__quiet() %}duck{% endmacro %}
        {% macro default__quiet() %}any{% endmacro %}
        """,
        "macros/tests/t.sql": """
        {% test positive(model, column_name, above=0) %}
        select * from {{ model }} where {{ column_name }} <= {{ above }}
        {% endtest %}
        """,
        "models/staging/kit_model.sql":
            "select '{{ var('own') }} {{ var('over') }} {{ var('common') }}' as vars, n from {{ ref('kit_seed') }}",
        "models/shared.sql": "select 'package' as whose",
        "models/uses_shared.sql": "select * from {{ ref('tools', 'shared') }}",
        "models/models.yml": """
        models:
          - name: kit_model
            description: "{{ doc('kit') }}"
            columns: [{name: n, data_tests: [not_null, {positive: {arguments: {above: 0}}}]}]
        """,
        "models/docs.md": "{% docs kit %}from the kit{% enddocs %}",
        "seeds/kit_seed.csv": "n\n1\n2\n",
        "tests/kit_is_full.sql": "select 1 from {{ ref('kit_model') }} having count(*) <> 2",
    ]

    static func installed(_ files: [String: String], in folder: String = "dbt_packages/tools")
        -> [String: String]
    {
        Dictionary(uniqueKeysWithValues: files.map { ("\(folder)/\($0.key)", $0.value) })
    }

    static let root = [
        "packages.yml": "packages: [{package: owner/tools, version: 1.0.0}]\n",
        "dbt_project.yml": """
        name: shop
        vars: {tools: {over: root}}
        models: {tools: {staging: {+schema: moved}}}
        """,
        "models/m.sql": "select '{{ tools.greet('you') }} {{ tools.quiet() }}' as a, 1 as n",
        "models/all.sql": "select * from {{ ref('kit_model') }}, {{ ref('tools', 'shared') }}",
        "models/m.yml": """
        models:
          - {name: m, columns: [{name: n, data_tests: [tools.positive: {above: 0}]}]}
        """,
    ]

    @Test func packageIsLoadedWhole() throws {
        let project = try TestProject(Self.root.merging(Self.installed(Self.tools)) { $1 })
        let report = try project.runner().build()
        #expect(report.results.filter { $0.status != .success && $0.status != .pass }.isEmpty)
        #expect(report.results.filter { $0.kind != .operation }.count == 10)
        #expect(try project.rows("from m") == [["hello YOU! duck", "1"]])
        #expect(
            try project.rows("from main_moved.kit_model order by n")
                == [["package root package", "1"], ["package root package", "2"]])
        #expect(try project.rows("from main_kit.uses_shared") == [["package"]])
        #expect(try project.rows("from started") == [["package"]])
        let loaded = try project.load()
        let model = try #require(loaded.node("model.tools.kit_model"))
        #expect(model.description == "from the kit")
        #expect(model.tags == ["kit"])
        #expect(model.fqn == ["tools", "staging", "kit_model"])
        #expect(model.path == "models/staging/kit_model.sql")
        #expect(model.file == "dbt_packages/tools/models/staging/kit_model.sql")
        #expect(
            loaded.nodes.filter { $0.test != nil }.map(\.name).sorted() == [
                "not_null_kit_model_n", "positive_kit_model_0__n", "tools_positive_m_0__n",
            ])
        #expect(loaded.warnings.isEmpty)
    }

    @Test func projectOverridesWhatPackageDispatches() throws {
        let project = try TestProject(Self.root.merging(Self.installed(Self.tools)) { $1 })
        try project.write([
            "macros/o.sql": """
            {% macro default__greet(name) %}root {{ name }}{% endmacro %}
            {% macro shout(name) %}never{% endmacro %}
            """
        ])
        #expect(try project.compiled("m").contains("root you duck"))
        try project.write([
            "dbt_project.yml":
                "name: shop\ndispatch: [{macro_namespace: tools, search_order: [tools, shop]}]"
        ])
        #expect(try project.compiled("m").contains("hello YOU! duck"))
    }

    @Test func packageThatReplacesDbtsMacrosIsAskedWhereDispatchSays() throws {
        let files = Self.tools.merging([
            "macros/d.sql": "{% macro duckdb__type_string() %}blob{% endmacro %}"
        ]) { $1 }
        let project = try TestProject(Self.root.merging(Self.installed(files)) { $1 })
        try project.write(["models/m.sql": "select '{{ dbt.type_string() }}' as n"])
        #expect(try project.compiled("m") == "select 'TEXT' as n")
        try project.write([
            "dbt_project.yml":
                "name: shop\ndispatch: [{macro_namespace: dbt, search_order: [shop, tools, dbt]}]"
        ])
        #expect(try project.compiled("m") == "select 'blob' as n")
    }

    @Test func nodesOfOneNameInTwoPackages() throws {
        let project = try TestProject(Self.root.merging(Self.installed(Self.tools)) { $1 })
        try project.write(["models/shared.sql": "select 'root' as whose"])
        // Without a package's name, the project's own comes first, as in dbt.
        try project.write([
            "models/all.sql":
                "select a.whose, b.whose as other from {{ ref('shared') }} a, {{ ref('tools', 'shared') }} b"
        ])
        try project.runner().run()
        #expect(try project.rows("from \"all\"") == [["root", "package"]])
    }

    @Test func localPackageIsReadWhereItLies() throws {
        let base = Self.root.merging(Self.installed(Self.tools, in: "libraries/tools")) { $1 }
        let project = try TestProject(base)
        try project.write([
            "packages.yml": "packages:\n  - local: libraries/{{ env_var('LIBRARY', 'tools') }}\n",
            "libraries/tools/packages.yml": "packages: [{local: ../deeper}]",
            "libraries/deeper/dbt_project.yml": "name: deeper",
            "libraries/deeper/macros/d.sql": "{% macro deep() %}deep{% endmacro %}",
            "models/m.sql": "select '{{ deeper.deep() }}' as a, 1 as n",
        ])
        try project.runner().build()
        #expect(try project.rows("from m") == [["deep", "1"]])
        #expect(try project.rows("select count(*) from main_moved.kit_model") == [["2"]])
    }

    @Test func packageThatIsNotThereIsNamed() throws {
        for (text, name) in [
            (
                "packages:\n  - package: owner/tools\n    version: 1.0.0\n",
                "'tools' is not installed"
            ),
            (
                "packages:\n  - git: https://token@example.com/x.git\n",
                "by its address is not installed"
            ),
            ("packages:\n  - local: ../nowhere\n", "in '../nowhere' is not there"),
        ] {
            let project = try TestProject(["packages.yml": text])
            let error = try #require(project.loadError())
            #expect(error.code == .missingPackage)
            #expect(error.message.contains(name))
            #expect(error.file == "packages.yml" && error.line == 2)
            #expect(!error.description.contains("token"))
        }
        let project = try TestProject([
            "models/m.sql": "select 1 as n",
            "models/m.yml":
                "models: [{name: m, columns: [{name: n, data_tests: [dbt_utils.not_constant]}]}]",
        ])
        let report = try project.runner().build()
        let error = try #require(report.results.compactMap(\.error).first)
        #expect(error.code == .missingPackage)
        #expect(error.description.contains("'dbt_utils.not_constant'"))
        #expect(error.description.contains("pipeline deps"))
    }

    @Test func errorsInPackagesNameTheFile() throws {
        let broken = Self.tools.merging(["models/staging/kit_model.sql": "{{ nothing( }}"]) { $1 }
        let project = try TestProject(Self.root.merging(Self.installed(broken)) { $1 })
        let error = try #require(project.loadError())
        #expect(error.file == "dbt_packages/tools/models/staging/kit_model.sql")
        #expect(error.node == "kit_model")
        let twice = try TestProject(
            Self.installed(Self.tools).merging(Self.installed(Self.tools, in: "dbt_packages/t2")) {
                $1
            })
        #expect(twice.loadError()?.code == .duplicate)
    }

    @Test func variableThatIsMissingMattersOnlyWhereItIsUsed() throws {
        let project = try TestProject([
            "models/a.sql": "select '{{ var('day') }}' as day", "models/b.sql": "select 1 as n",
            "dbt_project.yml": "name: shop\nvars: {stamp: \"{{ target.name }}-1\"}",
            "models/c.sql": "select '{{ var('stamp') }}' as s",
        ])
        let report = try project.runner().run()
        #expect(report.results.map(\.status) == [.error, .success, .success])
        #expect(report.results[0].error?.code == .missingVariable)
        #expect(try project.rows("from c") == [["dev-1"]])
        #expect(try project.runner(variables: ["day": "x"]).run().results[0].status == .success)
    }
}

extension PackageTests {
    /// A package with the techniques of those that most projects use: see Tests/Projects/workshop.
    @Test func packageOfUtilitiesDoesItsWork() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Projects/workshop")
        let project = try TestProject([:])
        try FileManager.default.removeItem(at: project.directory)
        try FileManager.default.copyItem(at: folder, to: project.directory)
        let report = try project.runner().build()
        #expect(report.results.filter { $0.status == .error || $0.status == .skipped }.isEmpty)
        let tests = report.results.filter { $0.kind == .test && $0.status != .pass }
        #expect(
            tests.map { "\($0.status.rawValue) \($0.rows ?? 0) \($0.name)" }.sorted() == [
                "warn 1 toolbox_within_starred_x_id__3__1",
                "warn 2 toolbox_same_rows_latest_sales_ref_sales_",
            ])
        #expect(
            try project.rows("from spread order by sold_on") == [
                ["2024-01-01", "0", "10", "0"], ["2024-01-02", "5", "7", "0"],
                ["2024-01-03", "0", "0", "2"],
            ])
        #expect(
            try project.rows("from found")
                == [["returns,sales", "4", "24", "d", "_1_big_name"]])
        #expect(try project.rows("select count(*), count(reason) from stacked") == [["6", "2"]])
        #expect(try project.rows("select count(*) from days") == [["4"]])
    }
}
