import DuckDB
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

    @Test func workIsDoneAgainWithLessUntilItFits() throws {
        let connection = try connection(threads: 4)
        var seen: [Int?] = []
        struct Failure: Error {}
        let answer = try Relief.retrying(on: connection, isOutOfMemory: { (_: Failure) in true }) {
            () throws(Failure) -> Int in
            seen.append(try? threads(connection))
            guard seen.count == 3 else { throw Failure() }
            return 1
        }
        #expect(answer == 1 && seen == [4, 2, 1])
        #expect(try threads(connection) == 4, "set back")
        let limit = try connection.query("SELECT current_setting('memory_limit')")
        #expect(limit[0, 0].stringValue == "200.0 MiB")
    }

    @Test func anotherErrorIsNotTriedAgain() throws {
        let connection = try connection(threads: 2)
        var count = 0
        #expect(throws: DuckDBError.self) {
            try Relief.retrying(
                on: connection,
                isOutOfMemory: { (error: DuckDBError) in error.code == .outOfMemory }
            ) { () throws(DuckDBError) in
                count += 1
                try connection.execute("SELECT * FROM nowhere")
            }
        }
        #expect(count == 1)
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
