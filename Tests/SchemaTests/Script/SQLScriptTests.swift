import Testing

@testable import Schema

@Suite struct SQLScriptTests {
    private func texts(_ sql: String) throws -> [String] {
        try SQLScript(sql, file: "x.sql").statements.map(\.text)
    }

    /// A script and its statements.
    @Test(
        arguments: [
            ("", []), (";;  ; -- nothing\n", []), ("SELECT 1", ["SELECT 1"]),
            ("SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"]),
            ("SELECT ';' ; SELECT 2", ["SELECT ';'", "SELECT 2"]),
            ("SELECT 'it''s; so';a", ["SELECT 'it''s; so'", "a"]),
            ("SELECT E'\\'; x' ; b", ["SELECT E'\\'; x'", "b"]),
            ("SELECT 'a\\'; b", ["SELECT 'a\\'", "b"]),
            ("SELECT \"a;b\"\"c\"; d", ["SELECT \"a;b\"\"c\"", "d"]),
            ("DO $$ a; b $$; c", ["DO $$ a; b $$", "c"]),
            ("DO $x$ a; $$ ; $y$; $x$; c", ["DO $x$ a; $$ ; $y$; $x$", "c"]),
            ("SELECT $1; b", ["SELECT $1", "b"]), ("a$b$; c$b$", ["a$b$", "c$b$"]),
            ("/* a; /* b; */ c; */ SELECT 1; d", ["SELECT 1", "d"]),
            ("-- a; b\nSELECT 1 -- c;\n; d", ["SELECT 1", "d"]),
            (
                "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); b",
                ["CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "b"]
            ),
            (
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN 1=1 THEN 2 END; SELECT 3; END; b",
                [
                    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN 1=1 THEN 2 END; SELECT 3; END",
                    "b",
                ]
            ),
            (
                "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END; BEGIN; c",
                ["CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END", "BEGIN", "c"]
            ),
            ("\u{FEFF}SELECT 1", ["SELECT 1"]),
            ("SELECT U&'d\\0061;'; b", ["SELECT U&'d\\0061;'", "b"]),
            ("\\restrict abc\nSELECT 1;\n\\unrestrict abc\n", ["SELECT 1"]),
            ("SELECT 'ü;'; SELECT 'é'", ["SELECT 'ü;'", "SELECT 'é'"]),
            ("SELECT a ->> ';' FROM t; b", ["SELECT a ->> ';' FROM t", "b"]),
        ] as [(String, [String])])
    func statementsEndWherePostgreSQLEndsThem(_ sql: String, _ expected: [String]) throws {
        #expect(try texts(sql) == expected)
    }

    /// What cannot be read, the line it is told for, and a word of the reason.
    @Test(
        arguments: [
            ("SELECT 1;\nSELECT 'x", 2, "no end"), ("\n\n/* a /* b */", 3, "no end"),
            ("DO $f$ x $g$", 1, "$f$"), ("a;\n\\connect b", 2, "psql"),
            ("SELECT 1;\n\nCOPY t FROM stdin;\n1\n\\.\n", 3, "STDIN"), ("a\0b", 1, "NUL"),
            ("SELECT \"x", 1, "no end"),
        ] as [(String, Int, String)])
    func whatCannotBeReadIsToldWithItsLine(_ sql: String, _ line: Int, _ word: String) {
        let error = #expect(throws: SQLScriptError.self) { try SQLScript(sql, file: "f.sql") }
        #expect(error?.line == line)
        #expect(error?.description.hasPrefix("f.sql:\(line): ") ?? false)
        #expect(error?.reason.contains(word) ?? false)
    }

    @Test func linesAndPositionsAreThoseOfTheFile() throws {
        let script = try SQLScript("-- first\n\nSELECT 1;\n  SELECT\n  é, x\n;\n", file: "f")
        #expect(script.statements.map(\.line) == [3, 4])
        #expect(script.statements.map(\.number) == [1, 2])
        // Position 13 of `SELECT\n  é, x` is the x.
        let place = script.statements[1].place(ofCharacter: 13)
        #expect(place == (5, 6))
    }

    @Test func randomBytesNeverTrapAndPiecesStayInOrder() {
        var random = SeededRandom(seed: 7)
        let alphabet = Array("$'\"-/*;\\\nabE ().$$e'".utf8)
        for _ in 0..<3_000 {
            let length = Int.random(in: 0..<40, using: &random)
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random)! }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let script = try? SQLScript(text, file: "r") else { continue }
            var rest = text[...]
            for statement in script.statements {
                let found = rest.firstRange(of: statement.text)
                #expect(found != nil, "\(text)")
                rest = rest[(found?.upperBound ?? rest.endIndex)...]
            }
        }
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
