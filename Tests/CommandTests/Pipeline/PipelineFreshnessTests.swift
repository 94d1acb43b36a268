import Foundation
import JSON
import Testing

/// `dormouse pipeline source freshness`.
@Suite struct PipelineFreshnessTests {
    private static let sources = """
        sources:
          - name: ext
            schema: main
            config:
              freshness: {warn_after: {count: 12, period: hour}, error_after: {count: 2, period: day}}
            tables:
              - {name: raw_new, config: {loaded_at_field: loaded}}
              - {name: raw_old, config: {loaded_at_field: "loaded::timestamp"}}
              - {name: raw_free, config: {freshness: null}}
        """

    @Test func oldSourcesEndWith1() throws {
        let home = try PipelineHome([
            "models/sources.yml": Self.sources,
            "seeds/raw_new.csv": "id,loaded\n1,2999-01-01 00:00:00\n",
            "seeds/raw_old.csv": "id,loaded\n1,2020-01-01 00:00:00\n",
        ])
        try home.run("seed")
        let result = try home.run("source", "freshness")
        #expect(result.code == 1)
        #expect(result.output.contains("1 of 2 PASS freshness of ext.raw_new "))
        #expect(result.output.contains("2 of 2 ERROR STALE freshness of ext.raw_old "))
        let document = try JSON.parse(try home.text("target/sources.json"))
        let old = document["results"]?[1]
        #expect(old?["status"]?.string == "error")
        #expect(old?["max_loaded_at"]?.string == "2020-01-01T00:00:00.000000Z")
        #expect(old?["criteria"]?["error_after"] == ["count": 2, "period": "day"])
        let chosen = try home.run("source", "freshness", "-s", "source:ext.raw_new")
        #expect(chosen.code == 0, "\(chosen.errors)")
    }

    @Test func aSourceThatCannotBeAskedIsAnError() throws {
        let home = try PipelineHome(["models/sources.yml": Self.sources])
        let result = try home.run("source", "freshness", "-s", "source:ext.raw_new")
        #expect(result.code == 1)
        #expect(
            result.output.contains("[ERROR]: ext.raw_new (models/sources.yml:7)"),
            "\(result.output)")
    }

    /// As with dbt, unless a flag says otherwise.
    @Test func hooksOfTheRunAreRunTooAndCount() throws {
        let project = "name: shop\nprofile: shop\non-run-end: ['select nope']\n"
        let home = try PipelineHome([
            "dbt_project.yml": project, "models/sources.yml": Self.sources,
            "seeds/raw_new.csv": "id,loaded\n1,2999-01-01 00:00:00\n",
        ])
        try home.run("seed")
        let words = ["source", "freshness", "-s", "source:ext.raw_new"]
        let result = try home.run(words[0], words[1], words[2], words[3])
        #expect(result.code == 1)
        #expect(result.output.contains("[ERROR] in a hook:"), "\(result.output)")
        let quiet = try PipelineHome([
            "dbt_project.yml": project + "flags: {source_freshness_run_project_hooks: false}\n",
            "models/sources.yml": Self.sources,
            "seeds/raw_new.csv": "id,loaded\n1,2999-01-01 00:00:00\n",
        ])
        try quiet.run("seed")
        #expect(try quiet.run(words[0], words[1], words[2], words[3]).code == 0)
    }

    /// Every line of `--log-format json` is an event of dbt's, with its name and code.
    @Test func whatIsToldAsEventsIsNothingElse() throws {
        let home = try PipelineHome([
            "dbt_project.yml": "name: shop\nprofile: shop\non-run-start: ['select 1']\n",
            "models/sources.yml": Self.sources, "models/m.sql": "select 1 as id",
            "seeds/raw_new.csv": "id,loaded\n1,2999-01-01 00:00:00\n",
            "seeds/raw_old.csv": "id,loaded\n1,2020-01-01 00:00:00\n",
        ])
        func names(_ words: String...) throws -> [String] {
            let result = try home.home.start(
                CommandHome.program,
                ["pipeline"] + words
                    + ["--log-format", "json", "--project-dir", home.project.path]
            ).wait()
            return try result.lines.map { line in
                try #require(try JSON.parse(line)["info"]?["name"]?.string, "\(line)")
            }
        }
        #expect(try names("seed").filter { $0.hasPrefix("LogHook") }.count == 2)
        #expect(
            try names("source", "freshness").suffix(7) == [
                "LogHookStartLine", "LogHookEndLine", "LogStartLine", "LogFreshnessResult",
                "LogStartLine", "LogFreshnessResult", "FreshnessCheckComplete",
            ])
        #expect(try names("compile", "-s", "m").last == "CompiledNode")
        #expect(try names("show", "-s", "m").last == "ShowNode")
        #expect(
            try names("ls", "-s", "m") == ["MainReportVersion", "FoundStats", "PrintEvent"])
    }
}
