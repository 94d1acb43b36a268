import DuckDB
import Foundation
import Testing

/// SQL text and what it reads as.
struct Literal: Sendable, CustomTestStringConvertible {
    let sql: String
    let value: Value
    let type: LogicalType

    init(_ sql: String, _ value: Value, _ type: LogicalType) {
        self.sql = sql
        self.value = value
        self.type = type
    }

    var testDescription: String { sql }
}

private let id = UUID(uuidString: "8f14e45f-ceea-467f-a9d4-000000000001")!
private let lowID = UUID(uuidString: "00000000-0000-0000-0000-0000000000ff")!
private let long = String(repeating: "Haselmaus ", count: 20)

private let literals: [Literal] = [
    Literal("true", true, .boolean),
    Literal("(-128)::TINYINT", -128, .tinyint),
    Literal("(-32768)::SMALLINT", -32768, .smallint),
    Literal("42", 42, .integer),
    Literal("(-9223372036854775808)::BIGINT", .int(.min), .bigint),
    Literal("255::UTINYINT", 255, .utinyint),
    Literal("65535::USMALLINT", 65535, .usmallint),
    Literal("4294967295::UINTEGER", 4_294_967_295, .uinteger),
    Literal("18446744073709551615::UBIGINT", .uint64(.max), .ubigint),
    Literal("170141183460469231731687303715884105727::HUGEINT", .hugeint(.max), .hugeint),
    Literal("(-170141183460469231731687303715884105728)::HUGEINT", .hugeint(.min), .hugeint),
    Literal("340282366920938463463374607431768211455::UHUGEINT", .uhugeint(.max), .uhugeint),
    Literal("1.5::FLOAT", .float(1.5), .float),
    Literal("'-inf'::DOUBLE", .double(-.infinity), .double),
    Literal(
        "12.34::DECIMAL(4,2)", .decimal(DecimalNumber(unscaled: 1234, width: 4, scale: 2)),
        .decimal(width: 4, scale: 2)),
    Literal(
        "-1.5::DECIMAL(9,1)", .decimal(DecimalNumber(unscaled: -15, width: 9, scale: 1)),
        .decimal(width: 9, scale: 1)),
    Literal(
        "123456789012.5::DECIMAL(18,3)",
        .decimal(DecimalNumber(unscaled: 123_456_789_012_500, width: 18, scale: 3)),
        .decimal(width: 18, scale: 3)),
    Literal(
        "-99999999999999999999999999999999999.999::DECIMAL(38,3)",
        .decimal(
            DecimalNumber(
                unscaled: -99_999_999_999_999_999_999_999_999_999_999_999_999, width: 38, scale: 3)),
        .decimal(width: 38, scale: 3)),
    Literal("'123456789012345678901234567890'::BIGNUM", "123456789012345678901234567890", .bignum),
    Literal(
        "'-123456789012345678901234567890'::BIGNUM", "-123456789012345678901234567890", .bignum),
    Literal("'0'::BIGNUM", "0", .bignum),
    Literal("'-1000000000'::BIGNUM", "-1000000000", .bignum),
    Literal("''", "", .varchar),
    Literal("'twelve bytes'", "twelve bytes", .varchar),
    Literal("'thirteen byte'", "thirteen byte", .varchar),
    Literal("repeat('Haselmaus ', 20)", .string(long), .varchar),
    Literal("'é🐭' || chr(0) || 'x'", "é🐭\0x", .varchar),
    Literal("'{\"a\": 1}'::JSON", "{\"a\": 1}", .json),
    Literal("'\\x00\\xFF'::BLOB", .blob([0, 255]), .blob),
    Literal("''::BLOB", .blob([]), .blob),
    Literal("'10110'::BIT", .bit("10110"), .bit),
    Literal("'1011000111110000'::BIT", .bit("1011000111110000"), .bit),
    Literal("DATE '2024-02-29'", .date(CalendarDate(year: 2024, month: 2, day: 29)), .date),
    Literal("DATE '0044-03-15 (BC)'", .date(CalendarDate(year: -43, month: 3, day: 15)), .date),
    Literal("DATE 'infinity'", .date(.infinity), .date),
    Literal("DATE '-infinity'", .date(.negativeInfinity), .date),
    Literal(
        "TIME '23:59:59.123456'",
        .time(TimeOfDay(hour: 23, minute: 59, second: 59, microsecond: 123_456)), .time),
    Literal("'00:00:01.000000001'::TIME_NS", .timeNS(1_000_000_001), .timeNS),
    Literal(
        "TIMETZ '12:30:00+05:30'", .timeTZ(TimeOfDay(hour: 12, minute: 30), offset: 19_800),
        .timeTZ),
    Literal(
        "TIMETZ '12:30:00-15:59:59'", .timeTZ(TimeOfDay(hour: 12, minute: 30), offset: -57_599),
        .timeTZ),
    Literal(
        "TIMESTAMP '1970-01-02 00:00:00.000001'",
        .timestamp(Timestamp(microseconds: 86_400_000_001)), .timestamp),
    Literal("TIMESTAMP 'infinity'", .timestamp(.infinity), .timestamp),
    Literal("TIMESTAMP '-infinity'", .timestamp(.negativeInfinity), .timestamp),
    Literal(
        "TIMESTAMP_S '1970-01-01 00:00:07'", .timestamp(Timestamp(microseconds: 7_000_000)),
        .timestampS),
    Literal("'infinity'::TIMESTAMP_S", .timestamp(.infinity), .timestampS),
    Literal(
        "TIMESTAMP_MS '1969-12-31 23:59:59.999'", .timestamp(Timestamp(microseconds: -1_000)),
        .timestampMS),
    Literal(
        "TIMESTAMP_NS '1970-01-01 00:00:00.000000007'", .timestampNS(7), .timestampNS),
    Literal(
        "TIMESTAMPTZ '1970-01-01 02:00:00+02'", .timestamptz(Timestamp(microseconds: 0)),
        .timestampTZ),
    Literal(
        "INTERVAL '14 months 3 days 2 seconds'",
        .interval(Interval(months: 14, days: 3, microseconds: 2_000_000)), .interval),
    Literal("UUID '8f14e45f-ceea-467f-a9d4-000000000001'", .uuid(id), .uuid),
    Literal("UUID '00000000-0000-0000-0000-0000000000ff'", .uuid(lowID), .uuid),
    Literal("'happy'::ENUM('sad', 'happy')", "happy", .enumeration(["sad", "happy"])),
    Literal("[1, NULL, 3]", [1, .null, 3], .list(.integer)),
    Literal("[]::VARCHAR[]", [], .list(.varchar)),
    Literal("[[1], NULL, [], [2, 3]]", [[1], .null, [], [2, 3]], .list(.list(.integer))),
    Literal(
        "[0.5, 1.5]::FLOAT[2]", .array([.float(0.5), .float(1.5)]), .array(.float, count: 2)),
    Literal(
        "[[1, 2], [NULL, 4]]::INTEGER[2][2]", .array([.array([1, 2]), .array([.null, 4])]),
        .array(.array(.integer, count: 2), count: 2)),
    Literal(
        "{'name': 'a long name that is not inlined', 'n': NULL::INTEGER}",
        ["name": "a long name that is not inlined", "n": .null],
        .structure([.init("name", .varchar), .init("n", .integer)])),
    Literal(
        "[{'a': [1]}, NULL]", [["a": [1]], .null],
        .list(.structure([.init("a", .list(.integer))]))),
    Literal(
        "MAP {'x': 1, 'y': NULL}", .map([.init("x", 1), .init("y", .null)]),
        .map(key: .varchar, value: .integer)),
    Literal(
        "union_value(word := 'hi')::UNION(num INTEGER, word VARCHAR)",
        .union(tag: "word", "hi"), .union([.init("num", .integer), .init("word", .varchar)])),
    // DuckDB gives a bare NULL the type INTEGER in a result.
    Literal("NULL", .null, .integer),
]

