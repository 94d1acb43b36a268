import Foundation
import Testing

@testable import Pipeline

/// What properties files say beside models: who uses them, who owns them, how old sources may be.
@Suite struct FactsTests {
    @Test func exposuresLeadToWhatTheyUse() throws {
        let project = try TestProject([
            "models/m.sql": "select * from {{ source('raw', 'a') }}",
            "models/s.yml": """
            sources: [{name: raw, tables: [{name: a}]}]
            groups: [{name: finance, owner: {name: F, email: f@x.org}}]
            exposures:
              - name: weekly
                type: dashboard
                label: Weekly
                owner: {email: a@x.org}
                depends_on: [ref('m'), "source('raw', 'a')"]
            """,
        ]).load()
        #expect(project.exposures.map(\.id) == ["exposure.shop.weekly"])
        #expect(project.exposures[0].parents == ["model.shop.m", "source.shop.raw.a"])
        #expect(project.groups.map(\.id) == ["group.shop.finance"])
        #expect(project.node(named: "m")?.uses == [.source("raw", table: "a")])
    }

    @Test(arguments: [
        ("exposures: [{name: e, type: dashboards}]", "Did you mean 'dashboard'?"),
        (
            "exposures: [{name: e, type: ml, owner: {email: a@x.org}, depends_on: [ref('n')]}]",
            "leads to nothing"
        ),
        ("groups: [{name: g}]", "needs an owner"),
        ("models: [{name: m, constraints: [{type: uniqe}]}]", "Did you mean 'unique'?"),
    ])
    func mistakesAreNamed(_ yaml: String, _ says: String) throws {
        let project = try TestProject(["models/m.sql": "select 1 as a", "models/s.yml": yaml])
        let error = try #require(project.loadError())
        #expect(error.description.contains(says), "\(error)")
        #expect(error.file == "models/s.yml")
        #expect(error.line == 1)
    }

    @Test func aTablesFreshnessIsMergedIntoItsGroups() throws {
        let project = try TestProject([
            "models/s.yml": """
            sources:
              - name: raw
                loaded_at_field: at
                freshness: {warn_after: {count: 1, period: hour}, filter: x > 1}
                tables:
                  - name: a
                  - name: b
                    freshness: {error_after: {count: 2, period: day}}
                  - name: c
                    freshness: null
                  - name: d
                    config: {freshness: {warn_after: {count: 3}}, loaded_at_query: select 1}
            """
        ]).load()
        let hour = Freshness.Age(count: 1, period: .hour)
        let day = Freshness.Age(count: 2, period: .day)
        #expect(
            project.sources.map(\.freshness) == [
                Freshness(warnAfter: hour, filter: "x > 1"),
                Freshness(warnAfter: hour, errorAfter: day, filter: "x > 1"), nil,
                Freshness(
                    warnAfter: Freshness.Age(count: 3, period: .hour), filter: "x > 1"),
            ])
        #expect(project.sources.map(\.loadedAtField) == ["at", "at", "at", nil])
        #expect(project.sources[3].loadedAtQuery == "select 1")
    }

    @Test func aSourceMayLieOutsideOfTheDatabase() throws {
        let project = try TestProject([
            "data/a.csv": "x,y\n1,2\n",
            "models/m.sql": "select * from {{ source('raw', 'a') }}",
            "models/n.sql": "select * from {{ source('raw', 'b') }}",
        ])
        try project.write([
            "models/s.yml": """
            sources:
              - name: raw
                meta: {external_location: "\(project.directory.path)/data/{name}.csv"}
                tables:
                  - name: a
                  - name: b
                    config:
                      external_location: "read_csv('\(project.directory.path)/data/a.csv')"
            """
        ])
        #expect(try project.runner().run().succeeded)
        #expect(try project.rows("select * from m, n") == [["1", "2", "1", "2"]])
    }
}
