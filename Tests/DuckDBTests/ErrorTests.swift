import DuckDB
import Foundation
import Testing

@Test(
    arguments: [
        ("SELEC 1", .parser), ("SELECT * FROM nope", .catalog),
        ("SELECT nope FROM (SELECT 1 AS a)", .binder), ("SELECT 'x'::INTEGER", .conversion),
        ("SELECT 9223372036854775807 + 1::BIGINT", .outOfRange),
        ("SELECT error('no')", .invalidInput), ("COMMIT", .transaction),
        ("SELECT 1; SELECT 2", .invalidInput), ("", .invalidInput), ("SELECT ?", .parameters),
        ("LOAD '/no/such.duckdb_extension'", .io), ("SELECT 1\0 garbage", .parser),
        ("SELECT 1::VARIANT", .unsupportedType),
    ] as [(String, DuckDBError.Code)])
func anErrorHasItsCodeAndNamesItsStatement(_ sql: String, _ code: DuckDBError.Code) throws {
    let connection = try memoryConnection()
    let error = #expect(throws: DuckDBError.self) { try connection.query(sql, []) }
    #expect(error?.code == code)
    #expect(error?.sql == sql)
    #expect(error?.message.isEmpty == false)
    // The connection works on.
    #expect(try connection.query("SELECT 1").first == 1)
}

@Test func valuesStayOutOfTheDescription() throws {
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE people (name VARCHAR PRIMARY KEY, age INTEGER)")
    let secret = "Anna Geheim"
    var errors: [DuckDBError?] = []
    errors.append(
        #expect(throws: DuckDBError.self) { try connection.query("SELECT \(secret)::DATE") })
    try connection.query("INSERT INTO people VALUES (\(secret), 1)")
    errors.append(
        #expect(throws: DuckDBError.self) {
            try connection.query("INSERT INTO people VALUES (\(secret), 2)")
        })
    errors.append(
        #expect(throws: DuckDBError.self) { try connection.query("SELECT error(\(secret))") })
    errors.append(
        #expect(throws: DuckDBError.self) {
            try connection.query("INSERT INTO people SELECT name, 3 FROM people")
        })
    for error in errors {
        #expect(error?.message.contains("Anna") == true)
        #expect(error?.description.contains("Anna") == false)
    }
    #expect(errors[1]?.code == .constraint)
}

@Test func aSecretInAStatementIsNotShown() throws {
    let connection = try memoryConnection()
    let error = #expect(throws: DuckDBError.self) {
        try connection.execute("CREATE SECRET s (TYPE nosuch, PASSWORD 'hunter2')")
    }
    #expect(error?.description.contains("hunter2") == false)
}

@Test func aScriptNamesTheStatementThatFails() throws {
    let connection = try memoryConnection()
    let error = #expect(throws: DuckDBError.self) {
        try connection.execute(
            "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES ('x;y'); DROP TABLE t")
    }
    #expect(error?.code == .conversion)
    #expect(error?.statementNumber == 2)
    #expect(error?.sql == "INSERT INTO t VALUES ('x;y')")
    #expect(try connection.query("SELECT count(*) FROM t").first == 0)
}

@Test func aScriptWithASyntaxErrorRunsNothing() throws {
    let connection = try memoryConnection()
    let error = #expect(throws: DuckDBError.self) {
        try connection.execute("CREATE TABLE t (a INTEGER); SELEC 1; SELECT 2")
    }
    #expect(error?.statementNumber == 2)
    #expect(try connection.query("SELECT count(*) FROM duckdb_tables()").first == 0)
}

@Test func aWrongNumberOfValuesIsTold() throws {
    let connection = try memoryConnection()
    let error = #expect(throws: DuckDBError.self) { try connection.query("SELECT ?, ?", [1]) }
    #expect(error?.code == .parameters)
    let named = #expect(throws: DuckDBError.self) {
        try connection.query("SELECT $a", named: ["b": 1])
    }
    #expect(named?.code == .parameters)
}

@Test func memoryThatRunsOutIsAnErrorAndTheConnectionWorksOn() throws {
    let database = try Database(
        path: nil,
        options: .init(memoryLimit: .mebibytes(20), settings: ["max_temp_directory_size": "0KiB"]))
    let connection = try database.connect()
    let error = #expect(throws: DuckDBError.self) {
        try connection.query("SELECT list(md5(i::VARCHAR)) FROM range(2000000) t(i)")
    }
    #expect(error?.code == .outOfMemory)
    #expect(try connection.query("SELECT 1").first == 1)
}
