import Foundation
import Testing

@testable import Schema

/// What the names of files and folders mean.
@Suite struct MigrationLayoutTests {
    private func folder(_ files: [String: String]) throws -> MigrationFolder {
        try TestFolder(files).migrations()
    }

    @Test(arguments: [
        ("V1__x.sql", "1", "x"), ("V1_1__x.sql", "1.1", "x"), ("V1.1__x.sql", "1.1", "x"),
        ("V2024.01.05__a_b.sql", "2024.1.5", "a_b"),
        ("R__all views.sql", "R__all views", "all views"),
        ("1_a.SQL", "1", "a"), ("1.sql", "1", ""), ("0001 add users.sql", "1", "add users"),
        ("1.2.3-a.sql", "1.2.3", "a"), ("2024-01-05-x.sql", "20240105", "x"),
        ("2024_01_05_120000_x.sql", "20240105120000", "x"), ("1-initial.Sql", "1", "initial"),
        ("20240101120000_x/migration.sql", "20240101120000", "x"),
        ("0_init/MIGRATION.SQL", "0", "init"),
        ("2024-01-05-120000_x/up.sql", "20240105120000", "x"),
        ("2024-01-05-120000-0001_x/up.sql", "202401051200000001", "x"),
        ("00000000000000_diesel_initial_setup/up.sql", "0", "diesel_initial_setup"),
        ("1.do.x.sql", "1", "x"), ("db/V7__x.sql", "7", "x"),
    ])
    func namesBecomeVersions(_ file: String, _ version: String, _ name: String) throws {
        let read = try folder([file: "SELECT 1;", "0000_none.txt": ""])
        #expect(read.migrations.map(\.version.key) == [version])
        #expect(read.migrations.map(\.name) == [name])
        #expect(read.strangers == ["0000_none.txt"])
    }

    @Test func versionsAreInOrderOfTheirNumbers() throws {
        let read = try folder([
            "V1__a.sql": "", "V1.10__c.sql": "", "V1_9__b.sql": "", "V2__d.sql": "",
            "R__z.sql": "", "R__y.sql": "", "V10__e.sql": "",
        ])
        #expect(read.migrations.map(\.name) == ["a", "b", "c", "d", "e", "y", "z"])
        #expect(MigrationVersion("1") == MigrationVersion("1.0.0"))
        #expect(MigrationVersion("1.0.1")! > MigrationVersion("1")!)
        #expect(MigrationVersion("1.") == nil)
        #expect(MigrationVersion("99999999999999999999") == nil)
    }

    @Test(arguments: [
        ["001_x.sql", "001_x_rollback.sql"], ["001_x.sql", "001_x_undo.SQL"],
        ["001_x.sql", "001_x-down.sql"], ["001_x.sql", "001_rollback_x.sql"],
        ["001_x.sql", "001_x.rollback.sql"], ["001_x.sql", "001_x.revert.sql"],
        ["1.do.x.sql", "1.undo.x.sql"], ["001_x.sql", "001_y.sql"], ["1_x/up.sql", "1_x/down.sql"],
        ["V1__x.sql", "U1__x.sql"],
    ])
    func aFileThatTakesAwayIsTheWayDown(_ names: [String]) throws {
        let read = try folder([names[0]: "CREATE TABLE x ();", names[1]: "DROP TABLE x;"])
        #expect(read.migrations.count == 1)
        #expect(read.migrations[0].up.script.statements.map(\.text) == ["CREATE TABLE x ()"])
        #expect(read.migrations[0].down?.script.statements.map(\.text) == ["DROP TABLE x"])
    }

