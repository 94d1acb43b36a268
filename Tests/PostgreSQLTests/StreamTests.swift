import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
struct StreamTests {
    struct Stop: Error {}

    @Test func rowsComeAsTheyAreReadAndTheRestIsLeft() async throws {
        let database = try TestDatabase(.unread, extensions: ["vector"])
        let connection = try await PostgresConnection.connect(database.configuration)
        let sum = try await connection.stream(
            "SELECT i, ARRAY[i, 1]::real[]::vector AS v FROM generate_series(1, \(20_000)) i"
        ) { rows in
            #expect(rows.columns.map(\.type) == [.int8, .vector])
            var sum = 0
            for try await row in rows {
                sum += try row.decode(0, as: Int.self)
                #expect(try row.decode("v", as: [Float].self).count == 2)
            }
            return sum
        }
        #expect(sum == 200_010_000)
        // So many rows would take days: the server stops.
        let first = try await connection.stream("SELECT generate_series(1, 1000000000000)") {
            rows in
            for try await row in rows { return try row.decode(0, as: Int.self) }
            return 0
        }
        #expect(first == 1)
        await #expect(throws: Stop.self) {
            try await connection.stream("SELECT 1") { _ in throw Stop() }
        }
        let error = await #expect(throws: PostgreSQLError.self) {
            try await connection.stream("SELECT 100 / (5 - i) FROM generate_series(1, 9) i") {
                rows in for try await _ in rows {}
            }
        }
        #expect(error?.sqlState == "22012")
        #expect(try await connection.query("SELECT 1").value() == 1)
    }

    @Test func anotherStatementInsideAStreamSaysThatTheConnectionIsBusy() async throws {
        let database = try TestDatabase(.unread)
        let connection = try await PostgresConnection.connect(database.configuration)
        let error = await #expect(throws: PostgreSQLError.self) {
            try await connection.stream("SELECT generate_series(1, 100000)") { rows in
                for try await _ in rows { try await connection.query("SELECT 1") }
            }
        }
        #expect(error?.code == .busy)
        #expect(try await connection.query("SELECT 1").value() == 1)
    }

    @Test func aCancelledTaskTakesItsStatementBack() async throws {
        let database = try TestDatabase(.unread)
        let connection = try await PostgresConnection.connect(database.configuration)
        // Each would take hours or days, were it not taken back.
        let sleeper = Task { try await connection.query("SELECT pg_sleep(36000)") }
        try await Task.sleep(for: .milliseconds(100))
        let behind = Task { try await connection.query("SELECT 7").value(as: Int.self) }
        sleeper.cancel()
        let error = await #expect(throws: PostgreSQLError.self) { try await sleeper.value }
        #expect(error?.code == .cancelled)
        #expect(try await behind.value == 7, "the next statement is not hit")
        let reader = Task {
            try await connection.stream("SELECT generate_series(1, 1000000000000)") { rows in
                for try await _ in rows {}
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        reader.cancel()
        let stopped = await #expect(throws: PostgreSQLError.self) { try await reader.value }
        #expect(stopped?.code == .cancelled)
        // Inside a transaction the transaction is undone.
        try await connection.query("CREATE TABLE t (a int)")
        let writer = Task {
            try await connection.transaction {
                try await connection.query("INSERT INTO t VALUES (1)")
                try await connection.query("SELECT pg_sleep(36000)")
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        writer.cancel()
        _ = try? await writer.value
        #expect(try await connection.query("SELECT count(*) FROM t").value() == 0)
    }

    @Test func timeoutsAreKeptByTheServer() throws {
        let database = try TestDatabase(.unread)
        var configuration = database.configuration
        configuration.statementTimeout = .milliseconds(50)
        configuration.lockTimeout = .milliseconds(40)
        configuration.idleInTransactionTimeout = .milliseconds(50)
        configuration.applicationName = "a b\\c'"
        configuration.settings = ["search_path": "\"my schema\", public"]
        let connection = try BlockingConnection(configuration)
        #expect(try connection.query("SHOW search_path").value() == "\"my schema\", public")
        #expect(try connection.query("SHOW application_name").value() == "a b\\c'")
        let slow = #expect(throws: PostgreSQLError.self) {
            try connection.query("SELECT pg_sleep(10)")
        }
        #expect(slow?.code == .statementTimeout)
        // A lock that somebody else holds.
        let holder = try database.connect()
        try holder.execute(script: "CREATE TABLE t (a int)")
        try holder.execute(script: "BEGIN; LOCK TABLE t")
        let locked = #expect(throws: PostgreSQLError.self) {
            try connection.query("SELECT * FROM t")
        }
        #expect(locked?.code == .lockNotAvailable)
        #expect(locked?.isRetryable == true)
        let idle = #expect(throws: (any Error).self) {
            try connection.transaction {
                Thread.sleep(forTimeInterval: 0.3)
                try connection.query("SELECT 1")
            }
        }
        #expect(
            (idle as? PostgreSQLError)?.isConnectionFailure == true
                || (idle as? PostgreSQLError)?.code == .idleInTransaction)
        #expect(!connection.isOpen)
    }

    @Test func notificationsArriveWhateverElseTheConnectionDoes() async throws {
        let database = try TestDatabase(.unread)
        let listener = try await PostgresConnection.connect(database.configuration)
        let sender = try database.connect()
        let channel = "news \"; DROP"
        let notifications = try await listener.notifications(on: [channel])
        var iterator = notifications.makeAsyncIterator()
        try sender.query("SELECT pg_notify(\(channel), \("first"))")
        let first = try await iterator.next()
        #expect(first?.channel == channel)
        #expect(first?.payload == "first")
        #expect(first?.sender == sender.serverProcess)
        try sender.query("SELECT pg_notify(\(channel), \("second"))")
        #expect(try await listener.query("SELECT 1").value() == 1)
        #expect(try await iterator.next()?.payload == "second")
        try sender.query("SELECT pg_terminate_backend(\(await listener.serverProcess))")
        await #expect(throws: PostgreSQLError.self) { try await iterator.next() }
    }

    @Test func pipelinedStatementsAreOneTransaction() async throws {
        let database = try TestDatabase(.unread, extensions: ["vector"])
        let connection = try await PostgresConnection.connect(database.configuration)
        try await connection.query("CREATE TABLE t (a int PRIMARY KEY, v vector)")
        let results = try await connection.pipeline(
            (0..<2_000).map { "INSERT INTO t VALUES (\($0)) RETURNING a, v" })
        #expect(try results.map { try $0.value(as: Int.self) } == Array(0..<2_000))
        #expect(results.last?.columns.last?.type == .vector)
        let error = await #expect(throws: PostgreSQLError.self) {
            try await connection.pipeline([
                "INSERT INTO t VALUES (5000)", "INSERT INTO t VALUES (1)",
                "INSERT INTO t VALUES (5001)",
            ])
        }
        #expect(error?.code == .uniqueViolation)
        #expect(try await connection.query("SELECT count(*) FROM t").value() == 2_000)
    }
}
