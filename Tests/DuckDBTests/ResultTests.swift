import DuckDB
import Foundation
import Testing

private let rows = 3 * 2048 + 17

@Test func everyRowOfManyChunksIsWhereItShouldBe() throws {
    let connection = try memoryConnection()
    let result = try connection.query(
        """
        SELECT i, i::INTEGER AS small, i * 0.5::DOUBLE AS half, 'row number ' || i AS text,
            CASE WHEN i % 7 = 0 THEN NULL ELSE i END AS gaps, i % 2 = 0 AS even,
            CASE WHEN i % 5 = 0 THEN NULL ELSE [i, NULL, i + 1] END AS list,
            md5(i::VARCHAR)::UUID AS id, epoch_ms(i) AS moment, ['t' || i] AS tags
        FROM range(\(rows)) t(i)
        """)
    #expect(result.rowCount == rows)
    #expect(result.chunks.count > 3)
    for row in [0, 1, 2047, 2048, 4096, rows - 1] {
        #expect(result[row, "i"] == .int(Int64(row)))
        #expect(result[row, "text"] == .string("row number \(row)"))
        #expect(
            result[row, "list"]
                == (row % 5 == 0 ? .null : .list([.int(Int64(row)), .null, .int(Int64(row + 1))])))
    }
    #expect(try result.integers("i") == (0..<Int64(rows)).map { $0 })
    #expect(try result.integers("small") == (0..<Int64(rows)).map { $0 })
    #expect(try result.integers("gaps") == (0..<Int64(rows)).map { $0 % 7 == 0 ? nil : $0 })
    #expect(try result.doubles("half") == (0..<rows).map { Double($0) / 2 })
    #expect(try result.doubles("gaps")[1] == 1)
    #expect(try result.strings("text") == (0..<rows).map { "row number \($0)" })
    #expect(try result.bools("even")[3] == false)
    #expect(try result.timestamps("moment")[5] == Timestamp(microseconds: 5_000))
    #expect(try result.stringLists("tags")[6000] == ["t6000"])
    #expect(try result.uuids("id")[1] == UUID(uuidString: "c4ca4238-a0b9-2382-0dcc-509a6f75849b"))
    #expect(try result.decode("i", as: Int.self) == Array(0..<rows))
    #expect(try result.rows[9].decode("text", as: String.self) == "row number 9")
}

@Test func aNullInAListKeepsItsPlace() throws {
    let result = try memoryConnection().query(
        """
        SELECT [{'a': [1, NULL], 'b': NULL}, NULL, {'a': NULL, 'b': MAP {'k': [NULL, 2]}}] AS v
        """)
    #expect(
        result[0, "v"] == [
            ["a": [1, .null], "b": .null], .null,
            ["a": .null, "b": .map([.init("k", [.null, 2])])],
        ])
}

@Test func vectorsAreReadInPlace() throws {
    let connection = try memoryConnection()
    for type in ["FLOAT[]", "FLOAT[3]"] {
        try connection.query("CREATE OR REPLACE TABLE t (v \(unescaped: type))")
        let appender = try connection.appender(table: "t")
        for row in 0..<rows {
            let first = Float(row)
            try appender.appendRow { writer in
                if row % 4 == 3 {
                    try writer.appendNull()
                } else {
                    try writer.append([first, first + 1, first + 2])
                }
            }
        }
        try appender.close()
        let result = try connection.query("SELECT v FROM t")
        let vectors = try result.floatVectors("v")
        #expect(vectors.count == rows)
        #expect(vectors[3] == nil)
        #expect(vectors[5000] == [5000, 5001, 5002])
        #expect(try result.chunks[0].floatVectors(0).rowStride == nil)
        let full = try connection.query(
            "SELECT [i, i + 1, i + 2]::\(unescaped: type) AS v FROM range(\(rows)) t(i)")
        var seen = 0
        try full.forEachChunk { chunk in
            let column = try chunk.floatVectors(0)
            #expect(column.rowStride == 3)
            column.withUnsafeMatrix { matrix in
                #expect(matrix?.values.count == 3 * chunk.rowCount)
                #expect(matrix?.values[3] == Float(seen + 1))
            }
            seen += chunk.rowCount
        }
        #expect(seen == rows)
    }
}

@Test func aNullInsideAVectorIsRefusedAndNotReadAsANumber() throws {
    let connection = try memoryConnection()
    for type in ["FLOAT[]", "FLOAT[2]"] {
        let result = try connection.query("SELECT [1, NULL]::\(unescaped: type) AS v")
        let error = #expect(throws: DuckDBError.self) { try result.floatVectors("v") }
        #expect(error?.code == .typeMismatch)
        #expect(result[0, "v"].listValue == [.float(1), .null])
    }
}

