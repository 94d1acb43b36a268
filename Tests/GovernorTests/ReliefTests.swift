import Dispatch
import DuckDB
import Synchronization
import Testing

@testable import Governor

@Suite struct ReliefTests {
    private func connection(threads: Int) throws -> Connection {
        try Database(
            path: nil,
            options: .init(memoryLimit: .mebibytes(200), threads: threads)
        ).connect()
    }

    private func threads(_ connection: Connection) throws -> Int? {
        try connection.query("SELECT current_setting('threads')::BIGINT")[0, 0].intValue
    }

    @Test func eachStepWorksWithLessAndSetsEverythingBack() throws {
        let connection = try connection(threads: 4)
        let told = Mutex<[String]>([])
        let reliever = Reliever { work, step in
            told.withLock { $0.append("\(work): \(step.description)") }
        }
        for (attempt, expected) in [(1, 2), (2, 1)] {
            let end = try #require(
                reliever.relieve(connection, attempt: attempt, work: "orders"))
            #expect(try threads(connection) == expected)
            end()
            #expect(try threads(connection) == 4, "set back")
        }
        #expect(reliever.relieve(connection, attempt: 3, work: "orders") == nil)
        #expect(told.withLock { $0.count } == 2)
        let limit = try connection.query("SELECT current_setting('memory_limit')")
        #expect(limit[0, 0].stringValue == "200.0 MiB")
    }

    @Test func onePieceOfWorkIsRelievedAtATimeSoThatEachSetsBackWhatWasThere() throws {
        let database = try Database(path: nil, options: .init(threads: 4))
        let reliever = Reliever { _, _ in }
        DispatchQueue.concurrentPerform(iterations: 20) { number in
            guard let connection = try? database.connect(),
                let end = reliever.relieve(connection, attempt: number % 2 + 1, work: "w")
            else { return }
            end()
        }
        #expect(try threads(database.connect()) == 4)
    }

    @Test func whatTheEngineUsesIsSeen() throws {
        let connection = try connection(threads: 1)
        try connection.execute("CREATE TABLE t AS SELECT range AS i FROM range(1000000)")
        let usage = try EngineUsage(of: connection)
        #expect(usage.memory > .mebibytes(1) && usage.spilled.bytes == 0)
        #expect(ProcessUsage.current.resident > usage.memory)
        #expect(ProcessUsage.current.threads >= 1)
    }
}
