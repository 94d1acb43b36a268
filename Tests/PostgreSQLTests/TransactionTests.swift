import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestServer.isInstalled(), "\(TestServer.missing)"))
struct TransactionTests {
    struct Stop: Error {}

    @Test func aTransactionThatThrowsLeavesNothing() throws {
        let connection = try counted().connect()
        #expect(throws: Stop.self) {
            try connection.transaction {
                try connection.query("INSERT INTO t VALUES (1)")
                throw Stop()
            }
        }
        #expect(try count(connection) == 0)
        try connection.transaction(.serializable) {
            try connection.query("INSERT INTO t VALUES (1)")
            #expect(throws: Stop.self) {
                try connection.transaction {
                    try connection.query("INSERT INTO t VALUES (2)")
                    throw Stop()
                }
            }
            try connection.transaction { try connection.query("INSERT INTO t VALUES (3)") }
        }
        #expect(try connection.query("SELECT a FROM t ORDER BY a").values() == [1, 3])
    }

    @Test func aSwallowedErrorDoesNotPassForACommit() throws {
        let connection = try counted().connect()
        let error = #expect(throws: PostgreSQLError.self) {
            try connection.transaction {
                try connection.query("INSERT INTO t VALUES (1)")
                _ = try? connection.query("SELECT 1/0")
            }
        }
        #expect(error?.code == .failedTransaction)
        #expect(try count(connection) == 0)
        // With a savepoint around what may fail, the rest is kept.
        try connection.transaction {
            try connection.query("INSERT INTO t VALUES (1)")
            _ = try? connection.transaction { try connection.query("SELECT 1/0") }
        }
        #expect(try count(connection) == 1)
    }

    @Test func tasksDoNotGetIntoTheTransactionOfAnother() async throws {
        let database = try counted()
        let connection = try await PostgresConnection.connect(database.configuration)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<20 {
                group.addTask {
                    _ = try? await connection.transaction {
                        try await connection.query("INSERT INTO t VALUES (\(index))")
                        await Task.yield()
                        if index.isMultiple(of: 2) { throw Stop() }
                        try await connection.transaction {
                            try await connection.query("INSERT INTO t VALUES (\(index + 100))")
                        }
                    }
                }
            }
        }
        let kept: [Int] = try await connection.query("SELECT a FROM t ORDER BY a").values()
        #expect(kept == (0..<20).filter { $0 % 2 == 1 } + (100..<120).filter { $0 % 2 == 1 })
        await connection.close()
        await #expect(throws: PostgreSQLError.self) { try await connection.query("SELECT 1") }
    }

    @Test func aTransactionThatIsReadOnlyRefusesToWrite() throws {
        let connection = try counted().connect()
        let error = #expect(throws: PostgreSQLError.self) {
            try connection.atomically(.readOnly) { () throws(PostgreSQLError) in
                try connection.query("INSERT INTO t VALUES (1)")
            }
        }
        #expect(error?.code == .readOnly)
    }
}

private func counted() throws -> TestDatabase {
    let database = try TestDatabase()
    try database.connect().execute(script: "CREATE TABLE t (a bigint PRIMARY KEY)")
    return database
}

private func count(_ connection: BlockingConnection) throws -> Int {
    try connection.query("SELECT count(*) FROM t").value()
}
