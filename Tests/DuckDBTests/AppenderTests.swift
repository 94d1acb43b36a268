import DuckDB
import Foundation
import Testing

private func count(_ connection: Connection, _ table: String = "t") throws -> Int? {
    try connection.query("SELECT count(*) FROM \(identifier: table)").first?.intValue
}

@Test func appenderWritesEveryKindOfColumnOfTheStore() throws {
    let connection = try memoryConnection()
    try connection.execute(
        """
        CREATE TABLE t (id UUID, moment TIMESTAMPTZ, tags VARCHAR[], v FLOAT[], w FLOAT[3],
            n INTEGER, meta JSON)
        """)
    let id = UUID()
    let now = Timestamp(Date())
    let appender = try connection.appender(table: "t")
    try appender.append([
        .uuid(id), .timestamptz(now), ["a", "b"], .list([.float(1), .float(2)]), [1, 2, 3], 7,
        "{\"a\": 1}",
    ])
    try appender.append([.null, .null, .null, .null, .null, .null, .null])
    try appender.appendRow { row in
        try row.append(id)
        try row.append(now)
        try row.append(["c"])
        try row.append([Float]())
        try row.append([4, 5, 6] as [Float])
        try row.append(8)
        try row.append("[]")
    }
    try appender.append(columns: [
        .uuids([id, id]), .timestamps([now, now]), .stringLists([["d"], []]),
        .floatVectors([1, 2, 3, 4], dimension: 2), .floatVectors([1, 2, 3, 4, 5, 6], dimension: 3),
        .int64s([9, 10]), .nulls(count: 2),
    ])
    try appender.close()
    let result = try connection.query("SELECT * FROM t")
    #expect(try result.uuids("id") == [id, nil, id, id, id])
    #expect(try result.timestamps("moment") == [now, nil, now, now, now])
    #expect(try result.stringLists("tags") == [["a", "b"], nil, ["c"], ["d"], []])
    #expect(try result.floatVectors("v") == [[1, 2], nil, [], [1, 2], [3, 4]])
    #expect(try result.floatVectors("w") == [[1, 2, 3], nil, [4, 5, 6], [1, 2, 3], [4, 5, 6]])
    #expect(try result.integers("n") == [7, nil, 8, 9, 10])
    #expect(try result.strings("meta") == ["{\"a\": 1}", nil, "[]", nil, nil])
}

@Test func manyChunksOfRowsArriveInOrder() throws {
    let connection = try memoryConnection()
    try connection.execute(
        "CREATE TABLE t (i BIGINT, text VARCHAR, list VARCHAR[], m MAP(VARCHAR, INTEGER))")
    let appender = try connection.appender(table: "t")
    for row in 0..<7_000 {
        let number = Value.int(Int64(row))
        try appender.append([
            row % 3 == 0 ? .null : number, .string("text of row number \(row)"),
            row % 5 == 0 ? .null : ["x", .null, .string("element of row \(row)")],
            .map([.init("k", number)]),
        ])
    }
    try appender.close()
    let bad = try connection.query(
        """
        SELECT count(*) FROM (SELECT rowid AS r, * FROM t)
        WHERE i IS DISTINCT FROM CASE WHEN r % 3 = 0 THEN NULL ELSE r END
            OR text <> 'text of row number ' || r
            OR list IS DISTINCT FROM
                CASE WHEN r % 5 = 0 THEN NULL ELSE ['x', NULL, 'element of row ' || r] END
            OR m <> MAP {'k': r::INTEGER}
        """)
    #expect(bad.first == 0)
    #expect(try count(connection) == 7_000)
}

@Test(
    arguments: [
        ("INTEGER", "text", .typeMismatch), ("TINYINT", 128, .outOfRange),
        ("UBIGINT", -1, .outOfRange), ("UUID", "not one", .typeMismatch),
        ("DECIMAL(4,2)", .decimal(DecimalNumber(unscaled: 12345, scale: 3)), .outOfRange),
        ("DECIMAL(4,2)", 100, .outOfRange), ("FLOAT[2]", [1], .typeMismatch),
        ("ENUM('a')", "b", .conversion), ("STRUCT(a INTEGER)", ["b": 1], .typeMismatch),
        ("TIMESTAMP", .timestamptz(Timestamp(microseconds: 0)), .typeMismatch),
        ("INTEGER[]", [1, "x"], .typeMismatch), ("BOOLEAN", 1, .typeMismatch),
    ] as [(String, Value, DuckDBError.Code)])
