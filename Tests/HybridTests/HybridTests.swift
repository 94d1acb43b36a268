import DuckDB
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Hybrid

/// DuckDB with the extensions that bootstrap installed.
private func analytic() throws -> DuckDB.Connection {
    let extensions = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "../../.prefix/lib/duckdb/extensions").standardized
    let options = Database.Options(threads: 2, extensionDirectory: extensions.path)
    return try Database(path: nil, options: options).connect()
}

@Suite(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
struct HybridTests {
    @Test func everyTypeCrossesWholeOrSaysThatItDoesNot() throws {
        let database = try TestDatabase(extensions: ["vector"])
        let server = try database.connect()
        try server.execute(
            script: """
                CREATE TYPE mood AS ENUM ('calm', 'it''s');
                CREATE DOMAIN email AS text;
                CREATE TABLE "all of it" (
                    id uuid PRIMARY KEY, flag bool, small int2, amount numeric(12,3), free numeric,
                    odd numeric, doc jsonb, raw json, emb vector(3), half halfvec, state mood,
                    states mood[], tags text[], at timestamptz, local timestamp, day date,
                    data bytea, mail email, net inet, words tsvector, span int4range, num int8);
                INSERT INTO "all of it" VALUES (
                    '00000000-0000-0000-0000-000000000001', true, -3, 1.5, 12345678901234567890.12345,
                    'NaN', '{"b": [1, null], "a": "x"}', '{"a":1}', '[1,2.5,-3]', '[1,0.5]', 'it''s',
                    '{calm,it''s}', '{a,NULL,"b c"}', '2024-05-01 12:00:00.123457+00',
                    'infinity', '2024-02-29', '\\x00ff', 'a@b', '::1', 'a b', '[1,5)', 9007199254740993);
                INSERT INTO "all of it" (id) VALUES ('00000000-0000-0000-0000-000000000002');
                """)
        let plan = try TablePlan(server, table: "all of it")
        #expect(plan.key == ["id"])
        let types = Dictionary(uniqueKeysWithValues: plan.columns.map { ($0.name, $0.duckDBType) })
        #expect(types["free"] == "DECIMAL(38,5)")
        #expect(types["amount"] == "DECIMAL(12,3)")
        #expect(types["doc"] == "JSON")
        #expect(types["emb"] == "FLOAT[3]")
        #expect(types["state"] == "ENUM('calm', 'it''s')")
        #expect(
            plan.columns.filter { $0.note != nil }.map(\.name) == ["odd", "net", "words", "span"])

        let duckDB = try analytic()
        let source = try AttachedPostgres(database.configuration, to: duckDB)
        #expect(try source.load(plan, into: ["t"]) == 2)
        let row = try #require(
            try duckDB.query(
                """
                SELECT amount::VARCHAR, "free"::VARCHAR, odd, doc->>'$.a', emb, half, state::VARCHAR,
                       states::VARCHAR[], tags, epoch_us("at"), num, typeof(doc), typeof(emb),
                       typeof(state), octet_length(data), mail, net, local = 'infinity'::TIMESTAMP
                FROM t WHERE flag
                """
            ).rows.first)
        #expect(row[0] == .string("1.500"))
        #expect(row[1] == .string("12345678901234567890.12345"))
        #expect(row[2] == .string("NaN"))
        #expect(row[3] == .string("x"))
        #expect(row[4] == .array([.float(1), .float(2.5), .float(-3)]))
        #expect(row[5] == .list([.float(1), .float(0.5)]))
        #expect(row[6] == .string("it's"))
        #expect(row[7] == .list([.string("calm"), .string("it's")]))
        #expect(row[8] == .list([.string("a"), .null, .string("b c")]))
        #expect(row[9] == .int(1_714_564_800_123_457))
        #expect(row[10] == .int(9_007_199_254_740_993))
        #expect(row[11] == .string("JSON"))
        #expect(row[12] == .string("FLOAT[3]"))
        #expect(row[13] == .string("ENUM('calm', 'it''s')"))
        #expect(row[14] == .int(2))
        #expect(row[16] == .string("::1/128") || row[16] == .string("::1"))
        #expect(row[17] == .bool(true))

        // Read only, whatever is tried; and what is asked for is bound by escaping.
        #expect(throws: DuckDBError.self) {
            try duckDB.execute("CALL postgres_execute('source', 'DELETE FROM \"all of it\"')")
        }
        let hostile = "x' OR true --\\"
        let few = try plan.columns(["id", "num"])
        let none = try source.rows(of: few, where: "mail = \(hostile)")
        #expect(try duckDB.query(none).rowCount == 0)
        let since = try source.rows(
            of: few, where: "(at, id) > (\(PostgresTimestamp(microseconds: 0)), \(UUID()))")
        #expect(try duckDB.query(since).rowCount == 1)
        #expect(throws: HybridError.self) { try plan.columns(["nothing"]) }
        try source.detach()
        #expect(try duckDB.query("SELECT count(*) FROM duckdb_secrets()").first == .int(0))
    }

    @Test func whatWasComputedIsWrittenBackOnceHoweverOftenItIsRun() throws {
        let database = try TestDatabase(extensions: ["vector"])
        let server = try database.connect()
        try server.execute(
            script: """
                CREATE TYPE mood AS ENUM ('calm', 'wild');
                CREATE TABLE fact (
                    id uuid PRIMARY KEY, n int4 CHECK (n < 100000), state mood, doc jsonb,
                    emb vector(2), amount numeric, at timestamptz, tags text[],
                    made timestamptz NOT NULL DEFAULT now());
                """)
        let duckDB = try analytic()
        try duckDB.execute(
            """
            CREATE TABLE computed AS
            SELECT md5(i::VARCHAR)::UUID AS id, i AS n, 'calm' AS state, '{"i": ' || i || '}' AS doc,
                   [i, 0.5]::FLOAT[2] AS emb, (i / 8)::DECIMAL(20,3) AS amount,
                   make_timestamptz(i * 1000000 + 1) AS "at", ['a', NULL] AS tags
            FROM range(3000) t(i)
            """)
        let writeBack = WriteBack("fact", key: ["id"], keptColumns: ["made"])
        let all: SQL = "SELECT * FROM computed"
        #expect(
            try writeBack.write(all, of: duckDB, to: server) == .init(read: 3000, written: 3000))
        #expect(try writeBack.write(all, of: duckDB, to: server) == .init(read: 3000, written: 0))
        try duckDB.execute("UPDATE computed SET state = 'wild' WHERE n < 10")
        #expect(try writeBack.write(all, of: duckDB, to: server) == .init(read: 3000, written: 10))
        let row = try #require(
            try server.query("SELECT state, doc->>'i', emb, amount, at, tags FROM fact WHERE n = 9")
                .first)
        #expect(try row.decode(0) == "wild")
        #expect(try row.decode(1) == "9")
        #expect(try row.decode(2) == [Float(9), 0.5])
        #expect(try row.decode(3) == PostgresNumeric("1.125"))
        #expect(try row.decode(4) == PostgresTimestamp(microseconds: 9_000_001))
        #expect(try row.decode(5) == ["a", nil] as [String?])

        // A row that the table refuses takes all back.
        try duckDB.execute(
            "UPDATE computed SET n = 100001 WHERE n = 2999; UPDATE computed SET state = 'wild'")
        let error = #expect(throws: PostgreSQLError.self) {
            try writeBack.write(all, of: duckDB, to: server)
        }
        #expect(error?.code == .checkViolation)
        #expect(try server.query("SELECT count(*) FROM fact WHERE state = 'wild'").value() == 10)
        let keyless = #expect(throws: HybridError.self) {
            try writeBack.write("SELECT n FROM computed", of: duckDB, to: server)
        }
        #expect(keyless?.description.contains("id") == true)
    }

    @Test func aConnectionCutDuringWriteBackLeavesNothingAndRunningItAgainEndsIt() throws {
        let database = try TestDatabase()
        let server = try database.connect()
        try server.execute(script: "CREATE TABLE big (id int8 PRIMARY KEY, t text)")
        let duckDB = try analytic()
        let process = server.serverProcess
        let killer = try database.connect()
        Thread.detachNewThread {
            while (try? killer.query(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = \(process) AND query LIKE 'COPY%'"
            ).value(as: Int.self)) == 0 { usleep(500) }
            _ = try? killer.query("SELECT pg_terminate_backend(\(process))")
        }
        let all: SQL = "SELECT i AS id, repeat('x', 400) AS t FROM range(60000) t(i)"
        let writeBack = WriteBack("big", key: ["id"])
        let error = #expect(throws: PostgreSQLError.self) {
            try writeBack.write(all, of: duckDB, to: server)
        }
        #expect(error?.isConnectionFailure == true)
        let again = try database.connect()
        #expect(try again.query("SELECT count(*) FROM big").value() == 0)
        #expect(try writeBack.write(all, of: duckDB, to: again).written == 60_000)
    }

    @Test func aWrongPasswordIsNotRepeated() throws {
        let server = try TestServer.shared(.tls)
        var configuration = server.configuration()
        configuration.password = "hunter2"
        let duckDB = try analytic()
        let error = #expect(throws: DuckDBError.self) {
            try AttachedPostgres(configuration, to: duckDB)
        }
        #expect(error?.description.contains("hunter2") == false)
        #expect(try duckDB.query("SELECT count(*) FROM duckdb_secrets()").first == .int(0))
        configuration.password = TestServer.password
        let attached = try AttachedPostgres(configuration, to: duckDB, as: "it's")
        #expect(
            try duckDB.query("SELECT * FROM postgres_query('it''s', 'SELECT 1')").first == .int(1))
        try attached.detach()
    }
}
