import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Schema

/// What Flyway runs around its migrations.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct MigrationCallbackTests {
    private func say(_ moment: String) -> String { "INSERT INTO said (what) VALUES ('\(moment)');" }

    private func files(_ migrations: [String: String]) -> [String: String] {
        let moments = [
            "afterValidate", "afterVersioned", "beforeRepeatables", "afterEachMigrate",
            "afterEachMigrateError", "afterMigrateApplied", "afterMigrateError",
            "beforeUndo", "beforeEachUndo", "afterEachUndo", "afterEachUndoError", "afterUndo",
            "afterUndoError",
        ]
        var files = migrations
        for moment in moments { files[moment + ".sql"] = say(moment) }
        files["callbacks/beforeEachMigrate__role.sql"] = say("beforeEachMigrate")
        files["callbacks/afterMigrate__2_b.sql"] = "-- the second\r\n" + say("afterMigrate b")
        files["afterMigrate__1_a.sql"] = say("${word} a")
        files["beforeMigrate.sql"] =
            "CREATE TABLE IF NOT EXISTS said (n serial, what text);" + say("beforeMigrate")
        return files
    }

    private func folder(_ files: [String: String]) throws -> MigrationFolder {
        let folder = try TestFolder(files)
        return try MigrationFolder(
            path: folder.path, placeholders: Placeholders(["word=afterMigrate"], environment: [:]))
    }

    private func said(_ connection: BlockingConnection) throws -> [String] {
        let words: [String] = try connection.query("SELECT what FROM said ORDER BY n").values()
        try connection.execute(script: "TRUNCATE said")
        return words
    }

    @Test func theyRunAtTheirMoments() throws {
        var files = files([
            "V1__a.sql": "CREATE TABLE a (n int);", "V2__b.sql": "CREATE TABLE b (n int);",
            "U2__b.sql": "DROP TABLE b;",
            "R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT n FROM a;",
            "beforeClean.sql": "DROP TABLE a;",
        ])
        try TestServer.withDatabase { connection in
            // It runs before the table is there in which they are noted.
            files["afterValidate.sql"] = nil
            let read = try folder(files)
            #expect(read.notes.contains { $0.contains("beforeClean.sql") })
            try Migrator(read, on: connection).run(.init(.up))
            #expect(
                try said(connection) == [
                    "beforeMigrate", "beforeEachMigrate", "afterEachMigrate", "beforeEachMigrate",
                    "afterEachMigrate", "afterVersioned", "beforeRepeatables", "beforeEachMigrate",
                    "afterEachMigrate", "afterMigrateApplied", "afterMigrate a", "afterMigrate b",
                ])
            files["afterValidate.sql"] = say("afterValidate")
            let again = Migrator(try folder(files), on: connection)
            try again.run(.init(.up))
            #expect(
                try said(connection) == [
                    "afterValidate", "beforeMigrate", "afterMigrate a", "afterMigrate b",
                ])
            try again.run(.init(.down))
            #expect(
                try said(connection) == [
                    "beforeUndo", "beforeEachUndo", "afterEachUndo", "afterUndo",
                ])
        }
    }

    /// One that fails takes its migration with it, and those for failures run behind.
    @Test func aFailureCallsThoseForFailures() throws {
        var files = files(["V1__a.sql": "CREATE TABLE a (n int);", "V2__b.sql": "SELECT nothing;"])
        files["afterValidate.sql"] = nil
        try TestServer.withDatabase { connection in
            let migrator = Migrator(try folder(files), on: connection)
            #expect(throws: MigrationFailure.self) { try migrator.run(.init(.up)) }
            #expect(
                try said(connection) == [
                    "beforeMigrate", "beforeEachMigrate", "afterEachMigrate",
                    "afterEachMigrateError", "afterMigrateError",
                ])
            #expect(try migrator.status().map(\.state.rawValue) == ["applied", "pending"])
        }
        files = self.files(["V1__a.sql": "CREATE TABLE a (n int);"])
        files["afterValidate.sql"] = nil
        files["afterEachMigrate.sql"] = "SELECT 1;\nSELECT nowhere;"
        try TestServer.withDatabase { connection in
            let migrator = Migrator(try folder(files), on: connection)
            let failure = #expect(throws: MigrationFailure.self) { try migrator.run(.init(.up)) }
            #expect(failure?.file.hasSuffix("afterEachMigrate.sql") ?? false)
            #expect(failure?.line == 2)
            #expect(try migrator.status().map(\.state.rawValue) == ["pending"])
        }
    }

    /// A role that is taken before a migration makes what the migration makes.
    @Test func aRoleLastsForItsMigration() throws {
        let read = try folder([
            "V1__a.sql": "CREATE TABLE a (n int);",
            "beforeMigrate.sql":
                "DO $$ BEGIN CREATE ROLE callback_maker; EXCEPTION WHEN duplicate_object THEN END $$;"
                + "GRANT CREATE, USAGE ON SCHEMA public TO callback_maker;",
            "beforeEachMigrate.sql": "SET ROLE callback_maker;",
            "afterMigrate.sql": "VACUUM a;",
        ])
        try TestServer.withDatabase { connection in
            try Migrator(read, on: connection).run(.init(.up))
            let owner = "SELECT tableowner::text FROM pg_tables WHERE tablename = 'a'"
            #expect(
                try connection.query(PostgresQuery(unescaped: owner)).value(as: String.self)
                    == "callback_maker")
            try connection.execute(
                script: "DROP OWNED BY callback_maker CASCADE; DROP ROLE callback_maker")
        }
    }
}
