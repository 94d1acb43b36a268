import Hashing
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Schema

/// Histories of other tools as years of use leave them.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct AdoptionTests {
    /// A way down that runs is seen by what it takes.
    private static let down = "DROP TABLE kept;"

    private func folder(_ files: [String: String]) throws -> MigrationFolder {
        try MigrationFolder(files: files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    private func withHistory(
        _ history: String, _ files: [String: String],
        _ body: (Migrator, BlockingConnection) throws -> Void
    ) throws {
        let folder = try folder(files)
        try TestServer.withDatabase { connection in
            try connection.execute(script: "CREATE TABLE kept ();" + history)
            try body(Migrator(folder, on: connection), connection)
            #expect(try connection.query("SELECT to_regclass('kept') IS NOT NULL").value() == true)
        }
    }

    /// What is taken, and what `up` runs then.
    private func expect(
        _ history: String, _ files: [String: String], _ choice: AdoptionChoice = .init(),
        tool: MigrationTool, takes: [String], runs: [String]
    ) throws {
        try withHistory(history, files) { migrator, _ in
            if choice == .init() { #expect(try migrator.historyToAdopt()?.tool == tool) }
            let adoption = try migrator.adopt(choice)
            #expect(adoption.tool == tool)
            #expect(adoption.taken.map(\.label) == takes)
            #expect(try migrator.run(.init(.up)).map(\.migration.label) == runs)
            #expect(try migrator.run(.init(.up)).isEmpty)
        }
    }

    private func refusal(
        _ history: String, _ files: [String: String], _ choice: AdoptionChoice = .init()
    ) throws -> MigrationError? {
        var error: MigrationError?
        try withHistory(history, files) { migrator, _ in
            error = #expect(throws: MigrationError.self) { try migrator.adopt(choice) }
            let states = try migrator.status()
            #expect(states.allSatisfy { $0.record == nil })
        }
        return error
    }

    private static let flyway = """
        CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50),
            description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000),
            checksum int, installed_by varchar(100) NOT NULL DEFAULT 'me',
            installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL DEFAULT 1,
            success boolean NOT NULL DEFAULT true);
        INSERT INTO flyway_schema_history VALUES
        """

    @Test func aRepeatableOneThatChangedSinceRunsAgainAndTheBaselineDoesNot() throws {
        let view = "CREATE OR REPLACE VIEW v AS SELECT 2 AS n;"
        let crc = ToolChecksum.crc(ofLines: "SELECT 'same';")
        try expect(
            Self.flyway + """
                (1, '2', 'base', 'BASELINE', '<< Flyway Baseline >>', NULL),
                (2, '3', 'c', 'SQL', 'V3__c.sql', NULL),
                (3, NULL, 'v', 'SQL', 'R__v.sql', 1), (4, NULL, 'v', 'SQL', 'R__v.sql', 2),
                (5, NULL, 'w', 'SQL', 'R__w.sql', \(crc)),
                (6, '5', 'e', 'SQL', 'V5__e.sql', NULL), (7, '5', 'e', 'DELETE', 'V5__e.sql', NULL);
                """,
            [
                "V1__a.sql": "SELECT 1/0;", "V2__b.sql": "SELECT 1/0;", "V3__c.sql": "SELECT 1/0;",
                "V4__d.sql": "SELECT 4;", "U4__d.sql": Self.down, "U3__c.sql": Self.down,
                "R__v.sql": view, "R__w.sql": "SELECT 'same';",
            ],
            tool: .flyway, takes: ["1_a", "2_b", "3_c", "R__v", "R__w"], runs: ["4_d", "R__v"])
    }

    @Test func aFailedRowIsToldUntilALaterOneSettlesIt() throws {
        let rows = "(1, '1', 'a', 'SQL', 'V1__a.sql', NULL, 'me', now(), 1, false)"
        let files = ["V1__a.sql": "SELECT 1/0;", "V2__b.sql": "SELECT 2;"]
        let error = try refusal(Self.flyway + rows, files)
        #expect(error?.code == .dirty)
        #expect(error?.message.contains("V1__a.sql") ?? false)
        try expect(
            Self.flyway + rows + ", (2, '1', 'a', 'SQL', 'V1__a.sql', NULL, 'me', now(), 1, true)",
            files, tool: .flyway, takes: ["1_a"], runs: ["2_b"])
    }

    /// The way down of the first migration failed, and golang-migrate is at −1.
    @Test func golangMigrateBelowItsFirstVersionIsDirty() throws {
        let history = """
            CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
            INSERT INTO schema_migrations VALUES (-1, true);
            """
        let files = ["1_a.up.sql": "SELECT 1;", "1_a.down.sql": Self.down]
        let error = try refusal(history, files)
        #expect(error?.code == .dirty)
        #expect(error?.message.contains("migrate force VERSION") ?? false)
    }

    @Test(
        arguments: [
            (
                // Flyway before 5.
                .flyway,
                """
                CREATE TABLE ops.schema_version (version_rank int, installed_rank int, version text,
                    description text, type text, script text, checksum int, installed_by text,
                    installed_on timestamp, execution_time int, success boolean);
                INSERT INTO ops.schema_version VALUES
                    (1, 1, '1', 'a', 'SQL', 'V1__a.sql', NULL, 'me', now(), 1, true);
                """, ["V1__a.sql": "SELECT 1/0;", "V2__b.sql": "SELECT 2;"]
            ),
            (
                .goose,
                """
                CREATE TABLE ops.versions (id int GENERATED BY DEFAULT AS IDENTITY,
                    version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp);
                INSERT INTO ops.versions (version_id, is_applied) VALUES
                    (0, true), (1, true), (2, true), (2, false);
                """,
                [
                    "1_a.sql": "-- +goose Up\nSELECT 1/0;\n-- +goose Down\n\(down)",
                    "2_b.sql": "-- +goose Up\nSELECT 2;\n-- +goose Down\n\(down)",
                ]
            ),
            (
                .golangMigrate,
                """
                CREATE TABLE ops.at (version bigint PRIMARY KEY, dirty boolean NOT NULL);
                INSERT INTO ops.at VALUES (1, false);
                """,
                [
                    "1_a.up.sql": "SELECT 1/0;", "1_a.down.sql": down, "2_b.up.sql": "SELECT 2;",
                    "2_b.down.sql": down,
                ]
            ),
        ] as [(MigrationTool, String, [String: String])])
    func aHistoryUnderANameOfTheProjectsOwnIsFound(
        _ tool: MigrationTool, _ history: String, _ files: [String: String]
    ) throws {
        try expect(
            "CREATE SCHEMA ops;" + history, files, tool: tool, takes: ["1_a"], runs: ["2_b"])
    }

    @Test func aTableThatIsNamedIsTaken() throws {
        let history = """
            CREATE SCHEMA ops; CREATE TABLE ops.done (version varchar(128) PRIMARY KEY);
            INSERT INTO ops.done VALUES ('1');
            CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
            INSERT INTO schema_migrations VALUES ('1'), ('2');
            """
        let files = [
            "1_a.sql": "-- migrate:up\nSELECT 1/0;\n-- migrate:down\n\(Self.down)",
            "2_b.sql": "-- migrate:up\nSELECT 2;\n-- migrate:down\n\(Self.down)",
        ]
        try expect(
            history, files, .init(from: .dbmate, table: HistoryTable("ops.done")), tool: .dbmate,
            takes: ["1_a"], runs: ["2_b"])
        let unclear = try refusal(history, files, .init(table: HistoryTable("done")))
        #expect(unclear?.message.contains("Say whose it is: --from dbmate") ?? false)
        let wrong = try refusal(history, files, .init(from: .sqlx, table: HistoryTable("done")))
        #expect(wrong?.message.contains("ops.done is no history of sqlx") ?? false)
        let none = try refusal(history, files, .init(table: HistoryTable("x.y")))
        #expect(none?.message.contains("no table x.y") ?? false)
    }

    @Test func ofTwoAlikeOneHasToBeNamed() throws {
        let history = ["one", "two"].map { schema in
            """
            CREATE SCHEMA \(schema);
            CREATE TABLE \(schema).schema_migrations (version bigint PRIMARY KEY, dirty boolean);
            INSERT INTO \(schema).schema_migrations VALUES (1, false);
            """
        }.joined()
        let files = ["1_a.up.sql": "SELECT 1/0;", "2_b.up.sql": "SELECT 2;"]
        let error = try refusal(history, files)
        #expect(error?.message.contains("--from-table one.schema_migrations") ?? false)
        try expect(
            history, files, .init(table: HistoryTable("two.schema_migrations")),
            tool: .golangMigrate, takes: ["1_a"], runs: ["2_b"])
    }

    /// Supabase's own services keep histories of theirs in the same database.
    @Test func historiesOfOthersBesideItAreLeftAlone() throws {
        try expect(
            """
            CREATE SCHEMA auth; CREATE TABLE auth.schema_migrations (version varchar(14));
            INSERT INTO auth.schema_migrations VALUES ('00'), ('20210710035447');
            CREATE SCHEMA realtime;
            CREATE TABLE realtime.schema_migrations (version bigint, inserted_at timestamp);
            INSERT INTO realtime.schema_migrations VALUES (20211116024918, now());
            CREATE SCHEMA supabase_migrations;
            CREATE TABLE supabase_migrations.schema_migrations
                (version text PRIMARY KEY, statements text[], name text);
            INSERT INTO supabase_migrations.schema_migrations VALUES ('20240101000000', NULL, NULL);
            """,
            ["20240101000000_a.sql": "SELECT 1/0;", "20240101000001_b.sql": "SELECT 2;"],
            tool: .supabase, takes: ["20240101000000_a"], runs: ["20240101000001_b"])
    }

    @Test func filesThatWereSquashedAreLeftOutWhereThatIsSaid() throws {
        let history = """
            CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
            INSERT INTO schema_migrations VALUES ('1'), ('2'), ('3');
            """
        let files = [
            "3_c.sql": "-- migrate:up\nSELECT 1/0;\n-- migrate:down\n\(Self.down)",
            "4_d.sql": "-- migrate:up\nSELECT 4;\n-- migrate:down\n\(Self.down)",
            "schema.sql": Self.down,
        ]
        #expect(try folder(files).strangers == ["schema.sql"])
        let error = try refusal(history, files)
        #expect(error?.code == .missingFile)
        #expect(error?.message.contains("1, 2 was applied") ?? false)
        #expect(error?.message.contains("--allow-missing") ?? false)
        try expect(
            history, files, .init(allowsMissing: true), tool: .dbmate, takes: ["3_c"],
            runs: ["4_d"])
    }

    @Test func aFileThatWasEditedSinceIsTakenWhereThatIsSaid() throws {
        let history = """
            CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL,
                installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL,
                checksum bytea NOT NULL, execution_time bigint NOT NULL);
            INSERT INTO _sqlx_migrations VALUES (1, 'a', now(), true, '\\x00', 1);
            """
        let files = [
            "1_a.up.sql": "SELECT 1/0; -- edited", "1_a.down.sql": Self.down,
            "2_b.up.sql": "SELECT 2;",
        ]
        let error = try refusal(history, files)
        #expect(error?.code == .edited)
        #expect(error?.message.contains("--allow-edited") ?? false)
        try expect(
            history, files, .init(allowsEdited: true), tool: .sqlx, takes: ["1_a"], runs: ["2_b"])
    }

    @Test func whatWasUndoneIsNoHistory() throws {
        let error = try refusal(
            """
            CREATE TABLE goose_db_version (id int GENERATED BY DEFAULT AS IDENTITY,
                version_id bigint, is_applied boolean, tstamp timestamp);
            INSERT INTO goose_db_version (version_id, is_applied) VALUES
                (0, true), (1, true), (1, false);
            """, ["1_a.sql": "-- +goose Up\nSELECT 1;\n-- +goose Down\n\(Self.down)"])
        #expect(error?.code == .historyUnusable)
    }

    @Test func prismasRolledBackMigrationRunsAgain() throws {
        try expect(
            """
            CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64),
                finished_at timestamptz, migration_name varchar(255), logs text,
                rolled_back_at timestamptz, started_at timestamptz, applied_steps_count int);
            INSERT INTO _prisma_migrations VALUES
                ('a', '\(SHA256.hexadecimal("SELECT 1/0;"))', now(), '0_init', NULL, NULL, now(), 0),
                ('b', 'x', NULL, '20240101000000_b', 'no', now(), now(), 0);
            """,
            ["0_init/migration.sql": "SELECT 1/0;", "20240101000000_b/migration.sql": "SELECT 2;"],
            tool: .prisma, takes: ["0_init"], runs: ["20240101000000_b"])
    }

    /// Since its version 1 Drizzle has a folder for each, no journal, and names in its table; rows
    /// from before are known by their second or their text.
    @Test func drizzlesFoldersAreKnownByNameBySecondAndByText() throws {
        try expect(
            """
            CREATE SCHEMA drizzle;
            CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL,
                created_at bigint, name text, applied_at timestamptz DEFAULT now());
            INSERT INTO drizzle.__drizzle_migrations (hash, created_at, name) VALUES
                ('\(SHA256.hexadecimal("SELECT 1/0;"))', 1704110400123, NULL),
                ('\(SHA256.hexadecimal("SELECT 2/0;"))', 5, NULL),
                ('\(SHA256.hexadecimal("SELECT 3/0;"))', 6, '20240103120000_c');
            """,
            [
                "20240101120000_a/migration.sql": "SELECT 1/0;",
                "20240101120000_a/snapshot.json": "{}",
                "20240102120000_b/migration.sql": "SELECT 2/0;",
                "20240103120000_c/migration.sql": "SELECT 3/0;",
                "20240104120000_d/migration.sql": "SELECT 4;",
            ],
            tool: .drizzle,
            takes: ["20240101120000_a", "20240102120000_b", "20240103120000_c"],
            runs: ["20240104120000_d"])
    }

    /// Atlas keeps what is no migration beside them, and a baseline for all before it.
    @Test func atlasBaselineStandsForWhatIsBeforeIt() throws {
        try expect(
            """
            CREATE SCHEMA atlas_schema_revisions;
            CREATE TABLE atlas_schema_revisions.atlas_schema_revisions (version varchar PRIMARY KEY,
                description varchar, type bigint, applied bigint, total bigint, error text,
                hash varchar);
            INSERT INTO atlas_schema_revisions.atlas_schema_revisions VALUES
                ('.atlas_cloud_identifier', '', 0, 0, 0, NULL, ''), ('2', 'b', 1, 0, 0, NULL, ''),
                ('3', 'c', 2, 1, 1, NULL, 'h');
            """,
            [
                "1_a.sql": "SELECT 1/0;", "2_b.sql": "SELECT 2/0;", "3_c.sql": "SELECT 3/0;",
                "4_d.sql": "SELECT 4;", "atlas.sum": "",
            ],
            tool: .atlas, takes: ["1_a", "2_b", "3_c"], runs: ["4_d"])
    }
}
