internal import CDuckDB
import Foundation

/// A connection to a database, with its own transaction and settings.
///
/// Safe from any thread: a lock lets one call at a time through, and a transaction holds it from
/// beginning to end. `interrupt` and `progress` do not take the lock, so that they work while
/// another thread is inside a statement. Calls block; run them where blocking is allowed, never
/// on Swift's cooperative threads.
public final class Connection: @unchecked Sendable {
    // Sendable: every use of the handle holds `lock`, but for interrupt and progress, which
    // DuckDB allows from any thread.
    public let database: Database
    private(set) var raw: duckdb_connection?
    private let lock = NSRecursiveLock()
    /// Counts statements, so that a stream knows when another has ended it.
    var generation: UInt64 = 0
    /// Whether a transaction is open, by `transaction`, by an appender or by SQL.
    var isInTransaction = false
    /// What Swift functions look at while they work for this connection.
    let interruption = Interruption()
    private let id: UInt64

    init(_ raw: duckdb_connection, database: Database) {
        self.raw = raw
        self.database = database
        var client: duckdb_client_context?
        duckdb_connection_get_client_context(raw, &client)
        id = duckdb_client_context_get_connection_id(client)
        duckdb_destroy_client_context(&client)
        database.interruptions[id] = interruption
    }

    deinit {
        database.interruptions[id] = nil
        duckdb_disconnect(&raw)
    }

    /// Takes the lock. Throws, and does not take it, inside a Swift function that the engine
    /// calls: the engine would wait for itself.
    func enter() throws(DuckDBError) {
        if FunctionCall.isRunning(on: database) {
            throw DuckDBError(
                .reentrant,
                "a Swift function called by a statement cannot run SQL on the same database")
        }
        lock.lock()
    }

    /// Takes the lock for what must not fail, as giving up an appender.
    func hold() { lock.lock() }

    func leave() { lock.unlock() }
}
