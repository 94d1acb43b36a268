import DuckDB
import Foundation
import Testing

func memoryConnection() throws -> Connection { try Database(path: nil).connect() }

@Test func valuesOfAnInterpolationAreBoundAndComeBack() throws {
    let connection = try memoryConnection()
    let id = UUID()
    let result = try connection.query(
        "SELECT \(id) AS id, \("it's") AS text, \(41) + 1 AS answer, \(nil as Int?) AS nothing")
    #expect(result[0, "id"] == .uuid(id))
    #expect(result[0, "text"] == "it's")
    #expect(result[0, "answer"] == 42)
    #expect(result[0, "nothing"] == .null)
}

@Test func appenderWritesEveryKindOfColumnOfTheStore() throws {
    let connection = try memoryConnection()
    try connection.execute(
        "CREATE TABLE t (id UUID, moment TIMESTAMPTZ, tags VARCHAR[], v FLOAT[], w FLOAT[3], n INTEGER)"
    )
    let id = UUID()
    let now = Timestamp(Date())
    let appender = try connection.appender(table: "t")
    try appender.append([
        .uuid(id), .timestamptz(now), ["a", "b"], .list([.float(1), .float(2)]), [1, 2, 3], 7,
    ])
    try appender.append([.null, .null, .null, .null, .null, .null])
    try appender.close()
    let result = try connection.query("SELECT * FROM t")
    #expect(result.rowCount == 2)
    #expect(result[0, "id"] == .uuid(id))
    #expect(result[0, "moment"] == .timestamptz(now))
    #expect(result[0, "tags"] == ["a", "b"])
    #expect(try result.floatVectors("v") == [[1, 2], nil])
    #expect(try result.floatVectors("w") == [[1, 2, 3], nil])
    #expect(result[0, "n"] == 7)
    #expect(result[1, "id"].isNull)
}

@Test func aTransactionThatThrowsLeavesNothing() throws {
    struct Stop: Error {}
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE t (a INTEGER)")
    #expect(throws: Stop.self) {
        try connection.transaction {
            try connection.execute("INSERT INTO t VALUES (1)")
            throw Stop()
        }
    }
    #expect(try connection.query("SELECT count(*) FROM t").first == 0)
    try connection.transaction { () throws(DuckDBError) in
        try connection.execute("INSERT INTO t VALUES (1)")
    }
    #expect(try connection.query("SELECT count(*) FROM t").first == 1)
}

@Test func aFunctionWrittenInSwiftAnswersFromSQL() throws {
    let connection = try memoryConnection()
    try connection.register(ScalarFunction("shout") { (text: String) in text.uppercased() + "!" })
    let result = try connection.query("SELECT shout('x'), shout(NULL)")
    #expect(result[0, 0] == "X!")
    #expect(result[0, 1] == .null)
}
