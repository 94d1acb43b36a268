import Foundation
import JSON
import Testing

/// `dormouse pipeline debug`.
@Suite struct PipelineDebugTests {
    @Test func theChecksAreWordedAsDbtWordsThem() throws {
        let result = try PipelineHome().run("debug")
        #expect(result.code == 0, "\(result.output)")
        for line in [
            "  profiles.yml file [OK found and valid]",
            "  dbt_project.yml file [OK found and valid]",
            "  Connection test: [OK connection ok]", "All checks passed!",
        ] { #expect(result.lines.contains(line), "\(line)") }
    }

    @Test func everyVariableThatIsMissingIsTold() throws {
        let home = try PipelineHome([
            "models/a.sql": "select '{{ env_var('SHOP_A') }}' as a",
            "models/b.sql":
                "select '{{ env_var(\"SHOP_B\") }}' as b, '{{ env_var('SHOP_C', 'c') }}'",
        ])
        let result = try home.run("debug")
        #expect(result.code == 1)
        #expect(result.lines.contains("  SHOP_A [ERROR missing]"))
        #expect(result.lines.contains("  SHOP_B [ERROR missing]"))
        #expect(result.lines.contains("  SHOP_C [OK not set, has a default]"))
        #expect(result.output.contains("models/b.sql:1"))
    }

    @Test func extensionsAndAttachedDatabasesAreCheckedOneByOne() throws {
        let home = try PipelineHome([
            "profiles.yml": PipelineHome.profiles(
                """
                dev:
                  type: duckdb
                  path: shop.duckdb
                  extensions: [json, no_such_extension]
                  attach:
                    - {path: ':memory:', alias: spare}
                    - {path: missing.duckdb, alias: gone, read_only: true}
                """)
        ])
        let result = try home.run("debug")
        #expect(result.code == 1)
        #expect(result.lines.contains("  extension json [OK loaded]"), "\(result.output)")
        #expect(result.lines.contains("  extension no_such_extension [ERROR]"))
        #expect(result.lines.contains("  attached database spare [OK attached]"))
        #expect(result.lines.contains("  attached database gone [ERROR]"))
        let json = try home.run("debug", "--json").json()
        #expect(json["ok"]?.bool == false)
    }
}
