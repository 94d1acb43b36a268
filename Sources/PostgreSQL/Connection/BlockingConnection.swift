internal import CPostgreSQL
import Foundation

/// A connection for callers that own the thread they run on: calls block.
///
/// Safe from any thread: a lock lets one call at a time through, and a transaction holds it from
/// beginning to end. Never use it on Swift's cooperative threads; `PostgresConnection` is for
/// those.
public final class BlockingConnection: @unchecked Sendable {
    // Sendable: every use of the session holds `lock`.
    let session: Session
    private let lock = NSRecursiveLock()

    /// Connects. Throws an error that says what is wrong: host, port, password, database, TLS.
    public init(_ configuration: ConnectionConfiguration) throws(PostgreSQLError) {
        session = Session(configuration)
        try session.open()
    }

    /// Around a session that is already open.
    init(session: Session) { self.session = session }

    public var configuration: ConnectionConfiguration { session.configuration }

    func lockSession() { lock.lock() }
    func unlockSession() { lock.unlock() }

    func locked<T>(_ body: () throws(PostgreSQLError) -> T) throws(PostgreSQLError) -> T {
        lock.lock()
        defer { lock.unlock() }
        return try body()
    }

    /// 180006 is 18.6.
    public var serverVersion: Int { lock.withLock { session.serverVersion } }
    /// The server's process for this connection, as `pg_stat_activity` has it.
    public var serverProcess: Int32 { lock.withLock { session.serverProcess } }
    /// Whether a pooler (PgBouncer) stands before the server that lends its sessions by the
    /// transaction: a session keeps nothing then, no lock either.
    public var isPooled: Bool {
        get throws(PostgreSQLError) {
            try locked { () throws(PostgreSQLError) in try session.isPooled() }
        }
    }
    public var isOpen: Bool { lock.withLock { session.isOpen } }

    /// Runs one statement with its bound values and gives the whole answer.
    ///
    /// - Parameter isPrepared: keeps the statement prepared on this connection, so that the server
    ///   parses and plans it once. For statements that are run often.
    @discardableResult
    public func query(_ query: PostgresQuery, isPrepared: Bool = false) throws(PostgreSQLError)
        -> PostgresResult
    {
        try locked { () throws(PostgreSQLError) in
            try session.query(query, isPrepared: isPrepared, ticket: Canceller.Ticket())
        }
    }

    /// Runs the statements of a script, without values. Outside of a transaction they are one by
    /// themselves, unless the script has its own. Gives the command tags; rows are not read.
    @discardableResult
    public func execute(script: String) throws(PostgreSQLError) -> [String] {
        try locked { () throws(PostgreSQLError) in
            try session.execute(script: script, ticket: Canceller.Ticket())
        }
    }

    /// Runs the body in a transaction: commits when it returns, rolls back when it throws. Inside
    /// another it is a savepoint, and its options are not used.
    @discardableResult
    public func transaction<T, E: Error>(
        _ options: TransactionOptions = .standard, _ body: () throws(E) -> T
    ) throws -> T {
        try bracketed(options, body).get()
    }

    /// A transaction whose body throws nothing but PostgreSQL's errors, so that their type is kept.
    @discardableResult
    public func atomically<T>(
        _ options: TransactionOptions = .standard, _ body: () throws(PostgreSQLError) -> T
    ) throws(PostgreSQLError) -> T {
        try bracketed(options, body).get()
    }

    private func bracketed<T, E: Error>(_ options: TransactionOptions, _ body: () throws(E) -> T)
        throws(PostgreSQLError) -> Result<T, E>
    {
        lock.lock()
        defer { lock.unlock() }
        try session.begin(options, ticket: Canceller.Ticket())
        let value: T
        do throws(E) {
            value = try body()
        } catch {
            session.rollback()
            return .failure(error)
        }
        do {
            try session.commit()
        } catch {
            if session.savepoints > 0 { session.rollback() }
            throw error
        }
        return .success(value)
    }

    /// Asks the server to end the statement that runs, which then throws `.cancelled`. From any
    /// thread; returns at once.
    public func cancel() { session.canceller.cancel(nil) }

    /// What the server said aside since the last call.
    public func takeNotices() -> [PostgresNotice] { session.notices.take() }

    /// libpq's own connection, to measure beside it what this one costs.
    package func withLibpq<T>(_ body: (OpaquePointer?) throws -> T) rethrows -> T {
        try lock.withLock { try body(session.raw) }
    }

    /// Ends the connection; an open transaction is undone.
    public func close() { lock.withLock { session.close() } }
}
