import Testing

@testable import DuckDB

@Test(arguments: [
    "'; DROP TABLE t; --", "\" OR 1=1 --", "?", "$1", "\\", "\0", "', (SELECT 1), '", "%s",
])
func whatIsInterpolatedStaysAValue(_ hostile: String) throws {
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE t (a VARCHAR)")
    try connection.query("INSERT INTO t VALUES (\(hostile))")
    #expect(try connection.query("SELECT a FROM t WHERE a = \(hostile)").first == .string(hostile))
}

@Test(arguments: ["plain", "with space", "qu\"ote", "\";DROP TABLE x;--", "ünï", "select", "a.b"])
func aQuotedIdentifierIsOneName(_ name: String) throws {
    let connection = try memoryConnection()
    try connection.query("CREATE TABLE \(identifier: name) (\(identifier: name) INTEGER)")
    try connection.query("INSERT INTO \(identifier: ["main", name]) VALUES (1)")
    let result = try connection.query("SELECT * FROM \(identifier: name)")
    #expect(result.columns.map(\.name) == [name])
    let tables = try connection.query("SELECT table_name FROM duckdb_tables()").strings(
        "table_name")
    #expect(tables == [name])
}

@Test func partsOfAStatementBringTheirValues() throws {
    let filters: [SQL] = ["a > \(1)", "b = \("x")"]
    let sql: SQL = "SELECT \(0) FROM t WHERE \(SQL.join(filters, separator: " AND ")) LIMIT \(5)"
    #expect(sql.text == "SELECT ? FROM t WHERE a > ? AND b = ? LIMIT ?")
    #expect(sql.values == [0, 1, "x", 5])
    #expect(("\(unescaped: "now()")" as SQL).text == "now()")
}

@Test(
    arguments: [
        ("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
        (" ;; SELECT ';' ; ", ["SELECT ';'"]),
        ("SELECT 'it''s; ok'; x", ["SELECT 'it''s; ok'", "x"]),
        ("SELECT \"a;b\"; x", ["SELECT \"a;b\"", "x"]),
        ("SELECT E'a\\';b'; x", ["SELECT E'a\\';b'", "x"]),
        ("-- a; b\nSELECT 1", ["-- a; b\nSELECT 1"]),
        ("/* a; /* b; */ c; */ SELECT 1; x", ["/* a; /* b; */ c; */ SELECT 1", "x"]),
        (
            "SELECT $$a;b$$; SELECT $t$ ; $$ ; $t$; x",
            ["SELECT $$a;b$$", "SELECT $t$ ; $$ ; $t$", "x"]
        ),
        ("SELECT $1; SELECT $name; x", ["SELECT $1", "SELECT $name", "x"]),
        ("SELECT 'open; x", ["SELECT 'open; x"]),
        ("SELECT 1 /* open; x", ["SELECT 1 /* open; x"]),
        ("", []), ("-- only a comment", []), ("$", ["$"]),
    ] as [(String, [String])])
func aScriptIsCutWhereItsStatementsEnd(_ script: String, _ pieces: [String]) {
    #expect(ScriptSplitter.statements(of: script) == pieces)
}

@Test func theNextStatementSeesWhatTheScriptMade() throws {
    let connection = try memoryConnection()
    try connection.execute(
        """
        CREATE TABLE t (a INTEGER); -- one; two
        INSERT INTO t SELECT i FROM range(5) r(i);
        CREATE MACRO twice(x) AS 2 * x;
        CREATE TABLE u AS SELECT twice(a) AS b FROM t;
        """)
    #expect(try connection.query("SELECT sum(b) FROM u").first?.intValue == 20)
}

@Test func aStatementThatDuckDBTakesApartGivesItsAnswer() throws {
    let connection = try memoryConnection()
    let result = try connection.query(
        "PIVOT (SELECT 1 AS a, 'x' AS k UNION ALL SELECT 2, 'y') ON k USING sum(a)", [])
    #expect(result.columns.map(\.name) == ["x", "y"])
}

@Test func namedValuesFindTheirPlaces() throws {
    let connection = try memoryConnection()
    let row = try connection.query("SELECT $b, $a, $b", named: ["a": 1, "b": 2]).rows[0]
    #expect(row.values == [2, 1, 2])
    #expect(try connection.query("SELECT $2, $1", ["x", "y"]).rows[0].values == ["y", "x"])
}

@Test func aPreparedStatementRunsAgainWithOtherValues() throws {
    let connection = try memoryConnection()
    let statement = try connection.prepare("SELECT ? || '!'")
    for word in ["a", "b", "c"] {
        #expect(try statement.query([.string(word)]).first == .string(word + "!"))
    }
    #expect(statement.parameterCount == 1)
    let mixed = try connection.prepare("SELECT typeof(?)")
    #expect(try mixed.query([1]).first == "BIGINT")
    #expect(try mixed.query(["x"]).first == "VARCHAR")
    #expect(try mixed.query([[1.5]]).first == "DOUBLE[]")
}

@Test(arguments: [
    ("BEGIN", "begin"), ("  /* c */ -- d\n Rollback;", "rollback"), ("", ""), ("-- x", ""),
    ("(SELECT 1)", "select"),
])
func theFirstWordOfAStatementIsFound(_ sql: String, _ word: String) {
    #expect(ScriptSplitter.firstWord(of: sql) == word)
}
