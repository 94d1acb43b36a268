import Foundation
import PostgreSQL

/// Lets one process at a time change the history of a database.
///
/// A session's advisory lock: the server lets go of it when the connection ends, however it ends.
/// It is asked for again and again rather than waited for, because a session that waits holds a
/// snapshot, which `CREATE INDEX CONCURRENTLY` in the process that has the lock would wait for.
///
/// A pooler that lends sessions by the transaction keeps no lock of a session. There a transaction
/// on a connection of its own holds it, idle and without a snapshot, and each step asks whether it
/// still does.
struct MigrationLock {
    private let connection: BlockingConnection
    private let key: Int64
    private let isPooled: Bool

    /// - Parameters:
    ///   - patience: how long to ask.
    ///   - waiting: called once, with the server process that holds the lock, where it is not free.
    init(
        _ history: LocatedHistory, _ connection: BlockingConnection, patience: Duration,
        waiting: (Int32?) -> Void
    ) throws {
        isPooled = try connection.isPooled
        self.connection = isPooled ? try Self.beside(connection) : connection
        key = Self.key("\(history.schema).\(history.name)")
        let deadline = ContinuousClock.now + patience
        var isToldOf = false
        while true {
            if try take() { return }
            if !isToldOf {
                waiting(try? holder())
                isToldOf = true
            }
            guard ContinuousClock.now < deadline else {
                let who = (try? holder()).map { "server process \($0)" } ?? "another session"
                throw MigrationError(
                    .locked,
                    "\(who) is migrating this database; waited \(patience / .seconds(1)) s. Try "
                        + "again when it is done, or give more time with --lock-wait SECONDS")
            }
            usleep(100_000)
        }
    }

    private func take() throws(PostgreSQLError) -> Bool {
        guard isPooled else {
            return try connection.query("SELECT pg_try_advisory_lock(\(key))").value()
        }
        try connection.execute(
            script: "BEGIN; SELECT set_config('idle_in_transaction_session_timeout', '0', true)")
        let isOurs: Bool = try connection.query("SELECT pg_try_advisory_xact_lock(\(key))").value()
        if !isOurs { try connection.execute(script: "ROLLBACK") }
        return isOurs
    }

    private static func beside(_ connection: BlockingConnection) throws(PostgreSQLError)
        -> BlockingConnection
    {
        var configuration = connection.configuration
        configuration.statementTimeout = nil
        configuration.idleInTransactionTimeout = nil
        return try BlockingConnection(configuration)
    }

    /// - Throws: where the transaction that holds the lock has been ended.
    func check() throws(MigrationError) {
        guard isPooled else { return }
        do {
            try connection.query("SELECT 1")
        } catch {
            throw MigrationError(
                .locked,
                "the pooler or the server ended the transaction that keeps others from migrating: "
                    + "\(error.message). What is applied stays. Run it again, on the server itself "
                    + "where it takes long")
        }
    }

    func release() {
        if isPooled {
            connection.close()
            return
        }
        // Where the connection is gone, the lock is gone with it.
        _ = try? connection.query("SELECT pg_advisory_unlock(\(key))")
    }

    private func holder() throws(PostgreSQLError) -> Int32 {
        try connection.query(
            """
            SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
                AND classid::bigint = \(Int64(UInt64(bitPattern: key) >> 32))
                AND objid::bigint = \(key & 0xFFFF_FFFF) AND objsubid = 1
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        ).value()
    }

    /// FNV-1a of the table's name; the server keeps locks of databases apart.
    private static func key(_ text: String) -> Int64 {
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return Int64(bitPattern: hash)
    }
}
