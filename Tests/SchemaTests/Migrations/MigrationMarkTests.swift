import Testing

@testable import Schema

/// Files that hold both ways, as the tools write them: never is a way down run on the way up.
@Suite struct MigrationMarkTests {
    private func read(_ text: String, name: String = "1_u.sql") throws -> Migration {
        try #require(try MigrationFolder(files: [(name: name, text: text)]).migrations.first)
    }

    private func up(_ text: String) throws -> [String] {
        try read(text).up.script.statements.map(\.text)
    }

    /// Spellings of the two marks by tool.
    private static let spellings: [(up: String, down: String)] = [
        ("-- +goose Up", "-- +goose Down"), ("--+goose up", "--+goose DOWN"),
        ("\t-- \t+goose   Up  ", "  --  +goose Down\t"),
        ("-- +goose Up\u{A0}", "-- +goose Down\u{200B}"),
        ("-- +migrate Up", "-- +migrate Down"),
        ("-- +migrate up notransaction", "-- +migrate down"),
        ("-- +micrate Up", "-- +micrate Down"), ("-- +up", "-- +down"),
        ("-- migrate:up", "-- migrate:down"), ("--migrate:up", "-- migrate:down transaction:false"),
        ("-- MIGRATE:UP", "-- Migrate: Down"), ("", "--//@UNDO"),
        ("-- // Create users", "-- //@undo"),
        ("-- // x", "-- // @UNDO"), ("", "//@UNDO"), ("", "-- @UNDO"),
        ("-- Up Migration", "-- Down Migration"), ("---- up migration ----", "--down migration:"),
        ("# --- !Ups", "# --- !Downs"), ("-- !Ups", "-- !Downs"),
        ("-- rambler up", "-- rambler down"),
        ("", "---- create above / drop below ----"), ("-- UP", "-- DOWN"),
        ("-- ==== UP ====", "-- ==== DOWN ===="), ("/* up */", "/* down */"), ("--@up", "--@down"),
    ]

    @Test(arguments: spellings, ["\n", "\r\n", "\r"])
    func theWayDownIsNotPartOfTheWayUp(_ marks: (up: String, down: String), _ end: String) throws {
        for start in ["", "\u{FEFF}", "\u{FEFF}-- about" + end + end] {
            let text =
                start
                + [marks.up, "CREATE TABLE u (id int);", "", marks.down, "DROP TABLE u;", ""]
                .joined(separator: end)
            let migration = try read(text)
            #expect(migration.up.script.statements.map(\.text) == ["CREATE TABLE u (id int)"])
            #expect(migration.down?.script.statements.map(\.text) == ["DROP TABLE u"])
        }
    }

    @Test func aStatementOfSeveralLinesIsOne() throws {
        let text = """
            -- +goose Up
            -- +goose StatementBegin
            CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$
            BEGIN
                RETURN 1; -- done;
            END $$;
            -- +goose StatementEnd
            CREATE TABLE u (id int);
            -- +goose Down
            -- +goose StatementBegin
            DROP FUNCTION f();
            -- +goose StatementEnd
            DROP TABLE u;
            """
        let migration = try read(text)
        #expect(migration.up.script.statements.map(\.line) == [3, 8])
        #expect(migration.down?.script.statements.map(\.line) == [11, 13])
        #expect(migration.up.isTransactional)
    }

    @Test(arguments: [
        (
            "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;", false,
            false
        ),
        (
            "-- +goose Up\n-- +goose no transaction\nSELECT 1;\n-- +goose Down\nSELECT 2;", false,
            false
        ),
        ("-- +migrate Up notransaction\nSELECT 1;\n-- +migrate Down\nSELECT 2;", false, true),
        ("--! no-transaction\n-- up\nSELECT 1;\n-- down\nSELECT 2;", false, false),
        ("-- migrate:up\nSELECT 1;\n-- migrate:down transaction:false\nSELECT 2;", true, false),
        ("-- migrate:up transaction:true\nSELECT 1;\n-- migrate:down\nSELECT 2;", true, true),
        (
            "---- tern: disable-tx ----\nSELECT 1;\n---- create above / drop below ----\nSELECT 2;",
            false, false
        ),
        (
            "-- migrate:up\n-- dormouse: no-transaction\r\nSELECT 1;\n-- migrate:down\nSELECT 2;",
            false, true
        ),
        (
            "-- migrate:up\nSELECT '\n-- dormouse: no-transaction\n';\n-- migrate:down\nSELECT 2;",
            true, true
        ),
    ])
    func transactionsAreAsTheMarksSay(_ text: String, _ up: Bool, _ down: Bool) throws {
        let migration = try read(text)
        #expect(migration.up.isTransactional == up)
        #expect(migration.down?.isTransactional == down)
    }

