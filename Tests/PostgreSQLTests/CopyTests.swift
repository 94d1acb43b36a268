import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
struct CopyTests {
    struct Stop: Error {}

    /// A value of each type that is written; the second table has a column without a binary form,
    /// so that the same rows go as text.
    private static let columns = """
        a bool, b int2, c int4, d int8, e real, f float8, g numeric, h text, i varchar(10), j bytea,
        k uuid, l date, m time, n timestamp, o timestamptz, p interval, q json, r jsonb,
        s text[], t int4[], u vector(3), v halfvec(2), w mood
        """

    private static let rows: [[PostgresValue]] = [
        [
            .bool(true), .int64(-5), .int32(7), .int16(9), .float(0.1), .double(1e-300),
            .numeric(PostgresNumeric("-12345.000010")!), .string("a\tb\\N\n\"ä\r\\."),
            .string("x"), .bytes([0, 255, 92]), .uuid(UUID()), .date(PostgresDate(days: 19_000)),
            .time(PostgresTime(microseconds: 1)),
            .timestamp(PostgresTimestamp(microseconds: -62_200_000_000_000_001)),
            .timestamptz(PostgresTimestamp(microseconds: 1_714_566_600_123_457)),
            .interval(PostgresInterval(months: -14, days: 3, microseconds: 5)),
            .string(#"{"a": "\\\""}"#), .jsonb(#"{"b": null}"#),
            .array(PostgresArray(.text, [.string("{,\"\\ NULL"), .null, .string("")])),
            .array(PostgresArray(.int4, dimensions: [2, 1], [.int32(1), .int32(2)])!),
            .vector([1, -0.25, 1e-10]), .vector([0.5, 2]), .string("calm"),
        ],
        Array(repeating: .null, count: 23),
        [
            .bool(false), .int64(0), .int64(.init(Int32.max)), .int64(.min), .float(.nan),
            .double(-.infinity), .numeric(.nan), .string(""), .string(""), .bytes([]),
            .uuid(UUID()), .date(.infinity), .time(PostgresTime(microseconds: 86_400_000_000)),
            .timestamp(.negativeInfinity), .timestamptz(.infinity), .interval(PostgresInterval()),
            .json("[]"), .string("1"), .array(PostgresArray(.text, [])),
            .array(PostgresArray(.int4, [])), .vector([0, 0, 0]), .halfvec([0, 1]),
            .string("it's"),
        ],
    ]

    @Test func vectorsGoIntoArraysToo() throws {
        let connection = try TestDatabase().connect()
        try connection.query("CREATE TABLE numbers (place int, real real[], wide float8[])")
        try connection.copy(into: CopyTarget("numbers")) { rows in
            try rows.write([.int32(1), .vector([1, -2.5, .infinity]), .vector([0.5])])
            try rows.write([.int32(2), .vector([]), .null])
        }
        let rows = try connection.query("SELECT real::text, wide::text FROM numbers ORDER BY place")
        #expect(try rows.values(0, as: String.self) == ["{1,-2.5,Infinity}", "{}"])
        #expect(try rows.values(1, as: String?.self) == ["{0.5}", nil])
    }

    @Test func rowsGoInAsTheyAreInBinaryAndAsText() async throws {
        let database = try TestDatabase(extensions: ["vector"])
        let connection = try await PostgresConnection.connect(database.configuration)
        try await connection.execute(
            script: """
                CREATE TYPE mood AS ENUM ('calm', 'it''s');
                CREATE TABLE "b in" (\(Self.columns));
                CREATE TABLE txt (\(Self.columns), z inet)
                """)
        let count = try await connection.copy(into: CopyTarget("b in", schema: "public")) { rows in
            for row in Self.rows { try await rows.write(row) }
        }
        #expect(count == 3)
        let names = "abcdefghijklmnopqrstuvw".map { String($0) } + ["z"]
        try await connection.copy(into: CopyTarget("txt", columns: names)) { rows in
            for row in Self.rows { try await rows.write(row + [.string("::1")]) }
        }
        let difference = try await connection.query(
            """
            SELECT count(*) FROM (
                SELECT \(.join(names.dropLast().map { "\(identifier: $0)::text" })) FROM "b in"
                EXCEPT ALL
                SELECT \(.join(names.dropLast().map { "\(identifier: $0)::text" })) FROM txt) x
            """)
        #expect(try difference.value() == 0)
        let back = try await connection.query("SELECT * FROM \"b in\" WHERE a")
        let row = try #require(back.first)
        #expect(try row.decode("h") == "a\tb\\N\n\"ä\r\\.")
        #expect(try row.decode("g") == PostgresNumeric("-12345.000010"))
        #expect(try row.value("n") == Self.rows[0][13])
        #expect(try row.value("o") == Self.rows[0][14])
        #expect(try row.value("s") == Self.rows[0][18])
        #expect(try row.value("u") == Self.rows[0][20])
    }

    @Test func aCopyThatFailsLeavesNothingAndTheConnectionWorksOn() async throws {
        let database = try TestDatabase()
        let connection = try await PostgresConnection.connect(database.configuration)
        try await connection.query("CREATE TABLE t (a int PRIMARY KEY, b text)")
        let target = CopyTarget("t")
        await #expect(throws: Stop.self) {
            try await connection.copy(into: target) { rows in
                for index in 0..<50_000 { try await rows.write([.int64(Int64(index)), .null]) }
                throw Stop()
            }
        }
        let twice = await #expect(throws: PostgreSQLError.self) {
            try await connection.copy(into: target) { rows in
                for index in 0..<50_000 {
                    try await rows.write([.int64(Int64(index % 100)), .null])
                }
            }
        }
        #expect(twice?.code == .uniqueViolation)
        let misfit = await #expect(throws: PostgreSQLError.self) {
            try await connection.copy(into: target) { rows in
                try await rows.write([.int64(.max), .null])
            }
        }
        #expect(misfit?.description.contains("column a") == true)
        let missing = await #expect(throws: PostgreSQLError.self) {
            try await connection.copy(into: CopyTarget("nowhere")) { _ in }
        }
        #expect(missing?.code == .undefinedTable)
        let wrong = await #expect(throws: PostgreSQLError.self) {
            try await connection.query("COPY t FROM STDIN")
        }
        #expect(wrong?.code == .unexpected)
        #expect(try await connection.query("SELECT count(*) FROM t").value() == 0)
    }

    @Test func aConnectionCutInTheMiddleOfACopyLeavesNothing() async throws {
        let database = try TestDatabase()
        let pool = ConnectionPool(database.configuration, PoolOptions(maxConnections: 2))
        try await pool.query("CREATE TABLE t (a int, b text)")
        let error = await #expect(throws: PostgreSQLError.self) {
            try await pool.withConnection { connection in
                let process = await connection.serverProcess
                try await connection.copy(into: CopyTarget("t")) { rows in
                    let text = PostgresValue.string(String(repeating: "x", count: 1_000))
                    for index in 0..<20_000 {
                        try await rows.write([.int32(Int32(index)), text])
                        if index == 5_000 {
                            try await pool.query("SELECT pg_terminate_backend(\(process))")
                        }
                    }
                }
            }
        }
        #expect(error?.isConnectionFailure == true, "\(String(describing: error))")
        #expect(try await pool.query("SELECT count(*) FROM t").value() == 0)
        #expect(pool.metrics.inUse == 0)
    }

    @Test func rowsComeOutAsLines() async throws {
        let database = try TestDatabase()
        let connection = try await PostgresConnection.connect(database.configuration)
        var text = ""
        try await connection.copy(
            out: "SELECT i, NULL, E'tab\\t' FROM generate_series(1, 30000) i"
        ) { part in
            #expect(part.last == UInt8(ascii: "\n"))
            text += String(decoding: part, as: UTF8.self)
        }
        #expect(text.hasPrefix("1\t\\N\ttab\\t\n2\t"))
        #expect(text.split(separator: "\n").count == 30_000)
        await #expect(throws: Stop.self) {
            try await connection.copy(out: "SELECT generate_series(1, 100000000)") { _ in
                throw Stop()
            }
        }
        #expect(try await connection.query("SELECT 1").value() == 1)
    }

    @Test func theServersDiskBeingFullIsSaidAndSurvived() async throws {
        let server = try TestServer.start()
        guard let disk = try SmallDisk(for: server) else { return }
        let connection = try await PostgresConnection.connect(server.configuration())
        try await connection.query(
            "CREATE TABLESPACE small LOCATION \(unescaped: PostgresIdentifier.literal(disk.path))")
        try await connection.query("CREATE TABLE t (a int, b text) TABLESPACE small")
        // Such that the server does not compress it.
        let noise = PostgresValue.string((0..<40).map { _ in UUID().uuidString }.joined())
        let error = await #expect(throws: PostgreSQLError.self) {
            try await connection.copy(into: CopyTarget("t")) { rows in
                for index in 0..<40_000 {
                    try await rows.write([.int32(Int32(index)), noise])
                }
            }
        }
        #expect(error?.code == .diskFull)
        #expect(try await connection.query("SELECT count(*) FROM t").value() == 0)
        await connection.close()
        server.stop()
    }
}
