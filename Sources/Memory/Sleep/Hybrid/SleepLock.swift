import Foundation
import PostgreSQL

/// Lets one process at a time sleep on the memories of a database.
///
/// A transaction on a connection of its own holds it, from the beginning of a sleep to its end: idle,
/// without a snapshot, in nobody's way. It lasts behind a pooler too, which keeps no locks of
/// sessions, and the server lets go of it with the connection, however that ends. Whoever writes
/// proves in the transaction that writes that the lock is still held: see `transaction`.
final class SleepLock {
    /// To read and write with while the lock is held; in no transaction.
    let connection: BlockingConnection
    /// Its transaction holds the lock.
    private let guardian: BlockingConnection
    /// The server's process of the guardian, which a pooler does not say.
    private let process: Int32
    private let place: String
    private static let key = "hashtextextended('dormouse sleep', 0)"
    /// Held by who writes back, as long as that takes.
    private static let writing = "hashtextextended('dormouse sleep writes', 0)"

    /// - Parameter patience: how long to wait for another sleeper.
    init(_ server: ServerConnection, patience: Duration) throws(MemoryError) {
        guardian = try server.another()
        connection = try server.another()
        place = server.place
        do {
            let deadline = ContinuousClock.now + patience
            while try !Self.take(guardian) {
                if ContinuousClock.now >= deadline {
                    throw MemoryError(
                        .homeBusy,
                        "\(try Self.holder(connection)) sleeps on the memories of \(server.place); waited "
                            + "\(patience.components.seconds) s. Try again when it is done, or give "
                            + "more time with --wait SECONDS")
                }
                usleep(50_000)
            }
            process = try guardian.query("SELECT pg_backend_pid()").value()
            // One who lost the lock may be in the middle of what it writes.
            try connection.atomically { () throws(PostgreSQLError) in
                try connection.query(
                    PostgresQuery(unescaped: "SELECT pg_advisory_xact_lock(\(Self.writing))"))
            }
        } catch let error as MemoryError { throw error } catch let error as PostgreSQLError {
            throw MemoryError(error, at: server.place)
        } catch {
            throw MemoryError(.storage, "\(server.place): \(error)")
        }
    }

    deinit {
        guardian.close()
        connection.close()
    }

    /// Runs the body in a transaction of `connection` that is kept only if nobody else can have
    /// begun to sleep: while it lasts, no new sleeper gets further than to wait for it.
    ///
    /// - Throws: `sleepFailed` where the lock was lost; then nothing was written.
    @discardableResult
    func transaction<T>(_ body: () throws -> T) throws -> T {
        try connection.transaction { () throws -> T in
            try connection.query(
                PostgresQuery(unescaped: "SELECT pg_advisory_xact_lock(\(Self.writing))"))
            guard try isHeld() else {
                throw MemoryError(
                    .sleepFailed,
                    "\(place): the connection that keeps others from sleeping was cut, by the "
                        + "server, a pooler or a firewall. Nothing of this was written; what was "
                        + "computed is kept. Run again: dormouse sleep")
            }
            return try body()
        }
    }

    private func isHeld() throws(PostgreSQLError) -> Bool {
        guard (try? guardian.query("SELECT 1")) != nil else { return false }
        return try connection.query(
            """
            SELECT EXISTS (SELECT FROM pg_locks l WHERE l.pid = \(process)
                AND \(PostgresQuery(unescaped: Self.isOurs)))
            """
        ).value()
    }

    /// Begins the transaction that holds the lock, unless somebody else has it.
    private static func take(_ guardian: BlockingConnection) throws(PostgreSQLError) -> Bool {
        try guardian.execute(
            script: """
                BEGIN;
                SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN
                    ('idle_in_transaction_session_timeout', 'transaction_timeout',
                        'statement_timeout')
                """)
        let isOurs: Bool = try guardian.query(
            PostgresQuery(unescaped: "SELECT pg_try_advisory_xact_lock(\(key))")
        ).value()
        if !isOurs { try guardian.execute(script: "ROLLBACK") }
        return isOurs
    }

    /// Of a row `l` of pg_locks.
    private static let isOurs = """
        l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
            AND (l.classid::bigint << 32 | l.objid::bigint) = \(key)
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """

    /// `dormouse sleep (process 4711 of the server)`
    private static func holder(_ connection: BlockingConnection) throws -> String {
        let row = try connection.query(
            PostgresQuery(
                unescaped: """
                    SELECT a.application_name, a.pid
                    FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE \(Self.isOurs)
                    """)
        ).first
        guard let row else { return "another process" }
        let name: String = try row.decode(0)
        return "\(name.isEmpty ? "another process" : name) "
            + "(process \(try row.decode(1, as: Int.self)) of the server)"
    }
}