    @Test func aFileWithOneWayIsThat() throws {
        #expect(try up("-- +goose Up\nSELECT 1;") == ["SELECT 1"])
        #expect(try up("-- migrate:up\nSELECT 1;\n-- migrate:down\n") == ["SELECT 1"])
        #expect(try up("-- up\nSELECT 1;") == ["SELECT 1"])
        #expect(try up("SELECT 1;\n-- Rollback:\n-- DROP TABLE x;\n") == ["SELECT 1"])
        #expect(
            try up("SELECT 1;\n-- the rollback of orders\nSELECT 2;") == ["SELECT 1", "SELECT 2"])
        let scratch = "CREATE TABLE u ();\n-- rows are copied back\nDROP TABLE u;"
        #expect(try up(scratch).count == 2)
        let other = "CREATE TABLE u ();\n-- the one for rollback goes\nDROP TABLE old;"
        #expect(try up(other).count == 2)
        let both = try MigrationFolder(files: [
            (name: "1_a.up.sql", text: "-- +migrate Up\nSELECT 1;"),
            (name: "1_a.down.sql", text: "-- +migrate Down\nSELECT 2;"),
        ])
        #expect(both.migrations[0].up.script.statements.map(\.text) == ["SELECT 1"])
        #expect(both.migrations[0].down?.script.statements.map(\.text) == ["SELECT 2"])
    }

    /// What could be read in two ways is refused, with its line.
    @Test(arguments: [
        ("-- +goose Up\nSELECT '\n-- +goose Down\n';\nDROP TABLE u;", "1_u.sql:3"),
        ("-- migrate:up\nSELECT $$\n-- migrate:down\n$$;", "1_u.sql:3"),
        ("SELECT 1; /* kept\n--//@UNDO\n*/ DROP TABLE u;", "1_u.sql:2"),
        ("-- +goose Up\nSELECT 1;\n-- migrate:down\nDROP TABLE u;", "goose"),
        (
            "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n-- +goose Up\nSELECT 3;",
            "1_u.sql:5"
        ),
        ("-- +goose Down\nDROP TABLE u;", "way up"), ("-- +goose Upp\nSELECT 1;", "+goose Upp"),
        ("-- +goose Up\n-- +goose ENVSUB ON\nSELECT '${X?is needed}';", "1_u.sql:3: X: is needed"),
        ("-- +goose Up\n-- +goose ENVSUB ON\nSELECT '${X:?}';", "1_u.sql:3"),
        ("-- +goose Up\n-- +goose ENVSUB ON\nSELECT '${X';", "1_u.sql:3"),
        ("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;", "StatementEnd"),
        ("-- +goose Up\n-- +goose StatementEnd\nSELECT 1;", "pairs"),
        ("SELECT 1;\n-- +goose Up\nSELECT 2;\n-- +goose Down\nSELECT 3;", "1_u.sql:1"),
        ("-- +other Up\nSELECT 1;\n-- +other Down\nDROP TABLE u;", "'+other'"),
        ("-- migrate:up always\nSELECT 1;", "option"), ("-- @DELIMITER |\nSELECT 1 |", "semicolon"),
        ("-- liquibase formatted sql\n-- changeset a:1\nSELECT 1;", "Liquibase"),
        ("-- atlas:txtar\n-- checks.sql --\nSELECT 1;", "Atlas"),
        ("CREATE TABLE u ();\n-- DOWN\nDROP TABLE u;", "1_u.sql:2"),
        ("CREATE TABLE u ();\n--- Rollback ---\nDROP TABLE u;", "heading"),
        ("CREATE TABLE u ();\n-- Down: drop it again\nDROP TABLE u;", "heading"),
        ("CREATE TABLE u ();\n/* Undo section */\nDROP TABLE u;", "heading"),
        ("CREATE TABLE u ();\n-- goose down\nDROP TABLE u;", "heading"),
        ("CREATE TABLE u ();\r-- Roll back\rDROP TABLE u;", "heading"),
        ("-- migrate:up\nCREATE TABLE u ();\n-- migrate:dwon\nDROP TABLE u;", "neither"),
        ("CREATE TABLE u ();\n-- Dwon\nDROP TABLE u;", "heading"),
        ("CREATE TABLE u ();\n-- To undo it\nDROP TABLE u;", "heading"),
        ("CREATE TABLE u ();\n/*\n DOWN\n*/\nDROP TABLE u;", "1_u.sql:5"),
        (
            "CREATE TABLE public.u ();\n/* how we get rid\n  of it: undo */ DROP TABLE u, v;",
            "takes"
        ),
        ("CREATE INDEX i ON u (n);\n-- in case of a rollback of 7\nDROP INDEX i;", "takes away i"),
        (
            "ALTER TABLE u ADD COLUMN IF NOT EXISTS n int;\n-- for reverting the release: down\n"
                + "ALTER TABLE u DROP COLUMN n;", "takes away u.n"
        ),
    ])
    func whatIsNotClearIsRefused(_ text: String, _ says: String) {
        let error = #expect(throws: MigrationError.self) { try read(text) }
        #expect(error?.message.contains(says) ?? false, "\(error?.message ?? "")")
    }

    @Test(arguments: ["1_u.up.sql", "1_u.down.sql", "V1__u.sql", "U1__u.sql"])
    func aNameThatSaysOneWayHoldsOne(_ name: String) {
        let text = "-- +goose Up\nCREATE TABLE u ();\n-- +goose Down\nDROP TABLE u;"
        let error = #expect(throws: MigrationError.self) { try read(text, name: name) }
        #expect(error?.message.contains("both ways") ?? false)
    }

    @Test func aScriptThatIsComparedIsItsWayUp() throws {
        let folder = try TestFolder([
            "u.sql": "-- +goose Up\nCREATE TABLE u ();\n-- +goose Down\nDROP TABLE u;"
        ])
        guard case .script(let script) = try SchemaSource(folder.path + "/u.sql") else {
            Issue.record("not read as a script")
            return
        }
        #expect(script.statements.map(\.text) == ["CREATE TABLE u ()"])
    }
}
