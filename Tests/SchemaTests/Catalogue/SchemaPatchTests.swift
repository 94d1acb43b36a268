import Foundation
import JSON
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Schema

/// What is written turns one database into the other, on a real server.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct SchemaPatchTests {
    /// The catalogue after the statements that lead from one to the other, or why they failed.
    private func apply(
        from before: Catalogue, to after: Catalogue, on connection: BlockingConnection
    )
        throws -> Catalogue
    {
        let patch = SchemaPatch(CatalogueDifference(from: before, to: after))
        #expect(patch.byHand == [])
        do {
            try connection.transaction {
                for statement in patch.statements {
                    do {
                        try connection.query(PostgresQuery(unescaped: statement.sql))
                    } catch {
                        throw SchemaError(.replay, "\(error)\nof\n\(patch.script)")
                    }
                }
            }
        }
        return try CatalogueInspection.read(connection)
    }

    private func expectEqual(_ one: Catalogue, _ other: Catalogue, _ what: String = "") {
        let changes = CatalogueDifference(from: one, to: other).sorted
        for change in changes {
            let facts = change.facts.map {
                "\($0.rawValue): \(change.before?.facts[$0]?.text() ?? "-") → "
                    + "\(change.after?.facts[$0]?.text() ?? "-")"
            }
            Issue.record(
                "\(what) \(change.id): \(change.before == nil ? "new" : change.after == nil ? "gone" : "\(facts)")"
            )
        }
    }

    @Test func aSchemaWrittenAnewIsTheSame() throws {
        let original = try TestServer.catalogue(SampleSchemas.everything)
        #expect(original.objects.count > 80)
        #expect(original.notCovered == [])
        let copy = try TestServer.withDatabase {
            try apply(from: Catalogue(), to: original, on: $0)
        }
        expectEqual(original, copy)
    }

    @Test func aDifferenceLeadsThereAndBack() throws {
        let (old, new) = (SampleSchemas.everything, SampleSchemas.later)
        let target = try TestServer.catalogue(new)
        try TestServer.withDatabase { connection in
            try connection.execute(script: old)
            let start = try CatalogueInspection.read(connection)
            let there = try apply(from: start, to: target, on: connection)
            expectEqual(target, there)
            let back = try apply(from: there, to: start, on: connection)
            expectEqual(start, back)
        }
    }

    @Test func nothingIsLeftWhenAllIsTakenAway() throws {
        try TestServer.withDatabase { connection in
            let empty = try CatalogueInspection.read(connection)
            try connection.execute(script: SampleSchemas.everything)
            let full = try CatalogueInspection.read(connection)
            expectEqual(empty, try apply(from: full, to: empty, on: connection))
        }
    }

    @Test func aSavedInspectionComesBack() throws {
        let original = try TestServer.catalogue(SampleSchemas.everything)
        let json = try JSON.parse(original.json.text(.pretty))
        let read = try Catalogue(json: json)
        #expect(read == original)
        for object in original.objects.values {
            #expect(read[object.id]?.facts == object.facts)
            #expect(read[object.id]?.requires == object.requires)
        }
        #expect(read.json == original.json)
    }

    /// Random schemas, made, turned into one another and back, and taken away.
    @Test(arguments: 1...12) func randomSchemasLeadIntoOneAnother(_ seed: UInt64) throws {
        var one = RandomSchema(seed: seed)
        var other = RandomSchema(seed: seed &+ 1_000)
        try expectWaysBetween(one.script(), other.script(), on: .full)
    }

    /// With most kinds of things, under names that mean another kind in the other. 2,000 pairs
    /// where `DORMOUSE_SCHEMA_PAIRS` says so; `701-800` are those of these seeds.
    @Test(arguments: [TestServer.Flavour.full, .debian].filter { TestServer.isInstalled($0) })
    func anyTwoCataloguesLeadIntoOneAnother(_ flavour: TestServer.Flavour) throws {
        let asked = ProcessInfo.processInfo.environment["DORMOUSE_SCHEMA_PAIRS"] ?? "10"
        let bounds = asked.split(separator: "-").compactMap { UInt64($0) }
        let last = try #require(bounds.last)
        for seed in (bounds.count == 2 ? bounds[0] : 1)...last {
            var one = RandomCatalogue(seed: seed)
            var other = RandomCatalogue(seed: seed &+ 1_000_000)
            do {
                try expectWaysBetween(one.script(), other.script(), on: flavour, "seed \(seed)")
            } catch {
                // The others are tried all the same.
                Issue.record(error, "seed \(seed)")
            }
        }
    }

    @Test(
        arguments: PairsOfSchemas.all,
        [TestServer.Flavour.full, .debian].filter { TestServer.isInstalled($0) })
    func whatOnceFailedLeadsThereAndBack(
        _ pair: PairsOfSchemas.Pair, _ flavour: TestServer.Flavour
    ) throws {
        try expectWaysBetween(pair.one, pair.other, on: flavour)
    }

    /// Made from nothing, there, back and away. The ways between are taken as a migration takes them,
    /// in a transaction each that is kept; what is only looked at is undone.
    private func expectWaysBetween(
        _ one: String, _ other: String, on flavour: TestServer.Flavour, _ what: String = ""
    ) throws {
        try EmptyDatabase.with(flavour) { database in
            let connection = database.connection
            let target = try database.trying {
                try connection.execute(script: other)
                return try CatalogueInspection.read(connection)
            }
            try connection.execute(script: one)
            let start = try CatalogueInspection.read(connection)
            let there = try apply(from: start, to: target, on: connection)
            expectEqual(target, there, what + " there")
            let back = try apply(from: there, to: start, on: connection)
            expectEqual(start, back, what + " back")
            let away = try apply(from: back, to: database.catalogue, on: connection)
            expectEqual(database.catalogue, away, what + " away")
            let copy = try database.trying {
                try apply(from: Catalogue(), to: start, on: connection)
            }
            expectEqual(start, copy, what + " made")
            return away
        }
    }
}
