import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
struct QueryTests {
    @Test func valuesComeBackAsTheyWentIn() throws {
        let database = try TestDatabase(extensions: ["vector"])
        let connection = try database.connect()
        let id = UUID()
        let moment = PostgresTimestamp(microseconds: 1_714_566_600_123_457)
        let cases: [(PostgresQuery, PostgresValue)] = [
            ("SELECT \(true)", .bool(true)),
            ("SELECT \(Int16(-3))", .int16(-3)),
            ("SELECT \(Int32.min)", .int32(.min)),
            ("SELECT \(Int.max)", .int64(.max)),
            ("SELECT \(Float(1.5))", .float(1.5)),
            ("SELECT \(-0.1)", .double(-0.1)),
            ("SELECT \("ä'\"\\$1 \u{1F42D}")::text", .string("ä'\"\\$1 \u{1F42D}")),
            ("SELECT \("")::text", .string("")),
            ("SELECT \(String?.none)::text", .null),
            ("SELECT \(id)", .uuid(id)),
            ("SELECT \(Data([0, 1, 255]))", .bytes([0, 1, 255])),
            ("SELECT \(Data())", .bytes([])),
            ("SELECT \(moment)", .timestamptz(moment)),
            ("SELECT \(PostgresValue.timestamp(moment))", .timestamp(moment)),
            ("SELECT \(PostgresTimestamp.infinity)", .timestamptz(.infinity)),
            ("SELECT '-infinity'::timestamp", .timestamp(.negativeInfinity)),
            ("SELECT '2024-02-29'::date", .date(PostgresDate(year: 2024, month: 2, day: 29))),
            ("SELECT \(PostgresDate(days: -800_000))", .date(PostgresDate(days: -800_000))),
            ("SELECT '24:00'::time", .time(PostgresTime(microseconds: 86_400_000_000))),
            (
                "SELECT '1 year -3 days 0.000001 seconds'::interval",
                .interval(PostgresInterval(months: 12, days: -3, microseconds: 1))
            ),
            ("SELECT \(PostgresValue.jsonb(#"{"b": [1]}"#))", .jsonb(#"{"b": [1]}"#)),
            ("SELECT \(#"{"b":1}"#)::json", .json(#"{"b":1}"#)),
            ("SELECT \([1, 2])", .array(PostgresArray(.int8, [.int64(1), .int64(2)]))),
            ("SELECT \([String]())", .array(PostgresArray(.text, []))),
            (
                "SELECT \(["a", nil, "{\"}"])",
                .array(PostgresArray(.text, [.string("a"), .null, .string("{\"}")]))
            ),
            (
                "SELECT '{{1,2},{3,4}}'::int[]",
                .array(PostgresArray(.int4, dimensions: [2, 2], (1...4).map { .int32($0) })!)
            ),
            ("SELECT \(PostgresVector([1, -2.5]))::vector", .vector([1, -2.5])),
            ("SELECT \(PostgresValue.halfvec([1, 0.1]))::halfvec", .halfvec([1, 0.099975586])),
            ("SELECT '192.168.0.0/16'::cidr", .string("192.168.0.0/16")),
            ("SELECT '::1'::inet", .string("::1")),
            ("SELECT 'pg_class'::regclass::oid", .oid(1259)),
        ]
        for (query, expected) in cases {
            let value = try connection.query(query).first?.value(0)
            #expect(value == expected, "\(query)")
            let prepared = try connection.query(query, isPrepared: true).first?.value(0)
            #expect(prepared == expected, "\(query), prepared")
        }
    }

    @Test(arguments: [
        "0", "-0.00", "1", "-1", "9999", "10000", "0.0001", "0.00001", "-12345678901234567890.5",
        "99999999999999999999999999999999999999", "1e20", "1.50", "NaN", "Infinity", "-Infinity",
        "0.000000000000000000000000000123", "100000000", "-1000000000000.000000010",
    ])
    func decimalsAreExact(_ text: String) throws {
        let connection = try TestDatabase.shared.connect()
        let number = try #require(PostgresNumeric(text))
        let row = try connection.query(
            "SELECT \(number), \(number)::text, \(text)::numeric, \(number) = \(text)::numeric"
        ).first
        let back: PostgresNumeric = try #require(row).decode(0)
        #expect(back == number)
        #expect(try row?.decode(1) == back.description)
        #expect(try row?.decode(2) == number)
        #expect(try row?.decode(3) == true)
    }

    @Test func enumsAreTextAndUnknownTypesSaySo() throws {
        let connection = try TestDatabase().connect()
        try connection.execute(script: "CREATE TYPE mood AS ENUM ('calm', 'it''s')")
        let row = try #require(
            try connection.query(
                "SELECT \("it's")::mood AS m, ARRAY['calm']::mood[] AS ms, 'a b'::tsvector AS v"
            ).first)
        #expect(
            row.columns.map(\.type) == [
                .enumeration("mood"), .array(.enumeration("mood")), .other("tsvector"),
            ])
        #expect(try row.decode("m") == "it's")
        #expect(try row.decode("ms") == ["calm"])
        let error = #expect(throws: PostgreSQLError.self) {
            try row.decode("v", as: String.self)
        }
        #expect(error?.description.contains("v::text") == true)
    }

    @Test func hostileTextStaysText() throws {
        let connection = try TestDatabase().connect()
        let hostile = "x'; DROP TABLE t; --\"\\"
        try connection.query("CREATE TABLE \(identifier: hostile) (\(identifier: hostile) text)")
        try connection.query("INSERT INTO \(identifier: hostile) VALUES (\(hostile))")
        let back = try connection.query(
            "SELECT \(identifier: hostile) FROM \(identifier: ["public", hostile])")
        #expect(try back.value() == hostile)
        let error = #expect(throws: PostgreSQLError.self) {
            try connection.query("SELECT \("a\0b")::text")
        }
        #expect(error?.code == .invalidValue)
        #expect(try connection.query("SELECT 1").value() == 1)
    }

    @Test func errorsCarryWhatTheServerSays() throws {
        let connection = try TestDatabase().connect()
        try connection.execute(
            script: "CREATE TABLE person (email text CONSTRAINT person_key UNIQUE, age int)")
        try connection.query("INSERT INTO person VALUES ('ada@example.org', 3)")
        let twice = #expect(throws: PostgreSQLError.self) {
            try connection.query("INSERT INTO person VALUES (\("ada@example.org"), 4)")
        }
        #expect(twice?.code == .uniqueViolation)
        #expect(twice?.sqlState == "23505")
        #expect(twice?.table == "person")
        #expect(twice?.constraint == "person_key")
        #expect(twice?.detail?.contains("ada@example.org") == true)
        #expect(twice?.description.contains("ada@example.org") == false)
        #expect(twice?.description.contains("INSERT INTO person VALUES ($1, 4)") == true)
        let typo = #expect(throws: PostgreSQLError.self) {
            try connection.query("SELECT\n  agee FROM person")
        }
        #expect(typo?.code == .undefinedColumn)
        #expect(typo?.position == 10)
        #expect(typo?.description.contains("line 2, column 3") == true)
        let bad = #expect(throws: PostgreSQLError.self) {
            try connection.query("SELECT \("secret")::text::int")
        }
        #expect(bad?.code == .invalidText)
        #expect(bad?.description.contains("secret") == false)
    }

    @Test func preparedStatementsOutliveChangesOfTheirTables() throws {
        let connection = try TestDatabase().connect()
        try connection.execute(script: "CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
        #expect(try connection.query("SELECT * FROM t", isPrepared: true).columns.count == 1)
        try connection.execute(script: "ALTER TABLE t ADD b int")
        #expect(try connection.query("SELECT * FROM t", isPrepared: true).columns.count == 2)
        try connection.execute(script: "DISCARD ALL")
        #expect(try connection.query("SELECT * FROM t", isPrepared: true).columns.count == 2)
        for index in 0..<250 {
            let query = PostgresQuery(unescaped: "SELECT \(index)")
            #expect(try connection.query(query, isPrepared: true).value() == index)
        }
    }

    @Test func aScriptRunsAsOneAndItsNoticesAreKept() throws {
        let connection = try TestDatabase().connect()
        let tags = try connection.execute(
            script: "CREATE TABLE a (b int); INSERT INTO a VALUES (1), (2); SELECT * FROM a")
        #expect(tags == ["CREATE TABLE", "INSERT 0 2", "SELECT 2"])
        let error = #expect(throws: PostgreSQLError.self) {
            try connection.execute(script: "DELETE FROM a; SELECT 1/0")
        }
        #expect(error?.sqlState == "22012")
        #expect(try connection.query("SELECT count(*) FROM a").value() == 2)
        try connection.execute(script: "DROP TABLE IF EXISTS nothing")
        #expect(connection.takeNotices().map(\.severity) == ["NOTICE"])
        #expect(connection.takeNotices().isEmpty)
    }
}
