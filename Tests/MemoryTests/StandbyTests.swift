import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Memory

/// Memories on a standby: read there, told at the primary. A pooler would stand before one server or
/// the other, and what makes the difference is the server's.
@Suite(.enabled(if: TestServer.isInstalled(), Comment(rawValue: TestServer.missing)))
struct StandbyTests {
    @Test func aStandbyRecallsWhatThePrimaryWasToldAndTakesNothing() throws {
        let primary = try TestServer.start()
        defer { primary.stop(.quit) }
        let database = try TestDatabase(on: primary)
        let writer = try TemporaryHome(database: database).open()
        _ = try writer.remember(try MemoryDraft("The boiler is serviced in October."))
        let standby = try PrivateServer(primary.installation, .init(primary: primary))
        defer { standby.stop(.quit) }
        let home = try TemporaryHome(database: TestDatabase(on: standby, existing: database.name))
        let reader = try home.open()
        #expect(reader.isReadOnly)
        let options = RecallOptions(namespace: "default")
        func best(_ question: String) throws -> String? {
            try reader.recall(question, options: options).results.first?.memory.content
        }
        #expect(try best("When is the boiler serviced?")?.contains("October") == true)

        _ = try writer.remember(try MemoryDraft("The chimney is swept in May."))
        let deadline = ContinuousClock.now + .seconds(300)
        while try best("When is the chimney swept?")?.contains("May") != true,
            ContinuousClock.now < deadline
        { usleep(20_000) }
        #expect(try best("When is the chimney swept?")?.contains("May") == true)

        let error = memoryError { _ = try reader.remember(try MemoryDraft("lost?")) }
        #expect(error?.code == .homeUnusable)
        #expect(error?.message.contains("can only be read") == true)
        #expect(memoryError { _ = try reader.sleep(SleepRequest()) } != nil)
        #expect(try writer.all().count == 2)

        // It answers when the primary is gone, and tells when it was promoted to be one.
        primary.stop(.kill)
        #expect(try best("When is the boiler serviced?")?.contains("October") == true)
        try BlockingConnection(standby.socketConfiguration()).query("SELECT pg_promote()")
        let promoted = try TemporaryHome(beside: home).open()
        #expect(try promoted.remember(try MemoryDraft("told to the new one")).outcome == .stored)
        #expect(try promoted.all().count == 3)
    }
}