@Test(arguments: literals)
func aLiteralReadsAsItsValueAndType(_ literal: Literal) throws {
    let result = try memoryConnection().query(SQL(text: "SELECT \(literal.sql) AS v"))
    #expect(result.columns[0].type == literal.type)
    #expect(result[0, 0] == literal.value)
}

/// Through a table, so that the engine's storage and the appender take part, with a NULL on
/// either side.
@Test(arguments: literals)
func aValueGoesThroughTheAppenderAndComesBack(_ literal: Literal) throws {
    // There is no writer for BIGNUM: it is bound as text.
    guard literal.type != .bignum else { return }
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE t AS SELECT \(literal.sql) AS v LIMIT 0")
    let appender = try connection.appender(table: "t")
    #expect(appender.columns == [Column(name: "v", type: literal.type)])
    for value in [.null, literal.value, .null, literal.value] { try appender.append([value]) }
    try appender.close()
    let read = try connection.query("SELECT v FROM t").rows.map { $0[0] }
    #expect(read == [.null, literal.value, .null, literal.value])
    // The engine sees the same value as in the literal.
    let same = try connection.query(
        SQL(text: "SELECT count(*) FROM t WHERE v IS NOT DISTINCT FROM \(literal.sql)"))
    #expect(same.first == (literal.value == .null ? 4 : 2))
}

@Test(arguments: literals)
func aBoundValueComesBackAsItself(_ literal: Literal) throws {
    let result = try memoryConnection().query("SELECT \(literal.value) AS v")
    #expect(result[0, 0] == literal.value)
}

@Test(arguments: literals)
func aBoundValueIsEqualToItsLiteral(_ literal: Literal) throws {
    let sql: SQL = "SELECT \(unescaped: literal.sql) IS NOT DISTINCT FROM "
    let cast: SQL = "(\(literal.value))::\(unescaped: literal.type.description)"
    #expect(try memoryConnection().query(sql + cast).first == true)
}

/// A type that goes out to the engine as a parameter of a function and comes back as its answer.
@Test(arguments: literals)
func aFunctionTakesAndGivesEveryType(_ literal: Literal) throws {
    // There is no writer for BIGNUM: it is bound as text.
    guard literal.type != .bignum else { return }
    let connection = try memoryConnection()
    try connection.register(
        ScalarFunction(
            name: "same", parameters: [literal.type], returns: literal.type, eachRow: { $0[0] }))
    let result = try connection.query(
        SQL(
            text: "SELECT same(v) AS s, v FROM (SELECT \(literal.sql) AS v FROM range(3333) "
                + "UNION ALL SELECT NULL FROM range(1667))"))
    #expect(result.columns[0].type == literal.type)
    #expect(result.rows.allSatisfy { $0[0] == $0[1] })
    #expect(result.rows.count { $0[0] == literal.value } == (literal.value == .null ? 5000 : 3333))
}
