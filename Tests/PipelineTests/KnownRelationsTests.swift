import DuckDB
import Testing

@testable import Pipeline

/// What exists is asked once for all connections of a run, which change it at the same time.
@Suite struct KnownRelationsTests {
    private func relation(_ name: String) -> Relation {
        Relation(database: "memory", schema: "main", identifier: name)
    }

    @Test func whatIsCommittedWhileAnotherAsksIsNotForgotten() throws {
        let known = KnownRelations()
        let new = relation("daily")
        let early = try known.contents { () throws(PipelineError) in
            known.note([new.key: new])
            return KnownRelations.Contents()
        }
        #expect(early.relations.isEmpty)
        let later = try known.contents { () throws(PipelineError) in
            var contents = KnownRelations.Contents()
            contents.relations[new.key] = new
            return contents
        }
        #expect(later.relations[new.key] == new)
    }

    @Test func whatATransactionSeesOfAnEarlierMomentIsNotWhatOthersSee() throws {
        let database = try Database(path: nil)
        let first = Engine(try database.connect())
        let second = Engine(try database.connect(), sharing: first)
        let (table, other) = (relation("daily"), relation("other"))
        try first.transaction { () throws(PipelineError) in
            // The transaction sees the database as it is now.
            _ = try first.query("select count(*) from duckdb_tables()")
            try second.transaction { () throws(PipelineError) in
                _ = try second.query("create table daily (a int)")
                second.note(table, .table)
            }
            first.forget()
            #expect(try first.existing(table) == nil)
            #expect(try second.existing(table) != nil)
        }
        #expect(try second.existing(table) != nil)
        #expect(try first.existing(table) != nil)
        // Nor does one see what another fills in for what it has changed itself.
        try first.transaction { () throws(PipelineError) in
            _ = try first.run("create table other (a int)")
            #expect(try second.existing(other) == nil)
            #expect(try first.existing(other) != nil)
        }
        #expect(try second.existing(other) != nil)
    }
}
