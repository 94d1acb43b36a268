import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
struct PoolTests {
    /// On a busy machine the next call of a test may come half an hour after the last: by then a
    /// pool as it is by default has replaced its connections, and who waits has been told so.
    private func patient(_ most: Int) -> PoolOptions {
        PoolOptions(
            maxConnections: most, acquireTimeout: .seconds(3600), maxLifetime: .seconds(86_400),
            idleTimeout: .seconds(86_400))
    }

    @Test func manyCallersShareAFewConnectionsInTheOrderTheyCame() async throws {
        let database = try TestDatabase()
        let pool = ConnectionPool(database.configuration, patient(8))
        let served = Shared<[Int: Int]>([:])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<64 {
                group.addTask {
                    for _ in 0..<20 {
                        try await pool.query("SELECT pg_sleep(0.0005)")
                        served.change { $0[client, default: 0] += 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(served.value.count == 64)
        #expect(served.value.values.allSatisfy { $0 == 20 })
        let metrics = pool.metrics
        #expect(metrics.created <= 8)
        #expect(metrics.acquired == 64 * 20)
        #expect(metrics.inUse == 0)
        #expect(metrics.timeouts == 0)
        #expect(await pool.drain())
        await #expect(throws: PostgreSQLError.self) { try await pool.query("SELECT 1") }
    }

    @Test func callersThatBlockAndCallersThatDoNotShareOnePool() async throws {
        let database = try TestDatabase()
        let pool = ConnectionPool(database.configuration, patient(2))
        let sum = Shared(0)
        let group = DispatchGroup()
        for index in 0..<8 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                for _ in 0..<10 {
                    let value = try? pool.blocking { (connection) throws(PostgreSQLError) in
                        try connection.query("SELECT \(index)").value(as: Int.self)
                    }
                    sum.change { $0 += value ?? 0 }
                }
            }
        }
        for index in 0..<20 {
            let value = try await pool.query("SELECT \(index)").value(as: Int.self)
            #expect(value == index)
        }
        await withCheckedContinuation { continuation in
            group.notify(queue: .global()) { continuation.resume() }
        }
        #expect(sum.value == 280)
        #expect(pool.metrics.created <= 2)
    }

    @Test func aCallerThatWaitsTooLongIsToldWhy() async throws {
        let database = try TestDatabase()
        let options = PoolOptions(maxConnections: 1, acquireTimeout: .milliseconds(100))
        let pool = ConnectionPool(database.configuration, options)
        try await pool.withConnection { _ in
            let error = await #expect(throws: PostgreSQLError.self) {
                try await pool.query("SELECT 1")
            }
            #expect(error?.code == .poolTimeout)
            #expect(error?.description.contains("1 of 1 are in use") == true)
        }
        #expect(try await pool.query("SELECT 1").value() == 1)
        #expect(pool.metrics.timeouts == 1)
    }

    @Test func aCancelledCallerLeavesTheLine() async throws {
        let database = try TestDatabase()
        let pool = ConnectionPool(database.configuration, patient(1))
        try await pool.withConnection { _ in
            let waiting = Task { try await pool.query("SELECT 1") }
            while pool.metrics.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
            waiting.cancel()
            let error = await #expect(throws: PostgreSQLError.self) { try await waiting.value }
            #expect(error?.code == .cancelled)
        }
        #expect(pool.metrics.waiting == 0)
    }

    @Test func whatACallerLeftOpenIsUndone() async throws {
        let database = try TestDatabase()
        let pool = ConnectionPool(database.configuration, patient(1))
        try await pool.query("CREATE TABLE t (a int)")
        try await pool.withConnection { connection in
            try await connection.execute(script: "BEGIN; INSERT INTO t VALUES (1)")
        }
        #expect(try await pool.query("SELECT count(*) FROM t").value() == 0)
        #expect(pool.metrics.created == 1)
        // A connection that ended is replaced.
        _ = try? await pool.query("SELECT pg_terminate_backend(pg_backend_pid())")
        #expect(try await pool.query("SELECT 1").value() == 1)
        #expect(pool.metrics.created == 2)
    }

    @Test func thePoolRecoversWhenTheServerIsKilledAndStartedAgain()
        async throws
    {
        let server = try TestServer.start()
        let pool = ConnectionPool(server.configuration(), patient(4))
        try await pool.query("CREATE TABLE t (a int)")
        let acknowledged = Shared<[Int]>([])
        let isDone = Shared(false)
        let writers = (0..<4).map { writer in
            Task {
                var number = writer
                while !isDone.value {
                    do {
                        try await pool.query("INSERT INTO t VALUES (\(number))")
                        acknowledged.change { $0.append(number) }
                        number += 4
                    } catch let error as PostgreSQLError {
                        #expect(error.isConnectionFailure, "\(error)")
                        number += 4
                    }
                }
            }
        }
        try await Task.sleep(for: .milliseconds(200))
        server.stop(.kill)
        try await Task.sleep(for: .milliseconds(300))
        let before = acknowledged.value.count
        try server.start()
        #expect(try await pool.query("SELECT 1").value() == 1)
        while acknowledged.value.count <= before { try await Task.sleep(for: .milliseconds(5)) }
        isDone.change { $0 = true }
        for writer in writers { try await writer.value }
        let after = acknowledged.value
        let kept: [Int] = try await pool.query("SELECT a FROM t").values()
        #expect(Set(kept).isSuperset(of: after), "nothing acknowledged is lost")
        #expect(await pool.drain())
    }

    @Test func aPasswordThatWasChangedIsPickedUp() async throws {
        let server = try TestServer.shared(.tls)
        let owner = try BlockingConnection(server.socketConfiguration())
        try owner.execute(script: "CREATE ROLE turner LOGIN PASSWORD 'first'")
        let password = Shared("first")
        let pool = ConnectionPool(patient(1)) { () throws(PostgreSQLError) in
            var configuration = server.configuration()
            configuration.user = "turner"
            configuration.password = password.value
            return configuration
        }
        #expect(try await pool.query("SELECT 1").value() == 1)
        try owner.execute(
            script: """
                ALTER ROLE turner PASSWORD 'second';
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'turner'
                """)
        var error: PostgreSQLError?
        repeat {
            error = await #expect(throws: PostgreSQLError.self) { try await pool.query("SELECT 1") }
        } while error?.code == .serverShutdown || error?.code == .connectionLost
        #expect(error?.code == .password)
        #expect(error?.description.contains("first") == false)
        password.change { $0 = "second" }
        #expect(try await pool.query("SELECT 1").value() == 1)
        #expect(await pool.drain())
        try owner.execute(script: "DROP ROLE turner")
    }

    @Test func transactionsThatCannotBeSerialisedAreTriedAgain() async throws {
        let database = try TestDatabase()
        let pool = ConnectionPool(database.configuration, patient(4))
        try await pool.query("CREATE TABLE counter (n int)")
        try await pool.query("INSERT INTO counter VALUES (0)")
        let policy = RetryPolicy(attempts: 50, firstPause: .milliseconds(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<5 {
                        try await pool.withConnection { connection in
                            try await connection.transaction(.serializable, retrying: policy) {
                                let n: Int = try await connection.query("SELECT n FROM counter")
                                    .value()
                                try await connection.query("UPDATE counter SET n = \(n + 1)")
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await pool.query("SELECT n FROM counter").value() == 20)
    }
}
