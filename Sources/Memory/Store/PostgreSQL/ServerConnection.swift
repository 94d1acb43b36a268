import Foundation
import PostgreSQL

/// Connections to a server, lent for as long as something is asked and no longer.
///
/// Guarantees: any number of threads may ask at once; each gets a connection of its own, those who
/// came first first. A connection that was lost is made anew.
final class ServerConnection: Sendable {
    /// The server's address without its password.
    let place: String
    let configuration: ConnectionConfiguration
    private let patience: Duration
    private let pool: ConnectionPool

    /// Connects.
    ///
    /// - Parameters:
    ///   - patience: how long to wait for a server that went away, and for locks.
    ///   - connections: how many there are at most.
    init(url: String, holder: String, patience: Duration, connections: Int = 8)
        throws(MemoryError)
    {
        var configuration: ConnectionConfiguration
        do throws(PostgreSQLError) { configuration = try ConnectionConfiguration(url) } catch {
            throw MemoryError(.invalidInput, "POSTGRES_DB_URL: \(error.description)")
        }
        configuration.applicationName = configuration.applicationName ?? holder
        configuration.lockTimeout = configuration.lockTimeout ?? max(patience, .milliseconds(100))
        self.configuration = configuration
        self.patience = patience
        place = "\(configuration)"
        pool = ConnectionPool(
            configuration,
            PoolOptions(
                maxConnections: connections, acquireTimeout: max(patience, .seconds(1))))
        do throws(PostgreSQLError) { try pool.connectBlocking() } catch {
            throw MemoryError(error, at: place)
        }
    }

    /// What the pool has and has done.
    var load: StoreConnections {
        let metrics = pool.metrics
        return .init(
            inUse: metrics.inUse, idle: metrics.idle, waiting: metrics.waiting,
            opened: metrics.created, failed: metrics.failed)
    }

    /// A connection beside these, of the caller's own.
    func another() throws(MemoryError) -> BlockingConnection {
        do throws(PostgreSQLError) { return try BlockingConnection(configuration) } catch {
            throw MemoryError(error, at: place)
        }
    }

    /// Runs `body`. Where the connection breaks, or a deadlock ends it, it is run again from its
    /// beginning on a new connection: give only what may run twice, as everything may that inserts
    /// by ids made of the content.
    ///
    /// - Parameter body: gets the connection and how often it was tried before.
    func run<T>(_ body: (BlockingConnection, Int) throws -> T) throws(MemoryError) -> T {
        let deadline = ContinuousClock.now + patience
        var tries = 0
        while true {
            do {
                return try pool.withBlockingConnection { (connection) throws(any Error) in
                    try CurrentCall.interruptible(by: connection) { try body(connection, tries) }
                }
            } catch let error as MemoryError {
                throw error
            } catch let error as PostgreSQLError {
                let mayPass =
                    error.isConnectionFailure || error.code == .deadlock
                    || error.code == .serializationFailure || error.code == .foreignKeyViolation
                guard mayPass, ContinuousClock.now < deadline else {
                    throw MemoryError(error, at: place)
                }
                tries += 1
                usleep(UInt32(min(500, 10 << min(tries, 6))) * 1000)
            } catch {
                throw MemoryError(.storage, "\(place): \(error)")
            }
        }
    }

    /// The same for one statement that searches. It is planned for its values each time: the plan
    /// for any values, which a prepared statement gets at its sixth run, reads whole tables where
    /// a namespace is large.
    func query(_ query: PostgresQuery) throws(MemoryError) -> PostgresResult {
        try run { connection, _ in try connection.query(query) }
    }

    /// The same for one statement that adds rows, planned once.
    func insert(_ query: PostgresQuery) throws(MemoryError) {
        try run { connection, _ in _ = try connection.query(query, isPrepared: true) }
    }
}