func aRowThatDoesNotFitIsLeftOut(_ type: String, _ value: Value, _ code: DuckDBError.Code) throws {
    let connection = try memoryConnection()
    try connection.query("CREATE TABLE t (n INTEGER, v \(unescaped: type))")
    let appender = try connection.appender(table: "t")
    try appender.append([1, .null])
    let error = #expect(throws: DuckDBError.self) { try appender.append([2, value]) }
    #expect(error?.code == code)
    #expect(error?.message.contains("column v of table t") == true)
    #expect(throws: DuckDBError.self) { try appender.append([3]) }
    #expect(throws: DuckDBError.self) { try appender.appendRow { row in try row.append(4) } }
    #expect(throws: DuckDBError.self) {
        try appender.appendRow { row in for _ in 0..<3 { try row.append(5) } }
    }
    try appender.append([6, .null])
    try appender.close()
    #expect(try connection.query("SELECT n FROM t").integers("n") == [1, 6])
}

@Test func aConstraintThatFailsAtTheEndLeavesNoRowAtAll() throws {
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE t (i BIGINT PRIMARY KEY)")
    let appender = try connection.appender(table: "t")
    // More than the engine buffers, so that parts are written on the way.
    try appender.append(columns: [.int64s(Array(0..<500_000))])
    #expect(throws: DuckDBError.self) {
        try appender.append([7])
        try appender.close()
    }
    #expect(try count(connection) == 0)
    let again = #expect(throws: DuckDBError.self) { try appender.append([8]) }
    #expect(again?.code == .constraint)
    // The connection is free for a transaction.
    try connection.transaction { try connection.execute("INSERT INTO t VALUES (1)") }
    #expect(try count(connection) == 1)
}

@Test func flushedRowsStayWhenLaterOnesFail() throws {
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE t (i BIGINT NOT NULL)")
    let appender = try connection.appender(table: "t")
    try appender.append([1])
    try appender.flush()
    #expect(try count(connection) == 1)
    try appender.append([2])
    try appender.append([.null])
    #expect(throws: DuckDBError.self) { try appender.close() }
    #expect(try count(connection) == 1)
}

@Test func anAppenderThatIsNotClosedLeavesNothing() throws {
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE t (i BIGINT)")
    do {
        let appender = try connection.appender(table: "t")
        try appender.append(columns: [.int64s(Array(0..<500_000))])
    }
    #expect(try count(connection) == 0)
    let cancelled = try connection.appender(table: "t")
    try cancelled.append([1])
    cancelled.cancel()
    #expect(throws: DuckDBError.self) { try cancelled.append([2]) }
    #expect(throws: DuckDBError.self) { try cancelled.close() }
    #expect(try count(connection) == 0)
}

@Test func anAppenderInsideATransactionBelongsToIt() throws {
    struct Stop: Error {}
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE t (i BIGINT)")
    func append() throws {
        let appender = try connection.appender(table: "t")
        try appender.append(columns: [.int64s(Array(0..<10_000))])
        try appender.close()
    }
    #expect(throws: Stop.self) {
        try connection.transaction {
            try append()
            throw Stop()
        }
    }
    #expect(try count(connection) == 0)
    try connection.transaction { try append() }
    #expect(try count(connection) == 10_000)
    try connection.execute("BEGIN")
    try append()
    try connection.execute("ROLLBACK")
    #expect(try count(connection) == 10_000)
}

@Test func anAppenderFindsItsTableBySchemaAndCatalogAndMayLeaveColumnsOut() throws {
    let connection = try memoryConnection()
    try connection.execute(
        """
        ATTACH ':memory:' AS other; CREATE SCHEMA other."a schema";
        CREATE TABLE other."a schema"."the table" (a INTEGER DEFAULT 5, b VARCHAR, c INTEGER);
        """)
    let appender = try connection.appender(
        table: "the table", schema: "a schema", catalog: "other", columns: ["c", "b"])
    #expect(appender.columns.map(\.name) == ["c", "b"])
    try appender.append([1, "x"])
    try appender.close()
    let row = try connection.query("SELECT * FROM other.\"a schema\".\"the table\"").rows[0]
    #expect(row.values == [5, "x", 1])
    for table in ["no table", "the\0 table", ""] {
        let error = #expect(throws: DuckDBError.self) { try connection.appender(table: table) }
        #expect(error?.code == .catalog || error?.code == .invalidInput)
    }
    #expect(throws: DuckDBError.self) {
        try connection.appender(
            table: "the table", schema: "a schema", catalog: "other", columns: ["nope"])
    }
}

@Test func columnsOfDifferentLengthsAreRefused() throws {
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE t (a BIGINT, b FLOAT[2])")
    let appender = try connection.appender(table: "t")
    for columns: [Appender.Batch] in [
        [.int64s([1])], [.int64s([1]), .nulls(count: 2)],
        [.int64s([1]), .floatVectors([1, 2, 3], dimension: 2)],
    ] {
        let error = #expect(throws: DuckDBError.self) { try appender.append(columns: columns) }
        #expect(error?.code == .parameters)
    }
    let error = #expect(throws: DuckDBError.self) {
        try appender.append(columns: [.int64s([1]), .floatVectors([1, 2, 3], dimension: 3)])
    }
    #expect(error?.code == .typeMismatch)
    #expect(throws: DuckDBError.self) { try appender.close() }
    #expect(try count(connection) == 0)
}
