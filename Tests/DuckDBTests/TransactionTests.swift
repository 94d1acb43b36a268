import DuckDB
import Foundation
import Testing

private func counted() throws -> Connection {
    let connection = try memoryConnection()
    try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
    return connection
}

private func count(_ connection: Connection) throws -> Int? {
    try connection.query("SELECT count(*) FROM t").first?.intValue
}

@Test func aTransactionThatThrowsLeavesNothing() throws {
    struct Stop: Error {}
    let connection = try counted()
    #expect(throws: Stop.self) {
        try connection.transaction {
            try connection.execute("INSERT INTO t VALUES (1)")
            throw Stop()
        }
    }
    #expect(try count(connection) == 0)
    let made = try connection.transaction {
        try connection.query("INSERT INTO t VALUES (1), (2)").changes
    }
    #expect(made == 2)
    #expect(try count(connection) == 2)
}

@Test func aTransactionOfEngineErrorsKeepsTheirType() throws {
    let connection = try counted()
    func twice() throws(DuckDBError) {
        try connection.atomically { () throws(DuckDBError) in
            try connection.execute("INSERT INTO t VALUES (1)")
            try connection.execute("INSERT INTO t VALUES (1)")
        }
    }
    let error = #expect(throws: DuckDBError.self) { try twice() }
    #expect(error?.code == .constraint)
    #expect(try count(connection) == 0)
}

@Test func transactionsDoNotNestAndSaySo() throws {
    let connection = try counted()
    let error = #expect(throws: DuckDBError.self) {
        try connection.transaction {
            try connection.execute("INSERT INTO t VALUES (1)")
            try connection.transaction { try connection.execute("INSERT INTO t VALUES (2)") }
        }
    }
    #expect(error?.code == .transaction)
    #expect(error?.message.contains("do not nest") == true)
    #expect(try count(connection) == 0)
    // Nor inside one that was opened by SQL, which stays open.
    try connection.execute("BEGIN; INSERT INTO t VALUES (3)")
    #expect(throws: DuckDBError.self) { try connection.transaction {} }
    try connection.execute("/* end */ COMMIT")
    #expect(try count(connection) == 1)
    // A body that ends the transaction by itself is told so, and the connection works on.
    #expect(throws: DuckDBError.self) {
        try connection.transaction { try connection.execute("ROLLBACK") }
    }
    try connection.transaction { try connection.execute("INSERT INTO t VALUES (4)") }
    #expect(try count(connection) == 2)
}

@Test func aCommitThatFailsKeepsNothing() throws {
    let one = try counted()
    let two = try one.database.connect()
    let error = #expect(throws: DuckDBError.self) {
        try one.transaction {
            try one.execute("INSERT INTO t VALUES (1)")
            try two.execute("INSERT INTO t VALUES (1)")
        }
    }
    #expect(error?.code == .conflict || error?.code == .constraint)
    #expect(try count(one) == 1)
    try one.transaction { try one.execute("INSERT INTO t VALUES (2)") }
}

@Test func twoWritersOfOneRowConflictAndTheSecondMayTryAgain() throws {
    let one = try counted()
    let two = try one.database.connect()
    try one.execute("INSERT INTO t VALUES (1)")
    let error = #expect(throws: DuckDBError.self) {
        try one.transaction {
            try one.execute("UPDATE t SET a = 2")
            try two.execute("UPDATE t SET a = 3")
        }
    }
    #expect(error?.code == .conflict)
    #expect(error?.isRetryable == true)
    try two.execute("UPDATE t SET a = 3")
}

@Test func statementsOfOtherThreadsWaitForATransaction() throws {
    let connection = try counted()
    let started = DispatchSemaphore(value: 0)
    let finished = DispatchSemaphore(value: 0)
    try connection.transaction {
        Thread.detachNewThread {
            started.signal()
            try? connection.execute("INSERT INTO t VALUES (100)")
            finished.signal()
        }
        started.wait()
        #expect(finished.wait(timeout: .now() + 0.05) == .timedOut)
        try connection.execute("INSERT INTO t VALUES (1)")
        #expect(try count(connection) == 1)
    }
    finished.wait()
    #expect(try count(connection) == 2)
}

@Test func aConnectionServesManyThreads() throws {
    let connection = try counted()
    DispatchQueue.concurrentPerform(iterations: 50) { index in
        _ = try? connection.query("INSERT INTO t VALUES (\(index))")
    }
    #expect(try count(connection) == 50)
}

@Test func aLongStatementIsInterruptedFromAnotherThread() throws {
    let connection = try memoryConnection()
    try connection.trackProgress()
    let stopper = Thread {
        while !Thread.current.isCancelled {
            Thread.sleep(forTimeInterval: 0.05)
            connection.interrupt()
            _ = connection.progress
        }
    }
    stopper.start()
    defer { stopper.cancel() }
    let start = ContinuousClock.now
    let error = #expect(throws: DuckDBError.self) {
        try connection.query(
            "SELECT sum(sqrt(a.i * b.i)) FROM range(10000000) a(i), range(1000000) b(i)", [])
    }
    #expect(error?.code == .interrupt)
    #expect(ContinuousClock.now - start < .seconds(300))
}

@Test func progressOfAScanIsSeenFromAnotherThread() throws {
    let connection = try memoryConnection()
    try connection.trackProgress()
    try connection.execute("CREATE TABLE big AS SELECT i FROM range(3000000) t(i)")
    #expect(connection.progress == nil)
    let seen = DispatchSemaphore(value: 0)
    let watcher = Thread {
        for _ in 0..<2_000 {
            Thread.sleep(forTimeInterval: 0.002)
            if let progress = connection.progress, progress.rowsProcessed > 0 {
                if (0...1).contains(progress.fraction) { seen.signal() }
                break
            }
        }
        connection.interrupt()
    }
    watcher.start()
    _ = try? connection.query("SELECT max(md5(md5(i::VARCHAR))), max(md5(i::VARCHAR)) FROM big", [])
    #expect(seen.wait(timeout: .now() + 300) == .success)
}
