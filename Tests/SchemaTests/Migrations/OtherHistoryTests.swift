import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Schema

/// Nothing is applied where another tool may have done it, while the history here is empty.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct OtherHistoryTests {
    private func withMigrator(
        _ history: String, _ files: [String: String] = ["2_b.up.sql": "SELECT 2;"],
        _ body: (Migrator, BlockingConnection) throws -> Void
    ) throws {
        let folder = try MigrationFolder(
            files: files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        try TestServer.withDatabase { connection in
            try connection.execute(script: history)
            try body(Migrator(folder, on: connection), connection)
        }
    }

    private static let golangMigrate = """
        CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
        INSERT INTO schema_migrations VALUES
        """

    /// golang-migrate that failed at a version, also one whose file is gone, or below the first one.
    @Test(arguments: ["(2, true)", "(7, true)", "(-1, true)", "(-1, false)"])
    func whatIsDirtyThereIsInTheWay(_ row: String) throws {
        try withMigrator(Self.golangMigrate + row) { migrator, _ in
            let error = try #require(try migrator.otherHistory())
            #expect(error.code == .dirty)
            #expect(error.message.contains("migrate force VERSION"))
            #expect(error.message.contains("--ignore-history"))
        }
    }

    /// Of other migrations in the same database: it failed before any of these.
    @Test func whatFailedOfOtherMigrationsIsNot() throws {
        try withMigrator(Self.golangMigrate + "(1, true)") { migrator, _ in
            let error = try migrator.otherHistory()
            #expect(error == nil)
        }
    }

    @Test(arguments: [
        """
        CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,
            installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL,
            checksum bytea NOT NULL, execution_time bigint NOT NULL);
        INSERT INTO _sqlx_migrations VALUES (2, 'b', now(), false, '\\x00', 1);
        """,
        """
        CREATE TABLE atlas_schema_revisions (version varchar PRIMARY KEY, type bigint,
            applied bigint, total bigint, error text);
        INSERT INTO atlas_schema_revisions VALUES ('2', 2, 1, 3, 'no');
        """,
    ])
    func soIsWhatFailedInAnyOther(_ history: String) throws {
        try withMigrator(history) { migrator, _ in
            let error = try migrator.otherHistory()
            #expect(error?.code == .dirty)
        }
    }

    @Test func whatWasAppliedHereIsNoMatterOfOthers() throws {
        try withMigrator(Self.golangMigrate + "(7, true)") { migrator, _ in
            try migrator.run(.init(.up))
            #expect(try migrator.otherHistory() == nil)
        }
    }

    /// A table that may not be read, one in a schema that may not be used, and one of which row
    /// security shows nothing.
    @Test(arguments: [
        ("schema_migrations", ""),
        ("ops.schema_migrations", "GRANT SELECT ON ops.schema_migrations TO"),
        ("schema_migrations", "GRANT SELECT ON schema_migrations TO"),
    ])
    func whatMayNotBeReadIsInTheWay(_ table: String, _ grant: String) throws {
        let role = "reader_\(UInt32.random(in: .min ... .max))"
        try withMigrator(
            """
            CREATE SCHEMA ops;
            CREATE TABLE \(table) (version bigint PRIMARY KEY, dirty boolean);
            ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;
            INSERT INTO \(table) VALUES (2, false); CREATE ROLE \(role);
            GRANT CREATE, USAGE ON SCHEMA public TO \(role);
            \(grant.isEmpty ? "" : "\(grant) \(role);")
            """
        ) { migrator, connection in
            try connection.execute(script: "SET ROLE \(role)")
            let error = try #require(try migrator.otherHistory())
            #expect(error.message.contains("may not read all of"))
            #expect(error.message.contains(table))
            #expect(throws: MigrationError.self) { try migrator.adoption() }
            try connection.execute(
                script: """
                    RESET ROLE; DROP OWNED BY \(role); DROP ROLE \(role)
                    """)
        }
    }
}
