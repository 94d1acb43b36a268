import Foundation
import PostgreSQL

/// A connection that is made anew where it was lost.
final class ServerConnection: @unchecked Sendable {
    // Sendable: `connection` is only touched under `lock`.
    /// The server's address without its password.
    let place: String
    let configuration: ConnectionConfiguration
    private let patience: Duration
    private let lock = NSRecursiveLock()
    private var connection: BlockingConnection?

    /// Connects.
    ///
    /// - Parameter patience: how long to wait for a server that went away, and for locks.
    init(url: String, holder: String, patience: Duration) throws(MemoryError) {
        var configuration: ConnectionConfiguration
        do throws(PostgreSQLError) { configuration = try ConnectionConfiguration(url) } catch {
            throw MemoryError(.invalidInput, "POSTGRES_DB_URL: \(error.description)")
        }
        configuration.applicationName = configuration.applicationName ?? holder
        configuration.lockTimeout = configuration.lockTimeout ?? max(patience, .milliseconds(100))
        self.configuration = configuration
        self.patience = patience
        place = "\(configuration)"
        do throws(PostgreSQLError) { connection = try BlockingConnection(configuration) } catch {
            throw MemoryError(error, at: place)
        }
    }

    private init(beside other: ServerConnection) throws(MemoryError) {
        place = other.place
        configuration = other.configuration
        patience = other.patience
        connection = try other.another()
    }

    /// The same once more, to work at the same time.
    func twin() throws(MemoryError) -> ServerConnection { try ServerConnection(beside: self) }

    /// A connection beside this one, of its own.
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
        lock.lock()
        defer { lock.unlock() }
        let deadline = ContinuousClock.now + patience
        var tries = 0
        while true {
            do {
                return try body(try opened(), tries)
            } catch let error as MemoryError {
                throw error
            } catch let error as PostgreSQLError {
                if error.isConnectionFailure { connection = nil }
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

    private func opened() throws(PostgreSQLError) -> BlockingConnection {
        if let connection, connection.isOpen { return connection }
        let fresh = try BlockingConnection(configuration)
        connection = fresh
        return fresh
    }
}
