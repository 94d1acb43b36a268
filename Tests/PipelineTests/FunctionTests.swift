import Jinja
import Pipeline
import Testing

/// Functions of the database that a project brings.
@Suite struct FunctionTests {
    private let files = [
        "functions/twice.sql": "a * {{ var('times', 2) }}",
        "functions/s.yml": """
        functions:
          - name: twice
            arguments: [{name: a, data_type: integer}]
            returns: {data_type: integer}
        """,
        "models/uses.sql": "select {{ function('twice') }}(4) as eight",
        "models/other.sql": "select 1 as id",
    ]

    private let macro = [
        "macros/f.sql": """
        {% macro duckdb__scalar_function_sql(target) %}
        create or replace macro {{ target }}({{ model.arguments | map(attribute='name') | join(', ') }})
        as ({{ model.compiled_code }}) {% endmacro %}
        """
    ]

    /// DuckDB has no CREATE FUNCTION, so it ends as with dbt.
    @Test func aFunctionThatDuckDBDoesNotHaveFailsAlone() throws {
        let project = try TestProject(files)
        let report = try project.runner().build()
        #expect(report["twice"]?.status == .error)
        #expect(report["twice"]?.message.contains("returns") == true)
        #expect(report["uses"]?.status == .skipped)
        #expect(report["other"]?.status == .success)
        #expect(try project.runner().run(select: ["other"]).succeeded)
        #expect(try project.compiled("uses").contains("\"twice\"(4)"))
    }

    @Test func aMacroOfTheProjectMakesIt() throws {
        let project = try TestProject(files.merging(macro) { $1 })
        let report = try project.runner().build()
        #expect(report.results.map(\.status) == [.success, .success, .success])
        #expect(report.results.map(\.name) == ["twice", "other", "uses"])
        #expect(try project.rows("select * from uses") == [["8"]])
        #expect(try project.runner().build(select: ["function:twice"]).results.count == 1)
    }

    @Test func aFunctionMayHaveTheNameOfAModel() throws {
        let project = try TestProject(
            files.merging(macro) { $1 }.merging(["models/twice.sql": "select 2 as n"]) { $1 })
        try project.write([
            "models/uses.sql": "select {{ function('twice') }}(n) from {{ ref('twice') }}"
        ])
        #expect(try project.runner().build().succeeded)
        #expect(try project.rows("select * from uses") == [["4"]])
    }
}
