import DuckDB
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Health

/// The same table and the same findings, in PostgreSQL and in DuckDB.
@Suite struct SourceHealthTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    private static let columns = """
        (id integer, body text, created_at timestamp, updated_at timestamp, metadata text)
        """

    /// Twenty days with ten rows each, yesterday with forty; then rows with something wrong.
    private static let rows = """
        INSERT INTO "odd ""name" SELECT d * 100 + i, 'x', to_timestamp(1790000000 - d * 86400)::timestamp,
            NULL, '{"a": 1}'
        FROM generate_series(1, 20) AS a(d), generate_series(1, 10) AS b(i);
        INSERT INTO "odd ""name" SELECT 90000 + i, 'x', to_timestamp(1790000000 - 86400)::timestamp,
            NULL, NULL FROM generate_series(1, 30) AS b(i);
        INSERT INTO "odd ""name" VALUES
            (NULL, NULL, '2026-09-01', NULL, NULL), (7, '', '2026-09-01', '2026-08-01', '{broken'),
            (7, '   ', '2026-09-01', NULL, '[]');
        """

    private func expectFindings(_ database: any SourceDatabase) throws {
        let all = try SourceHealth(
            HealthLimits(), SourceMappingOf.body, table: ["odd \"name"], now: Self.now
        ).checks(database)
        let checks = Dictionary(all.map { ($0.name, $0) }) { $1 }
        #expect(checks["source_schema"]?.level == .green, "\(checks["source_schema"]!)")
        #expect(checks["rows"]?.value == 233)
        #expect(checks["null_ids"]?.value == 1)
        #expect(checks["duplicate_ids"]?.value == 1)
        #expect(checks["duplicate_ids"]?.level == .red)
        #expect(checks["updated_before_created"]?.value == 1)
        #expect(checks["valid_content"]?.value.map { ($0 * 233).rounded() } == 230)
        #expect(checks["valid_content"]?.details == ["NULL: 1", "empty: 1"])
        #expect(checks["null_and_empty"]?.level == .yellow)
        #expect(checks["invalid_metadata"]?.value == 1)
        #expect(checks["freshness_s"]?.value == 86_400)
        #expect(checks["volume_deviations"]?.figure == "expected 10, seen 40")
        #expect(checks["volume_deviations"]?.level == .red)
    }

    private enum SourceMappingOf {
        static var body: SourceMapping {
            var mapping = SourceMapping()
            mapping.content = "body"
            return mapping
        }
    }

    @Test(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
    func aTableOfPostgreSQLIsLookedAt() throws {
        let database = try TestDatabase()
        let connection = try database.connect()
        try connection.execute(
            script:
                "SET timezone = 'UTC'; CREATE TABLE \"odd \"\"name\" \(Self.columns); \(Self.rows)")
        try expectFindings(connection)
        connection.close()
    }

    @Test func aTableOfDuckDBIsLookedAt() throws {
        let connection = try Database(path: nil).connect()
        try connection.execute(
            "SET timezone = 'UTC'; CREATE TABLE \"odd \"\"name\" \(Self.columns); \(Self.rows)")
        try expectFindings(connection)
    }

    /// A hundred rows, of which two were edited after they were hashed.
    private static let edited = """
        CREATE TABLE m (id integer, content text, content_hash text);
        INSERT INTO m SELECT i, 'row ' || i, %@ FROM generate_series(1, 100) AS g(i);
        UPDATE m SET content = 'other' WHERE id IN (7, 70);
        """

    private func expectStale(_ database: any SourceDatabase) throws {
        var mapping = SourceMapping()
        let none = try SourceHealth(HealthLimits(), mapping, table: ["m"], now: Self.now)
            .checks(database)
        #expect(!none.contains { $0.name == "stale_hashes" })
        mapping.hash = "content_hash"
        let all = try SourceHealth(HealthLimits(), mapping, table: ["m"], now: Self.now)
            .checks(database)
        let check = try #require(all.first { $0.name == "stale_hashes" })
        #expect(check.level == .red && check.value == 2)
        #expect(check.figure == "2 of 100 looked at")
        #expect(Set(check.details) == ["7", "70"])
    }

    @Test func textsAreHashedAgain() throws {
        let connection = try Database(path: nil).connect()
        try connection.execute(
            Self.edited.replacingOccurrences(of: "%@", with: "sha256('row ' || i)"))
        try expectStale(connection)
    }

    @Test(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
    func textsOfPostgreSQLAreHashedAgain() throws {
        let connection = try TestDatabase().connect()
        try connection.execute(
            script: Self.edited.replacingOccurrences(
                of: "%@",
                with: "encode(sha256(convert_to('row ' || i, 'UTF8')), 'hex')"))
        try expectStale(connection)
        connection.close()
    }

    @Test func missingTablesAndColumnsAreTold() throws {
        let connection = try Database(path: nil).connect()
        try connection.execute("CREATE TABLE t (id integer, content integer)")
        #expect(throws: HealthError.self) {
            try SourceHealth(HealthLimits(), SourceMapping(), table: ["nothing"], now: Self.now)
                .checks(connection)
        }
        var mapping = SourceMapping()
        mapping.created = "when"
        let all = try SourceHealth(HealthLimits(), mapping, table: ["t"], now: Self.now)
            .checks(connection)
        #expect(all.first?.level == .red)
        #expect(
            all.first?.details.prefix(2) == [
                "content is integer, which is no content", "there is no column when (created)",
            ])
    }

    @Test func volumeComparesYesterdayWithTheDaysBefore() {
        var days: [Double: Double] = [:]
        for day in 0..<20 { days[Double(day)] = 100 }
        #expect(Volume(days: days, today: 20)?.deviations == 0)
        days[19] = 0
        let silent = Volume(days: days, today: 20)
        #expect(silent?.expected == 100)
        #expect(silent?.seen == 0)
        #expect(silent?.deviations == 10)
        #expect(Volume(days: [18: 5, 19: 5], today: 20) == nil)
        #expect(Volume(days: [:], today: 20) == nil)
    }
}
