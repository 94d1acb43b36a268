import Foundation
import JSON
import Testing

/// `retry` does the last command again, as it was called.
@Suite struct PipelineRetryTests {
    private func home() throws -> PipelineHome {
        try PipelineHome([
            "models/flaky.sql": """
            {{ config(materialized='table') }}
            select {{ var('q') }} as q, '{{ var('word', 'none') }}' as word,
                '{{ target.name }}' as target, {{ flags.FULL_REFRESH | int }} as anew
            """,
            "models/below.sql": """
            {{ config(materialized='table') }} select * from {{ ref('flaky') }}
            """,
            "profiles.yml": """
            shop:
              target: dev
              outputs:
                dev: {type: duckdb, path: shop.duckdb}
                prod: {type: duckdb, path: prod.duckdb}
            """,
            "macros/op.sql": """
            {% macro op(word) %}{% do log('says ' ~ word, info=true) %}
                {{ exceptions.raise_compiler_error('no') if var('q') == 'x' }}{% endmacro %}
            """,
        ])
    }

    private let broken = "{q: \"error('no')\", word: hello}"

    @Test func itHasTheTargetTheVariablesAndTheFlagsOfThatRun() throws {
        let home = try home()
        let first = try home.run(
            "run", "-s", "flaky+", "--target", "prod", "--full-refresh", "--vars", broken)
        #expect(first.code == 1)
        let again = try home.run("retry")
        #expect(again.code == 1 && again.output.contains("target='prod'"), "\(again.output)")
        // Variables that are given stand in the place of those, and the rest is as it was.
        let mended = try home.run("retry", "--vars", "{q: 2, word: again}")
        #expect(mended.code == 0, "\(mended.output)\(mended.errors)")
        #expect(mended.lines.last?.contains("PASS=2") == true)
        let shown = try home.run(
            "show", "--target", "prod", "--inline", "select * from {{ ref('below') }}", "--output",
            "json")
        let row = try JSON.parse(shown.output)["show"]?[0]
        #expect(row?["word"]?.string == "again" && row?["target"]?.string == "prod")
        #expect(row?["anew"]?.int == 1)
    }

    @Test func aValueThatIsKeptSecretIsAskedFor() throws {
        let home = try home()
        let first = try home.run(
            "run", "-s", "flaky", "--vars", "{q: \"error('no')\", api_token: t0psecret}")
        #expect(first.code == 1)
        let again = try home.run("retry")
        #expect(again.code == 2 && again.errors.contains("'api_token'"), "\(again.errors)")
        #expect(again.errors.contains("retry --vars"))
        #expect(try home.run("retry", "--vars", "{q: 1, api_token: t0psecret}").code == 0)
    }

    @Test func anOperationIsCalledAgainWithItsArguments() throws {
        let home = try home()
        let first = try home.run(
            "run-operation", "op", "--args", "{word: hi}", "--vars", "{q: x}")
        #expect(first.code == 1)
        #expect(try home.run("retry").code == 1)
        let mended = try home.run("retry", "--vars", "{q: 1}")
        #expect(mended.code == 0 && mended.output.contains("says hi"), "\(mended.output)")
        #expect(try home.run("retry").errors.contains("Nothing to do"))
    }

    @Test(arguments: ["--help", "--profiles-dir=/nowhere", "-s", "--"])
    func theNameOfAMacroIsNeverAnOption(_ name: String) throws {
        let home = try home()
        #expect(try home.run("run-operation", "op", "--args", "{word: hi}").code != 0)
        let file = home.project.appending(path: "target/run_results.json")
        var results = try JSON.parse(String(contentsOf: file, encoding: .utf8)).object ?? [:]
        var arguments = results["args"]?.object ?? [:]
        arguments["macro"] = .string(name)
        results["args"] = .object(arguments)
        try JSON.object(results).text().write(to: file, atomically: true, encoding: .utf8)
        let again = try home.run("retry")
        #expect(again.code == 2 && again.errors.contains("'\(name)'"), "\(again.errors)")
    }

    @Test func whatCannotBeRetriedIsNamed() throws {
        let home = try home()
        #expect(try home.run("show", "--inline", "select 1").code == 0)
        let again = try home.run("retry")
        #expect(again.code == 2 && again.errors.contains("the last command was 'show'"))
    }
}
