import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Schema

@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct MigratorTests {
    private let shop = [
        "0001_users.up.sql": "CREATE TABLE users (id int PRIMARY KEY, name text);",
        "0001_users.down.sql": "DROP TABLE users;",
        "0002_orders.up.sql": "CREATE TABLE orders (id int, who int REFERENCES users);",
        "0002_orders.down.sql": "DROP TABLE orders;",
        "0003_index.up.sql":
            "-- dormouse: no-transaction\nCREATE INDEX CONCURRENTLY by_name ON users (name);",
        "0003_index.down.sql": "DROP INDEX by_name;",
    ]

    private func tables(_ connection: BlockingConnection) throws -> [String] {
        try connection.query(
            """
            SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
                AND relkind IN ('r', 'i') AND relname !~ '_pkey$' AND relname !~ '^dormouse'
            ORDER BY 1
            """
        ).values()
    }

    private func states(_ folder: TestFolder, _ connection: BlockingConnection) throws -> [String] {
        try Migrator(try folder.migrations(), on: connection).status().map(\.state.rawValue)
    }

    @Test func upAndDownChangeTheDatabaseAndTheHistory() throws {
        let folder = try TestFolder(shop)
        try TestServer.withDatabase { connection in
            let migrator = Migrator(try folder.migrations(), on: connection)
            #expect(try states(folder, connection) == ["pending", "pending", "pending"])
            #expect(try migrator.plan(.init(.up)).steps.count == 3)
            #expect(try tables(connection) == [])
            #expect(try migrator.run(.init(.up, steps: 1)).count == 1)
            #expect(try states(folder, connection) == ["applied", "pending", "pending"])
            #expect(try migrator.run(.init(.up)).count == 2)
            #expect(try tables(connection) == ["by_name", "orders", "users"])
            #expect(try migrator.run(.init(.up)).isEmpty)
            #expect(try migrator.run(.init(.down)).map(\.migration.name) == ["index"])
            #expect(try tables(connection) == ["orders", "users"])
            try migrator.run(.init(.down, to: MigrationVersion("0")))
            #expect(try tables(connection) == [])
            #expect(try states(folder, connection) == ["pending", "pending", "pending"])
        }
    }

    @Test func allWaysDownThatFailAreTold() throws {
        let folder = try TestFolder([
            "1_a.up.sql": "CREATE TABLE a (n int);", "1_a.down.sql": "DROP TABLE none;",
            "2_b.up.sql": "CREATE TABLE b (n int);", "2_b.down.sql": "DROP TABLE b;",
            "3_c.up.sql": "CREATE TABLE c (n int);", "3_c.down.sql": "DROP TABLE nowhere;",
            "R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT n FROM a;",
        ])
        try TestServer.withDatabase { connection in
            let found = try MigrationValidation(try folder.migrations(), on: connection)
            #expect(found.failures.count == 2)
            #expect(found.failures[0].contains("3_c.down.sql:1"))
            #expect(found.failures[1].contains("1_a.down.sql:1"))
            #expect(!found.isSound)
        }
        try TestServer.withDatabase { connection in
            let found = try MigrationValidation(
                try folder.migrations(), on: connection, isForwardOnly: true)
            #expect(found.isSound)
            #expect(try tables(connection).contains("c"))
        }
    }

    /// Sent together, and the one that fails is named as if it had been by itself.
    @Test func manyRowsGoTogetherAndAMistakeIsFound() throws {
        let lines = (1...3000).map { "INSERT INTO t VALUES (\($0), 'a;''b');" }
        var files = [
            "1_t.sql": "CREATE TABLE t (n int PRIMARY KEY, s text);\n"
                + lines.joined(separator: "\n")
        ]
        try TestServer.withDatabase { connection in
            try Migrator(try TestFolder(files).migrations(), on: connection).run(.init(.up))
            #expect(try connection.query("SELECT sum(n) FROM t").value(as: Int.self) == 4_501_500)
        }
        var wrong = lines
        wrong[2500] = "INSERT INTO t VALUES (2501, missing);"
        files["1_t.sql"] =
            "CREATE TABLE t (n int PRIMARY KEY, s text);\n" + wrong.joined(separator: "\n")
        try TestServer.withDatabase { connection in
            let migrator = Migrator(try TestFolder(files).migrations(), on: connection)
            let failure = #expect(throws: MigrationFailure.self) { try migrator.run(.init(.up)) }
            #expect(failure?.line == 2502)
            #expect(failure?.column == 29)
            #expect(failure?.statement == 2502)
            #expect(try tables(connection) == [])
        }
    }

    @Test func whatFailedToBuildIsBuiltByTheMigrationItself() throws {
        let folder = try TestFolder([
            "1_a.up.sql": "CREATE TABLE a (n int); INSERT INTO a VALUES (1), (1);",
            "2_i.up.sql":
                "-- dormouse: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY a_n ON a (n);",
        ])
        try TestServer.withDatabase { connection in
            let migrator = Migrator(try folder.migrations(), on: connection)
            #expect(throws: MigrationFailure.self) { try migrator.run(.init(.up)) }
            try connection.query("DELETE FROM a")
            let dirty = try migrator.status().filter { $0.state == .dirty }.compactMap(\.migration)
            let marked = InvalidIndex.marked(try InvalidIndex.all(connection), madeBy: dirty)
            #expect(marked.map(\.repair) == ["DROP INDEX CONCURRENTLY public.a_n"])
            _ = try migrator.repair()
            for index in marked { try index.repair(on: connection) }
            #expect(try migrator.run(.init(.up)).count == 1)
            #expect(try InvalidIndex.all(connection).isEmpty)
        }
    }

    @Test func clientsOfOtherServersLoad() throws {
        _ = try TestServer.withDatabase { connection in
            try connection.execute(
                script: """
                    CREATE EXTENSION postgres_fdw; CREATE EXTENSION dblink;
                    CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h')
                    """)
        }
    }

    @Test func nothingIsKeptOfAMigrationThatFails() throws {
        let folder = try TestFolder(shop)
        try folder.write(
            "0002_orders.up.sql",
            "CREATE TABLE orders (id int);\n\n-- wrong\nALTER TABLE orders\n  ADD colour text,\n  DROP nothing;\n"
        )
        try TestServer.withDatabase { connection in
            let migrator = Migrator(try folder.migrations(), on: connection)
            let error = #expect(throws: MigrationFailure.self) { try migrator.run(.init(.up)) }
            #expect(error?.file.hasSuffix("0002_orders.up.sql") ?? false)
            #expect(error?.line == 4)
            #expect(error?.statement == 2)
            #expect(error?.error.code == .undefinedColumn)
            let text = error?.description ?? ""
            #expect(text.contains("0002_orders.up.sql:4"))
            #expect(text.contains("column \"nothing\" of relation \"orders\" does not exist"))
            #expect(text.contains("Nothing of 0002_orders was kept. 1 before it went through"))
            #expect(try tables(connection) == ["users"])
            #expect(try states(folder, connection) == ["applied", "pending", "pending"])
        }
    }

    @Test func theServersPositionBecomesLineAndColumnOfTheFile() throws {
        let folder = try TestFolder([
            "1_a.up.sql": "SELECT 1;\n\nSELECT 1,\n  nothing_like_it\n;"
        ])
        try TestServer.withDatabase { connection in
            let error = #expect(throws: MigrationFailure.self) {
                try Migrator(try folder.migrations(), on: connection).run(.init(.up))
            }
            #expect(error?.line == 4)
            #expect(error?.column == 3)
        }
    }

    @Test func withoutATransactionTheFailureIsNotedAndRepaired() throws {
        let folder = try TestFolder(shop)
        let broken = "-- dormouse: no-transaction\nCREATE TABLE half ();\nCREATE TABLE half ();"
        try folder.write("0003_index.up.sql", broken)
        try TestServer.withDatabase { connection in
            var migrator = Migrator(try folder.migrations(), on: connection)
            let error = #expect(throws: MigrationFailure.self) { try migrator.run(.init(.up)) }
            #expect(error?.description.contains("1 of its statements were kept") ?? false)
            #expect(try tables(connection).contains("half"))
            #expect(try states(folder, connection) == ["applied", "applied", "dirty"])
            #expect(try migrator.status()[2].record?.failedStatement == 2)
            let refused = #expect(throws: MigrationError.self) { try migrator.run(.init(.up)) }
            #expect(refused?.code == .dirty)

            try connection.query("DROP TABLE half")
            try folder.write("0003_index.up.sql", shop["0003_index.up.sql"]!)
            migrator = Migrator(try folder.migrations(), on: connection)
            #expect(try migrator.repair().removed == ["0003_index"])
            #expect(try migrator.run(.init(.up)).count == 1)
            #expect(try states(folder, connection) == ["applied", "applied", "applied"])
        }
    }

    @Test func editedMissingAndLateFilesAreFoundAndSettled() throws {
        let folder = try TestFolder(shop)
        try TestServer.withDatabase { connection in
            try Migrator(try folder.migrations(), on: connection).run(.init(.up))
            try folder.write(
                "0001_users.up.sql", "CREATE TABLE users (id int PRIMARY KEY, name text)")
            #expect(try states(folder, connection) == ["edited", "applied", "applied"])
            #expect(throws: MigrationError.self) {
                try Migrator(try folder.migrations(), on: connection).run(.init(.up))
            }
            let repaired = try Migrator(try folder.migrations(), on: connection).repair()
            #expect(repaired.checksums == ["0001_users"])
            #expect(try states(folder, connection) == ["applied", "applied", "applied"])

            try FileManager.default.removeItem(at: folder.url.appending(path: "0003_index.up.sql"))
            try FileManager.default.removeItem(
                at: folder.url.appending(path: "0003_index.down.sql"))
            #expect(try states(folder, connection) == ["applied", "applied", "missing"])
            let forgotten = try Migrator(try folder.migrations(), on: connection)
                .repair(forgotten: MigrationVersion("3"))
            #expect(forgotten.settled == ["3_index"] || forgotten.settled == ["0003_index"])

            try folder.write("0000_first.up.sql", "SELECT 1")
            let states = try states(folder, connection)
            #expect(states == ["out of order", "applied", "applied"])
            let late = try Migrator(try folder.migrations(), on: connection)
                .run(.init(.up, allowsOutOfOrder: true))
            #expect(late.map(\.migration.label) == ["0000_first"])
        }
    }

    @Test func aBaselineRunsNothing() throws {
        let folder = try TestFolder(shop)
        try TestServer.withDatabase { connection in
            try connection.query("CREATE TABLE users (id int PRIMARY KEY, name text)")
            let migrator = Migrator(try folder.migrations(), on: connection)
            let taken = try migrator.baseline(MigrationVersion("1")!)
            #expect(taken.map(\.name) == ["users"])
            #expect(try states(folder, connection) == ["baseline", "pending", "pending"])
            #expect(try migrator.run(.init(.up)).count == 2)
        }
    }

    @Test func commitInsideATransactionIsRefused() throws {
        let folder = try TestFolder(["1_a.up.sql": "CREATE TABLE a ();\nCOMMIT;\nSELECT nothing;"])
        try TestServer.withDatabase { connection in
            let error = #expect(throws: MigrationError.self) {
                try Migrator(try folder.migrations(), on: connection).run(.init(.up))
            }
            #expect(error?.message.contains(":2: COMMIT") ?? false)
            let left = try tables(connection)
            #expect(left == [])
        }
    }

    /// What a migration sets for its session does not leak into the next, or into the history.
    @Test func sessionSettingsEndWithTheMigration() throws {
        let folder = try TestFolder([
            "1_a.up.sql":
                "CREATE SCHEMA other; SET search_path = other; SET statement_timeout = 1;",
            "2_b.up.sql": "CREATE TABLE here ();",
        ])
        try TestServer.withDatabase { connection in
            try Migrator(try folder.migrations(), on: connection).run(.init(.up))
            #expect(try tables(connection) == ["here"])
        }
    }

    @Test(arguments: ["my\"table", "select", "ünï", "x'; DROP TABLE users; --", "a.b\"c"])
    func hostileNamesOfTheHistoryAreNames(_ name: String) throws {
        let folder = try TestFolder(shop)
        try TestServer.withDatabase { connection in
            let options = Migrator.Options(table: HistoryTable(name))
            let migrator = Migrator(try folder.migrations(), on: connection, options: options)
            try migrator.run(.init(.up))
            #expect(try migrator.status().map(\.state) == [.applied, .applied, .applied])
            #expect(try tables(connection).contains("users"))
        }
    }

    @Test func aLockHeldBySomebodyElseIsNamed() throws {
        let folder = try TestFolder(shop)
        try TestServer.withDatabase { connection in
            try Migrator(try folder.migrations(), on: connection).run(.init(.up))
            try folder.write("0004_more.up.sql", "ALTER TABLE users ADD more int;")
            var configuration = connection.configuration
            configuration.applicationName = "the other one"
            let other = try BlockingConnection(configuration)
            try other.execute(script: "BEGIN; LOCK TABLE users")
            configuration.lockTimeout = .milliseconds(200)
            let mine = try BlockingConnection(configuration)
            let error = #expect(throws: MigrationFailure.self) {
                try Migrator(try folder.migrations(), on: mine).run(.init(.up))
            }
            #expect(error?.error.code == .lockNotAvailable)
            #expect(error?.description.contains("the other one") ?? false, "\(error!)")
            try other.execute(script: "ROLLBACK")
            #expect(try Migrator(try folder.migrations(), on: mine).run(.init(.up)).count == 1)
            mine.close()
            other.close()
        }
    }

    @Test func whoeverHoldsTheMigrationsIsWaitedForAndNamed() throws {
        let folder = try TestFolder(shop)
        try TestServer.withDatabase { connection in
            let other = try BlockingConnection(connection.configuration)
            let history = try HistoryTable().located(other)
            let lock = try MigrationLock(history, other, patience: .zero) { _ in }
            let options = Migrator.Options(patience: .milliseconds(200))
            let error = #expect(throws: MigrationError.self) {
                try Migrator(try folder.migrations(), on: connection, options: options)
                    .run(.init(.up))
            }
            #expect(error?.code == .locked)
            #expect(error?.message.contains("server process \(other.serverProcess)") ?? false)
            lock.release()
            #expect(
                try Migrator(try folder.migrations(), on: connection, options: options)
                    .run(.init(.up)).count == 3)
            other.close()
        }
    }

    @Test func aConnectionCutHalfWayKeepsNothing() throws {
        let folder = try TestFolder([
            "1_a.up.sql":
                "CREATE TABLE a ();\nSELECT pg_terminate_backend(pg_backend_pid());\nCREATE TABLE b ();"
        ])
        try TestServer.withDatabase { connection in
            let mine = try BlockingConnection(connection.configuration)
            let error = #expect(throws: MigrationFailure.self) {
                try Migrator(try folder.migrations(), on: mine).run(.init(.up))
            }
            #expect(error?.line == 2)
            #expect(try tables(connection) == [])
            #expect(try states(folder, connection) == ["pending"])
        }
    }

    @Test func invalidIndexesAreFoundAndBuiltAnew() throws {
        try TestServer.withDatabase { connection in
            try connection.execute(
                script: "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)")
            _ = try? connection.query("CREATE UNIQUE INDEX CONCURRENTLY once ON t (a)")
            let found = try InvalidIndex.all(connection)
            #expect(found.map(\.name) == ["once"])
            let index = try #require(found.first)
            #expect(throws: PostgreSQLError.self) { try index.repair(on: connection) }
            #expect(try InvalidIndex.all(connection) == found)
            try connection.query("DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)")
            try index.repair(on: connection)
            #expect(try InvalidIndex.all(connection) == [])
        }
    }

    @Test func validationSaysWhatAWayDownLeavesBehind() throws {
        let folder = try TestFolder(shop)
        let sound = try TestServer.withDatabase {
            try MigrationValidation(try folder.migrations(), on: $0)
        }
        #expect(sound.isSound)
        #expect(sound.migrations == 3)
        try folder.write(
            "0002_orders.up.sql",
            "CREATE TABLE orders (id int); CREATE TYPE mood AS ENUM ('x'); ALTER TABLE users ALTER name SET NOT NULL"
        )
        try folder.write("0002_orders.down.sql", "DROP TABLE orders")
        let stuck = try TestServer.withDatabase {
            try MigrationValidation(try folder.migrations(), on: $0)
        }
        #expect(stuck.leftovers.first?.remaining == ["enum public.mood"])
        // The second way up finds the type that was left.
        #expect(stuck.secondUpFailure?.contains("already exists") ?? false)
        try folder.write(
            "0002_orders.up.sql",
            "CREATE TABLE orders (id int); DROP TYPE IF EXISTS mood; CREATE TYPE mood AS ENUM ('x'); ALTER TABLE users ALTER name SET NOT NULL"
        )
        let unsound = try TestServer.withDatabase {
            try MigrationValidation(try folder.migrations(), on: $0)
        }
        #expect(unsound.leftovers.map(\.migration) == ["0002_orders"])
        #expect(unsound.leftovers.first?.remaining == ["enum public.mood"])
        #expect(unsound.leftovers.first?.changed == ["column public.users.name (not_null)"])
    }
}
