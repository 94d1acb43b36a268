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
}