@Test func aTypedColumnOfAnotherTypeIsAnError() throws {
    let result = try memoryConnection().query(
        "SELECT 'x' AS text, 1 AS n, NULL::INTEGER AS nothing")
    let reads: [() throws -> Void] = [
        { _ = try result.integers("text") }, { _ = try result.doubles("text") },
        { _ = try result.strings("n") }, { _ = try result.uuids("n") },
        { _ = try result.bools("n") }, { _ = try result.floatVectors("n") },
        { _ = try result.timestamps("n") }, { _ = try result.chunks[0].int64s(1) },
        { _ = try result.rows[0].decode("nothing", as: Int.self) },
        { _ = try result.rows[0].decode("text", as: Int.self) },
    ]
    for read in reads {
        let error = #expect(throws: DuckDBError.self) { try read() }
        #expect(error?.code == .typeMismatch)
    }
    #expect(try result.rows[0].decode("nothing", as: Int?.self) == nil)
    let unknown = #expect(throws: DuckDBError.self) { try result.integers("absent") }
    #expect(unknown?.code == .unknownColumn)
    #expect(unknown?.message.contains("text, n, nothing") == true)
    #expect(try result.index(of: "TEXT") == 0)
}

@Test func columnsAndChunksOutliveTheirResultAndConnection() throws {
    func column() throws -> (StringColumn, NumberColumn<Int64>) {
        let connection = try memoryConnection()
        let chunk = try connection.query(
            "SELECT i, 'a text longer than inline ' || i FROM range(9) t(i)"
        )
        .chunks[0]
        return (try chunk.strings(1), try chunk.int64s(0))
    }
    let (strings, numbers) = try column()
    #expect(strings.map { $0 } == (0..<9).map { "a text longer than inline \($0)" })
    #expect(numbers.map { $0 } == (0..<9).map { Int64($0) })
    let bytes = strings.withBytes(0) { $0.map { $0.count } }
    #expect(bytes == 27)
}

@Test func changesCountTheRowsOfAWrite() throws {
    let connection = try memoryConnection()
    #expect(try connection.query("CREATE TABLE t (a INTEGER)").columns.isEmpty)
    #expect(try connection.query("INSERT INTO t SELECT * FROM range(10)").changes == 10)
    #expect(try connection.query("UPDATE t SET a = 0 WHERE a < 4").changes == 4)
    let returned = try connection.query("DELETE FROM t WHERE a = 0 RETURNING a")
    #expect(returned.changes == 4)
    #expect(returned.rowCount == 4)
    #expect(try connection.query("SELECT * FROM t").changes == 0)
    #expect(try connection.query("SELECT * FROM t WHERE a > 100").isEmpty)
    #expect(try connection.query("SELECT * FROM t WHERE a > 100").first == Value?.none)
}

@Test func aStreamGivesEveryRowAndThenEnds() throws {
    let connection = try memoryConnection()
    let stream = try connection.stream("SELECT i FROM range(\(1_000_000)) t(i)")
    var sum: Int64 = 0
    while let chunk = try stream.next() {
        try chunk.int64s(0).withUnsafeValues { for value in $0 { sum += value } }
    }
    #expect(sum == 499_999_500_000)
    #expect(try stream.next() == nil)
}

@Test func anotherStatementEndsAStreamAndTheStreamSaysSo() throws {
    let connection = try memoryConnection()
    let stream = try connection.stream("SELECT i FROM range(1000000) t(i)")
    _ = try stream.next()
    try connection.query("SELECT 1")
    let error = #expect(throws: DuckDBError.self) { try stream.next() }
    #expect(error?.code == .closed)
    let closed = try connection.stream("SELECT i FROM range(1000000) t(i)")
    closed.close()
    #expect(throws: DuckDBError.self) { try closed.next() }
}

@Test func aStreamThatFailsOnItsWayThrows() throws {
    let connection = try memoryConnection()
    let stream = try connection.stream(
        "SELECT CASE WHEN i = 900000 THEN error('boom') ELSE i::VARCHAR END FROM range(1000000) t(i)"
    )
    let error = #expect(throws: DuckDBError.self) { while try stream.next() != nil {} }
    #expect(error?.message.contains("boom") == true)
    #expect(try connection.query("SELECT 1").first == 1)
}
