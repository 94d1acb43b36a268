import DuckDB
import Foundation
import Testing

@testable import Pipeline

@Suite struct ModelVersionTests {
    private func beers(_ more: [String: String] = [:], latest: String = "") -> [String: String] {
        [
            "models/beers_v1.sql": "select 1 as version",
            "models/beers_v2.sql": "select 2 as version",
            "models/next.sql": "select 3 as version",
            "models/beers.yml": """
            models:
              - name: beers
                \(latest)
                columns:
                  - name: version
                    data_tests: [not_null]
                versions:
                  - v: 1
                  - v: 2
                    config: {alias: second}
                    columns: [{include: all, exclude: [version]}]
                  - {v: 3, defined_in: next}
            """,
            "models/reader.sql": "select * from {{ ref('beers') }}",
        ].merging(more) { $1 }
    }

    @Test func theLatestVersionIsWhatARefMeansThatNamesNone() throws {
        let project = try TestProject(beers())
        #expect(try project.runner().build().succeeded)
        #expect(try project.rows("select * from reader") == [["3"]])
        #expect(try project.rows("select * from beers_v1") == [["1"]])
        #expect(try project.rows("select * from second") == [["2"]])
        #expect(try project.rows("select * from beers_v3") == [["3"]])
        let ids = try project.load().nodes.filter { $0.kind == .model }.map(\.id).sorted()
        #expect(
            ids == [
                "model.shop.beers.v1", "model.shop.beers.v2", "model.shop.beers.v3",
                "model.shop.reader",
            ])
        let tests = try project.load().nodes.filter { $0.kind == .test }.map(\.name).sorted()
        #expect(tests == ["not_null_beers_v1_version", "not_null_beers_v3_version"])
    }

    @Test(arguments: [
        ("ref('beers', v=1)", "1"), ("ref('beers', version=2)", "2"), ("ref('beers', v='3')", "3"),
        ("ref('shop', 'beers', v=1)", "1"), ("ref('beers')", "2"),
    ])
    func aRefMayNameAVersion(_ ref: String, _ version: String) throws {
        let project = try TestProject(
            beers(
                ["models/reader.sql": "select * from {{ \(ref) }}"], latest: "latest_version: 2"))
        #expect(try project.runner().run().succeeded)
        #expect(try project.rows("select * from reader") == [[version]])
    }

    @Test func aVersionThatIsNotThereIsNamedWithThoseThatAre() throws {
        let project = try TestProject(
            beers(["models/reader.sql": "select * from {{ ref('beers', v=9) }}"]))
        let error = project.loadError()
        #expect(error?.code == .missingReference)
        #expect(error?.message.contains("has no version 9") == true)
        #expect(error?.hint == "It has 1, 2, 3.")
    }

    @Test(arguments: [
        ("version:latest", ["beers.v2"]), ("version:old", ["beers.v1"]),
        ("version:prerelease", ["beers.v3"]), ("version:none", ["reader"]),
        ("beers", ["beers.v1", "beers.v2", "beers.v3"]), ("beers.v1", ["beers.v1"]),
        ("beers_v3", ["beers.v3"]),
    ])
    func versionsAreSelected(_ word: String, _ names: [String]) throws {
        let project = try TestProject(beers(latest: "latest_version: 2"))
        let nodes = try project.runner().list(select: [word]).filter { $0.kind == .model }
        #expect(nodes.map(\.searchName).sorted() == names)
    }

    @Test func aVersionHasItsOwnConfigAndDescriptionOverTheModels() throws {
        let project = try TestProject(
            beers([
                "models/beers.yml": """
                models:
                  - name: beers
                    description: all
                    config: {materialized: table, meta: {a: 1, b: 1}}
                    versions:
                      - v: 1
                      - {v: 2, description: mine, config: {materialized: view, meta: {b: 2}}}
                """
            ]))
        let nodes = try project.load().nodes.filter { $0.name == "beers" }
            .sorted { $0.id < $1.id }
        #expect(nodes.map(\.description) == ["all", "mine"])
        #expect(nodes.map(\.materialization) == [.table, .view])
        #expect(nodes[1].configuration["meta"]?.pythonText == "{'a': 1, 'b': 2}")
    }

    @Test func aViewPointsToTheLatestVersionWhereThatIsAskedFor() throws {
        var files = beers()
        files["models/beers.yml"]! += "        config: {latest_version_pointer: {enabled: true}}\n"
        files["models/beers.yml"] = files["models/beers.yml"]!.replacing(
            "- {v: 3, defined_in: next}",
            with: "- {v: 3, defined_in: next, config: {latest_version_pointer: {enabled: true}}}"
        ).replacing("        config: {latest_version_pointer: {enabled: true}}\n", with: "")
        let project = try TestProject(files)
        #expect(try project.runner().run().succeeded)
        #expect(try project.rows("select * from beers") == [["3"]])
    }

    @Test func aModelIsDeprecatedFromItsDateOn() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as x", "models/b.sql": "select * from {{ ref('a') }}",
            "models/a.yml": "models: [{name: a, deprecation_date: 2030-01-02}]",
        ])
        let load = LoadOptions(
            invocation: Invocation(
                id: "i", startedAt: try Date("2031-01-01T00:00:00Z", strategy: .iso8601)))
        let warnings = try Project.load(directory: project.directory, options: load).warnings
            .map(\.message)
        #expect(warnings.count == 2)
        #expect(warnings.allSatisfy { $0.contains("2030-01-02T00:00:00+00:00") })
        #expect(try project.load().warnings.map(\.message).count == 1)
    }
}