    @Test func aWayDownUnderAVersionOfItsOwnIsRefused() throws {
        let error = #expect(throws: MigrationError.self) {
            try folder(["001_x.sql": "CREATE TABLE x ();", "002_x_rollback.sql": "DROP TABLE x;"])
        }
        #expect(
            error?.message.contains("001_x.down.sql") ?? error?.message.contains("1_x.down.sql")
                ?? false)
        let fine = try folder(["001_x.sql": "SELECT 1;", "002_add_rollback.sql": "SELECT 2;"])
        #expect(fine.migrations.count == 2)
    }

    @Test(
        arguments: [
            ([:], "it is empty"), (["a.txt": ""], "a.txt"), (["seed.sql": "SELECT 1;"], "seed.sql"),
            (["sub/x.sql": "SELECT 1;"], "sub/"), (["1_a.go": "package x"], "1_a.go"),
            (["deploy/1.sql": "SELECT 1;", "sqitch.plan": ""], "sqitch.plan"),
            (["afterMigrate.sql": "SELECT 1;"], "no migration"),
        ] as [([String: String], String)])
    func aFolderInWhichNothingCanBeReadIsAnError(_ files: [String: String], _ names: String) throws
    {
        let folder = try TestFolder(files)
        let read = try folder.migrations()
        let error = #expect(throws: MigrationError.self) { try read.requireMigrations() }
        #expect(error?.message.contains(names) ?? false, "\(error?.message ?? "")")
        #expect(throws: MigrationError.self) { try SchemaSource(folder.path) }
    }

    @Test(
        arguments: [
            (["V1__a.sql": "", "beforeEachMigrateStatement.sql": "SELECT 1;"], "callback"),
            (["V1__a.sql": "", "createSchema.sql": "SELECT 1;"], "callback"),
            (["V1__a.sql": "", "afterConnect__role.sql": "SELECT 1;"], "callback"),
            (["V1__a.sql": "", "afterMigrate.sql": "SELECT ${who};"], "afterMigrate.sql:1"),
            (["B3__x.sql": ""], "baseline migration"),
            (["V1__a.sql": "SELECT\n'${who}';"], "V1__a.sql:2"),
            (["V1__a.sql": "", "V1__a.sql.conf": "outOfOrder=true"], "outOfOrder"),
            (["1_a/migration.sql": "", "migration_lock.toml": "provider = \"mysql\""], "mysql"),
            (["1_a/migration.sql": "", "migration_lock.toml": "provider = 'mysql'"], "mysql"),
            (["1_a/migration.sql": "", "second/migration.sql": ""], "second/migration.sql"),
            (["2024-01-01-000000_a/up.sql": "", "b/up.sql": ""], "b/up.sql"),
            (
                [
                    "0000_a.sql": "",
                    "meta/_journal.json":
                        "{\"dialect\":\"sqlite\",\"entries\":[{\"tag\":\"0000_a\",\"when\":1}]}",
                ],
                "sqlite"
            ),
            (
                [
                    "20240102000000_b.sql": "", "20240101000000_a.sql": "",
                    "meta/_journal.json":
                        "{\"entries\":[{\"tag\":\"20240102000000_b\",\"when\":1},{\"tag\":\"20240101000000_a\",\"when\":2}]}",
                ],
                "otherwise"
            ),
            (
                [
                    "0000_a.sql": "",
                    "meta/_journal.json": "{\"entries\":[{\"tag\":\"0001_b\",\"when\":1}]}",
                ],
                "0001_b"
            ),
            (["1_a.sql": "CREATE TABLE a ();", "1_b.sql": "CREATE TABLE b ();"], "same version"),
        ] as [([String: String], String)])
    func whatWouldChangeTheMeaningIsRefused(_ files: [String: String], _ says: String) throws {
        let error = #expect(throws: MigrationError.self) { try folder(files) }
        #expect(error?.message.contains(says) ?? false, "\(error?.message ?? "")")
    }

    @Test func aMigrationThatIsAProgramKeepsItsPlace() throws {
        let read = try folder([
            "1_a.sql": "SELECT 1;", "2_b.go": "package x", "3_c.sql": "SELECT 3;",
        ])
        #expect(read.migrations.map(\.version.text) == ["1", "2", "3"])
        let error = #expect(throws: MigrationError.self) {
            try MigrationPlan(read, [], goal: .init(.up))
        }
        #expect(error?.message.contains("2_b.go") ?? false)
        #expect(try MigrationPlan(read, [], goal: .init(.up, steps: 1)).steps.count == 1)
    }

    @Test func settingsBesideAFileCount() throws {
        let read = try folder([
            "V1__a.sql": "SELECT '${x}';",
            "V1__a.sql.conf": "# why\nexecuteInTransaction=false\nplaceholderReplacement=false\n",
            "V2__b.sql": "CREATE INDEX CONCURRENTLY i ON t (n);",
            "2024-01-01-000000_c/up.sql": "SELECT 1;",
            "2024-01-01-000000_c/metadata.toml": "run_in_transaction = false",
        ])
        #expect(read.migrations.map(\.up.isTransactional) == [false, false, false])
    }

    /// As editors of Windows save them, and with comments behind values.
    @Test func settingsAreReadAsTheyAreSaved() throws {
        let read = try folder([
            "2024-01-01-000000_c/up.sql": "\u{FEFF}SELECT 1;\r\n",
            "2024-01-01-000000_c/metadata.toml":
                "\u{FEFF}run_in_transaction = false # for the index\r\n",
            "V2__b.sql": "SELECT 1;", "V2__b.sql.conf": "\u{FEFF}executeInTransaction=false\r\n",
        ])
        #expect(read.migrations.map(\.up.isTransactional) == [false, false])
    }

    /// With the prefix `none` of Drizzle Kit only the journal says in which order files run.
    @Test func aJournalGivesAPlaceToNamesWithoutNumbers() throws {
        let read = try folder([
            "wise_bat.sql": "CREATE TABLE a ();", "big_ant.sql": "CREATE TABLE b ();",
            "0009_left.sql": "CREATE TABLE c ();",
            "meta/_journal.json":
                "\u{FEFF}{\"dialect\":\"postgresql\",\"entries\":[{\"idx\":0,\"tag\":\"wise_bat\",\"when\":1},\r\n{\"idx\":1,\"tag\":\"big_ant\",\"when\":2}]}",
        ])
        #expect(read.migrations.map(\.name) == ["wise_bat", "big_ant"])
        #expect(read.strangers == ["0009_left.sql"])
    }

    /// Two branches have numbered alike, or a migration was moved up.
    @Test func aJournalInAnotherOrderThanTheNumbersSaysHowTheyRun() throws {
        let entries = ["0000_a", "0001_b", "0001_c", "0003_e", "0002_d"].enumerated().map {
            "{\"idx\":\(min($0, 3)),\"tag\":\"\($1)\",\"when\":\($0)}"
        }.joined(separator: ",")
        let read = try folder([
            "0000_a.sql": "", "0001_b.sql": "", "0001_c.sql": "", "0002_d.sql": "",
            "0003_e.sql": "", "0009_left.sql": "",
            "meta/_journal.json": "{\"entries\":[\(entries)]}",
        ])
        #expect(read.migrations.map(\.label) == ["0_a", "1_b", "2_c", "3_e", "4_d"])
        #expect(read.strangers == ["0009_left.sql"])
        #expect(read.notes.contains { $0.contains("_journal.json") })
    }

    @Test func placeholdersComeFromOptionsAndTheEnvironment() throws {
        let placeholders = try Placeholders(
            ["Schema=shop", "eq=a=b"], environment: ["FLYWAY_PLACEHOLDERS_WHO": "Ada"])
        #expect(
            try placeholders.replaced(
                in: "${schema}.${ SCHEMA }, ${who}, ${eq}, ${flyway:filename}", path: "m/V1__a.sql")
                == "shop.shop, Ada, a=b, V1__a.sql")
        #expect(throws: MigrationError.self) { try Placeholders(["x"], environment: [:]) }
    }
}
