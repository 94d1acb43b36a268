import Foundation
import PostgreSQL

/// Lets one process at a time sleep on the memories of a database. The server lets go of it with
/// the connection, however that ends.
final class SleepLock {
    /// A connection of its own: idle while models run, in no transaction.
    let connection: BlockingConnection
    private static let key = "hashtextextended('dormouse sleep', 0)"

    /// - Parameter patience: how long to wait for another sleeper.
    init(_ server: ServerConnection, patience: Duration) throws(MemoryError) {
        connection = try server.another()
        do {
            let deadline = ContinuousClock.now + patience
            while true {
                let mine: Bool = try connection.query(
                    PostgresQuery(unescaped: "SELECT pg_try_advisory_lock(\(Self.key))")
                ).value()
                if mine { return }
                if ContinuousClock.now >= deadline {
                    throw MemoryError(
                        .homeBusy,
                        "\(try holder()) sleeps on the memories of \(server.place); waited "
                            + "\(patience.components.seconds) s. Try again when it is done, or give "
                            + "more time with --wait SECONDS")
                }
                usleep(50_000)
            }
        } catch let error as MemoryError { throw error } catch let error as PostgreSQLError {
            throw MemoryError(error, at: server.place)
        } catch {
            throw MemoryError(.storage, "\(server.place): \(error)")
        }
    }

    /// `dormouse sleep (process 4711 of the server)`
    private func holder() throws -> String {
        let row = try connection.query(
            PostgresQuery(
                unescaped: """
                    SELECT a.application_name, a.pid
                    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                    WHERE l.locktype = 'advisory' AND l.granted
                        AND (l.classid::bigint << 32 | l.objid::bigint) = \(Self.key)
                        AND l.database = (
                            SELECT oid FROM pg_database WHERE datname = current_database())
                    """)
        ).first
        guard let row else { return "another process" }
        let name: String = try row.decode(0)
        return "\(name.isEmpty ? "another process" : name) "
            + "(process \(try row.decode(1, as: Int.self)) of the server)"
    }
}
