internal import CPostgreSQL
import Synchronization

/// A connection for async callers.
///
/// It works on a thread of its own, so nothing here blocks a cooperative thread. Statements of
/// several tasks run one after another, in the order they came; a transaction, a stream or a COPY
/// has the connection for itself until it ends, and others wait. A task that is cancelled takes
/// its statement back from the server, or from the queue.
public actor PostgresConnection {
    let executor: ConnectionExecutor
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    let session: Session
    nonisolated let canceller: Canceller
    nonisolated let turnstile = Turnstile()
    /// Passes of the connections that this task has for itself.
    @TaskLocal static var passes: [Held] = []
    var listener: Listener?
    /// Whether nothing is open on the connection, as of its last call.
    private nonisolated let cleanliness = Atomic(true)
    nonisolated var isClean: Bool { cleanliness.load(ordering: .acquiring) }
    public nonisolated let configuration: ConnectionConfiguration

    struct Held: Sendable {
        let connection: ObjectIdentifier
        let pass: Turnstile.Pass
    }

    /// Connects. Throws an error that says what is wrong: host, port, password, database, TLS.
    public static func connect(_ configuration: ConnectionConfiguration)
        async throws(PostgreSQLError) -> PostgresConnection
    {
        let connection = PostgresConnection(unopened: configuration)
        try await connection.open()
        return connection
    }

    private init(unopened configuration: ConnectionConfiguration) {
        self.configuration = configuration
        executor = ConnectionExecutor()
        session = Session(configuration)
        canceller = session.canceller
    }

    /// Around a session that is already open.
    init(lent: LentSession, _ configuration: ConnectionConfiguration) {
        self.configuration = configuration
        executor = ConnectionExecutor()
        session = lent.session
        canceller = session.canceller
    }

    private func open() throws(PostgreSQLError) { try session.open() }

    /// 180006 is 18.6.
    public var serverVersion: Int { session.serverVersion }
    /// The server's process for this connection, as `pg_stat_activity` has it.
    public var serverProcess: Int32 { session.serverProcess }
    public var isOpen: Bool { session.isOpen }

    /// Runs one statement with its bound values and gives the whole answer.
    ///
    /// - Parameter isPrepared: keeps the statement prepared on this connection, so that the server
    ///   parses and plans it once. For statements that are run often.
    @discardableResult
    public func query(_ query: PostgresQuery, isPrepared: Bool = false)
        async throws(PostgreSQLError) -> PostgresResult
    {
        try await alone { (session, ticket) throws(PostgreSQLError) in
            try session.query(query, isPrepared: isPrepared, ticket: ticket)
        }
    }

    /// Runs the statements of a script, without values. Outside of a transaction they are one by
    /// themselves, unless the script has its own. Gives the command tags; rows are not read.
    @discardableResult
    public func execute(script: String) async throws(PostgreSQLError) -> [String] {
        try await alone { (session, ticket) throws(PostgreSQLError) in
            try session.execute(script: script, ticket: ticket)
        }
    }

    /// What the server said aside since the last call.
    public func takeNotices() -> [PostgresNotice] { session.notices.take() }

    /// Ends the connection; an open transaction is undone. Waits for whoever has the connection.
    public func close() async {
        let pass = Turnstile.Pass()
        let isMine = holdsPass
        if !isMine { _ = await turnstile.enter(pass) }
        endListening(nil)
        session.close()
        if !isMine { turnstile.leave() }
    }
}

extension PostgresConnection {
    /// Whether the task is inside a transaction or stream of this connection.
    var holdsPass: Bool {
        Self.passes.contains { $0.connection == ObjectIdentifier(self) }
    }

    /// Runs one call into the session when it is the task's turn; cancelling the task cancels it.
    func alone<T: Sendable>(
        _ body: (Session, Canceller.Ticket) throws(PostgreSQLError) -> T
    ) async throws(PostgreSQLError) -> T {
        if holdsPass { return try await cancellable(body) }
        let pass = Turnstile.Pass()
        guard await turnstile.enter(pass) else { throw Self.leftTheQueue }
        defer { turnstile.leave() }
        return try await cancellable(body)
    }

    private func cancellable<T: Sendable>(
        _ body: (Session, Canceller.Ticket) throws(PostgreSQLError) -> T
    ) async throws(PostgreSQLError) -> T {
        let ticket = Canceller.Ticket()
        let canceller = canceller
        return try await withTaskCancellationHandler {
            () -> Result<T, PostgreSQLError> in
            defer { afterCall() }
            do throws(PostgreSQLError) {
                return .success(try body(session, ticket))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            canceller.cancel(ticket)
        }.get()
    }

    func afterCall() {
        cleanliness.store(session.isClean, ordering: .releasing)
        deliverNotifications()
    }

    /// Undoes what is left open, for the next one to use the connection; false where it cannot be
    /// used again.
    func clean() -> Bool {
        endListening(nil)
        let isUsable = session.clean()
        cleanliness.store(isUsable, ordering: .releasing)
        return isUsable
    }

    private static var leftTheQueue: PostgreSQLError {
        PostgreSQLError(.cancelled, "the task was cancelled while it waited for the connection")
    }
}
