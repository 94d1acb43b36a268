import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Schema

/// Folders in the layouts of other tools (Tests/Migrations): read from nothing, and gone on with
/// half-way from the tool's own history.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct MigrationToolTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Migrations").standardized

    static let tools: [MigrationTool] = [
        .flyway, .prisma, .diesel, .golangMigrate, .goose, .dbmate, .sqlx, .sqlMigrate, .supabase,
        .drizzle, .mybatis, .nodePgMigrate, .tern,
    ]

    private func folder(_ tool: MigrationTool) throws -> MigrationFolder {
        try MigrationFolder(
            path: Self.root.appending(path: tool.rawValue).path,
            placeholders: Placeholders(["Table=users"], environment: [:]))
    }

    private func history(_ tool: MigrationTool) throws -> String {
        try String(
            contentsOf: Self.root.appending(path: "\(tool.rawValue).history.sql"), encoding: .utf8)
    }

    private func catalogue(_ connection: BlockingConnection) throws -> Catalogue {
        try CatalogueInspection.read(connection).withoutBookkeeping
    }

    /// A database as the tool left it after its first two migrations.
    private func halfWay(_ tool: MigrationTool, _ connection: BlockingConnection) throws {
        try Migrator(try folder(tool), on: connection).run(.init(.up, steps: 2))
        try connection.execute(script: "DROP TABLE dormouse_migrations")
        try connection.execute(script: try history(tool))
    }

    @Test(arguments: tools)
    func aFolderIsAppliedFromNothingAndFromHalfWay(_ tool: MigrationTool) throws {
        let folder = try folder(tool)
        #expect(folder.migrations.count == (tool == .flyway ? 5 : 4))
        #expect(folder.strangers == [])
        let whole = try TestServer.withDatabase { connection in
            let migrator = Migrator(folder, on: connection)
            #expect(try migrator.run(.init(.up)).count == folder.migrations.count)
            #expect(try migrator.run(.init(.up)).isEmpty)
            #expect(try migrator.status().allSatisfy { $0.state == .applied })
            #expect(
                try connection.query("SELECT name FROM users").values(as: String.self) == ["Ada"])
            return try catalogue(connection)
        }
        let adopted = try TestServer.withDatabase { connection in
            try halfWay(tool, connection)
            let migrator = Migrator(folder, on: connection)
            #expect(try migrator.historyToAdopt()?.tool == tool)
            let adoption = try migrator.adopt()
            #expect(adoption.tool == tool)
            #expect(adoption.taken.count == 2)
            #expect(adoption.passedOver == [])
            #expect(try migrator.historyToAdopt() == nil)
            #expect(try migrator.run(.init(.up)).count == folder.migrations.count - 2)
            // Names that others may use for tables of their own.
            try connection.execute(script: "DROP TABLE IF EXISTS changelog, schema_version")
            return try catalogue(connection)
        }
        #expect(CatalogueDifference(from: whole, to: adopted).sorted.map { "\($0.id)" } == [])
    }

    /// What each tool calls failed, missing or edited.
    @Test(
        arguments: [
            (
                .flyway, "UPDATE flyway_schema_history SET success = false WHERE version = '1.1'",
                .dirty
            ),
            (.flyway, "UPDATE flyway_schema_history SET checksum = checksum + 1", .edited),
            (
                .flyway, "UPDATE flyway_schema_history SET version = '9' WHERE version = '1.1'",
                .missingFile
            ),
            (.prisma, "UPDATE _prisma_migrations SET finished_at = NULL WHERE id = 'c'", .dirty),
            (.prisma, "UPDATE _prisma_migrations SET checksum = 'x' WHERE id = 'c'", .edited),
            (.diesel, "INSERT INTO __diesel_schema_migrations VALUES ('7')", .missingFile),
            (.golangMigrate, "UPDATE schema_migrations SET dirty = true", .dirty),
            (.golangMigrate, "UPDATE schema_migrations SET version = 9", .missingFile),
            (
                .goose, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (8, true)",
                .missingFile
            ),
            (.dbmate, "INSERT INTO schema_migrations VALUES ('20230101')", .missingFile),
            (
                .sqlx, "UPDATE _sqlx_migrations SET success = false WHERE description = 'touch'",
                .dirty
            ),
            (.sqlx, "UPDATE _sqlx_migrations SET checksum = '\\x00'", .edited),
            (.sqlMigrate, "INSERT INTO gorp_migrations VALUES ('9-x.sql')", .missingFile),
            (.drizzle, "UPDATE drizzle.__drizzle_migrations SET hash = 'x'", .edited),
            (.drizzle, "UPDATE drizzle.__drizzle_migrations SET created_at = 1", .missingFile),
            (.mybatis, "TRUNCATE changelog", .historyUnusable),
        ] as [(MigrationTool, String, MigrationError.Code)])
    func whatTheToolCallsFailedIsNotTaken(
        _ tool: MigrationTool, _ change: String, _ code: MigrationError.Code
    ) throws {
        try TestServer.withDatabase { connection in
            try halfWay(tool, connection)
            try connection.execute(script: change)
            let migrator = Migrator(try folder(tool), on: connection)
            let error = #expect(throws: MigrationError.self) { try migrator.adopt() }
            #expect(error?.code == code, "\(error?.message ?? "")")
            #expect(try migrator.status().allSatisfy { $0.record == nil })
        }
    }

    @Test func aRepeatableMigrationRunsAgainWhenItChanges() throws {
        let files = [
            (name: "V1__a.sql", text: "CREATE TABLE a (n int, m int);"),
            (name: "R__v.sql", text: "CREATE OR REPLACE VIEW v AS SELECT n ${more} FROM a;"),
        ]
        func folder(_ more: String) throws -> MigrationFolder {
            try MigrationFolder(
                files: files, placeholders: Placeholders(["more=\(more)"], environment: [:]))
        }
        try TestServer.withDatabase { connection in
            func up(_ more: String) throws -> [String] {
                try Migrator(try folder(more), on: connection).run(.init(.up))
                    .map(\.migration.label)
            }
            #expect(try up("") == ["1_a", "R__v"])
            #expect(try up("") == [])
            #expect(try up(", m") == ["R__v"])
            #expect(try up(", m") == [])
            let states = try Migrator(try folder(""), on: connection).status().map(\.state)
            #expect(states == [.applied, .pending])
        }
    }

    @Test func flywaysBaselineAndUndoneVersionsAreRead() throws {
        let files = ["1", "2", "3", "4"].map { (name: "V\($0)__x.sql", text: "SELECT \($0);") }
        try TestServer.withDatabase { connection in
            try connection.execute(
                script: """
                    CREATE TABLE flyway_schema_history (installed_rank int, version text,
                        description text, type text, script text, checksum int, success boolean);
                    INSERT INTO flyway_schema_history VALUES
                        (0, NULL, '', 'SCHEMA', '"shop"', NULL, true),
                        (1, '2', '', 'BASELINE', '<< Flyway Baseline >>', NULL, true),
                        (2, '3', '', 'SQL', 'V3__x.sql', NULL, true),
                        (3, '4', '', 'SQL', 'V4__x.sql', NULL, true),
                        (4, '4', '', 'UNDO_SQL', 'U4__x.sql', NULL, true)
                    """)
            let migrator = Migrator(try MigrationFolder(files: files), on: connection)
            #expect(try migrator.adopt().taken.map(\.version.text) == ["1", "2", "3"])
            #expect(
                try migrator.status().map(\.state) == [.baseline, .baseline, .applied, .pending])
        }
    }
}
