import Testing

@testable import Schema

/// Values of the environment, where goose puts them.
struct EnvironmentExpansionTests {
    private let values = ["REGION": "eu_", "LONG": "1adf998e39", "EMPTY": "", "OTHER": "$REGION"]

    @Test(arguments: [
        ("plain", "plain"), ("$REGION", "eu_"), ("${REGION}post", "eu_post"),
        ("my$REGION, $NONE.", "myeu_, ."), ("$OTHER", "$REGION"),
        ("${NONE:-default}", "default"), ("${EMPTY:-default}", "default"),
        ("${EMPTY-default}", ""), ("${NONE-default}", "default"), ("${NONE:-}", ""),
        ("${NONE:-${EMPTY:-$REGION}x}", "eu_x"), ("${EMPTY:--:{}}", "-:{}"),
        ("${LONG:0:4}", "1adf"), ("${LONG:7}", "e39"), ("${LONG: -3}", "e39"),
        ("${LONG:2:-3}", "df998"), ("${LONG:99}", ""),
        ("${LONG:0:99}", "1adf998e39"), ("${NONE:0:3}", ""), ("${REGION?why}", "eu_"),
        ("\\$REGION \\\\", "$REGION \\\\"), ("AS $$ $1 $(x) 5$", "AS $$ $1 $(x) 5$"),
        ("$body$ x $body$", "$body$ x $body$"), ("$REGION$NONE", "eu_"),
    ])
    func aLineIsReadAsGooseDoes(_ written: String, _ expected: String) throws {
        #expect(try EnvironmentExpansion(values).expanded(written) == expected)
    }

    @Test(arguments: ["${NONE?}", "${NONE?why not}", "${REGION", "${1}", "${LONG:x}", "${LONG+x}"])
    func whatCannotBeReadIsAFault(_ written: String) {
        #expect(throws: EnvironmentExpansion.Fault.self) {
            try EnvironmentExpansion(values).expanded(written)
        }
    }

    private let file = """
        -- +goose Up
        CREATE TABLE a ("$REGION" int);
        -- +goose ENVSUB ON
        -- ${NONE?in a comment nothing is put in}
        CREATE TABLE ${REGION}b (n int);
        -- +goose StatementBegin
        CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$
        -- +goose ENVSUB OFF
        SELECT '$REGION'
        -- +goose envsub on
        || '${REGION}'
        $$;
        -- +goose StatementEnd
        -- +goose Down
        DROP TABLE ${REGION}b, a;
        """

    private func read(_ text: String, _ environment: [String: String]) throws -> Migration {
        let folder = try MigrationFolder(
            files: [(name: "00001_a.sql", text: text)],
            placeholders: try Placeholders([], environment: environment))
        return try #require(folder.migrations.first)
    }

    @Test func valuesStandBetweenOnAndOff() throws {
        for text in [file, file.replacing("\n", with: "\r\n"), "\u{FEFF}" + file] {
            let migration = try read(text, values)
            let statements = migration.up.script.statements.map(\.text)
            #expect(statements[0] == "CREATE TABLE a (\"$REGION\" int)")
            #expect(statements[1] == "CREATE TABLE eu_b (n int)")
            #expect(statements[2].contains("'$REGION'") && statements[2].contains("|| 'eu_'"))
            #expect(migration.down?.script.statements.map(\.text) == ["DROP TABLE eu_b, a"])
            #expect(migration.up.script.statements.map(\.line) == [2, 5, 7])
        }
    }

    /// Another value is no edit of the file, and what is shown of it has none.
    @Test func valuesAreInNoChecksumAndNotShown() throws {
        let (one, other) = (try read(file, values), try read(file, ["REGION": "us_"]))
        #expect(one.checksum == other.checksum)
        #expect(one.up.script != other.up.script)
        #expect(one.up.shown(one.up.script.statements[1]) == "CREATE TABLE ${REGION}b (n int);")
        #expect(one.down.map { $0.shown($0.script.statements[0]) } == "DROP TABLE ${REGION}b, a;")
    }

    @Test func aValueWithLinesIsRefused() {
        #expect(throws: MigrationError.self) {
            try read(file, ["REGION": "x\n-- +goose Down\n"])
        }
    }
}
