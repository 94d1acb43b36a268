import DuckDB
import Testing

@testable import Governor

@Suite struct StatementTimerTests {
    @Test func aStatementThatTakesTooLongIsInterrupted() throws {
        let connection = try Database(path: nil).connect()
        let timer = StatementTimer(.milliseconds(50), interrupting: connection)
        let error = #expect(throws: DuckDBError.self) {
            try connection.execute(
                "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range < 0")
        }
        #expect(error?.code == .interrupt)
        #expect(timer.stop())
    }

    @Test func oneThatEndsInTimeIsNot() throws {
        let connection = try Database(path: nil).connect()
        let timer = StatementTimer(.seconds(3600), interrupting: connection)
        try connection.execute("SELECT 1")
        #expect(!timer.stop())
    }
}
