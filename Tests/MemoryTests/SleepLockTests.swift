import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Memory

/// One sleeper at a time, through a pooler too, and no write of one who lost its place.
@Suite(.enabled(if: !StoreKind.servers.isEmpty, "there is no PostgreSQL server here"))
struct SleepLockTests {
    private func server(_ kind: StoreKind) throws -> (ServerConnection, TestDatabase) {
        let database = try #require(try kind.database())
        let server = try ServerConnection(
            url: database.url, holder: "dormouse test", patience: .seconds(5))
        return (server, database)
    }

    @Test(arguments: StoreKind.servers)
    func aSecondSleeperWaitsOrIsToldWho(_ kind: StoreKind) throws {
        let (server, _) = try server(kind)
        var first: SleepLock? = try SleepLock(server, patience: .zero)
        for _ in 0..<3 {
            let error = #expect(throws: MemoryError.self) {
                try SleepLock(server, patience: .milliseconds(100))
            }
            #expect(error?.code == .homeBusy)
            #expect(error?.message.contains("dormouse test") ?? false)
        }
        try first?.transaction { try first?.connection.query("SELECT 1") }
        first = nil
        let next = try SleepLock(server, patience: .seconds(10))
        try next.transaction { try next.connection.query("SELECT 1") }
    }

    @Test(arguments: StoreKind.servers)
    func whoLostTheLockWritesNothing(_ kind: StoreKind) throws {
        let (server, database) = try server(kind)
        let owner = try database.connect()
        defer { owner.close() }
        try owner.execute(script: "CREATE TABLE written (n int)")
        let lost = try SleepLock(server, patience: .zero)
        // As a firewall does, or a pooler's idle_transaction_timeout.
        try owner.query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND database =
                (SELECT oid FROM pg_database WHERE datname = current_database())
            """)
        let next = try SleepLock(server, patience: .seconds(10))
        let error = #expect(throws: MemoryError.self) {
            try lost.transaction {
                try lost.connection.query("INSERT INTO written VALUES (1)")
            }
        }
        #expect(error?.code == .sleepFailed)
        try next.transaction { try next.connection.query("INSERT INTO written VALUES (2)") }
        #expect(try owner.query("SELECT n FROM written").values(as: Int.self) == [2])
    }
}
