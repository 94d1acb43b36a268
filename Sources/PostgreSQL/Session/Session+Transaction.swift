internal import CPostgreSQL

/// What a transaction sees of others, and whether it writes.
public struct TransactionOptions: Sendable, Hashable {
    public enum Isolation: String, Sendable, Hashable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    /// Nil: the session's default, which is READ COMMITTED unless it was changed.
    public var isolation: Isolation?
    public var isReadOnly: Bool
    /// A SERIALIZABLE READ ONLY transaction that waits until it can never fail.
    public var isDeferrable: Bool

    public init(
        isolation: Isolation? = nil, isReadOnly: Bool = false, isDeferrable: Bool = false
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.isDeferrable = isDeferrable
    }

    public static let standard = TransactionOptions()
    public static let readOnly = TransactionOptions(isReadOnly: true)
    public static let serializable = TransactionOptions(isolation: .serializable)

    var sql: String {
        var sql = "BEGIN"
        if let isolation { sql += " ISOLATION LEVEL " + isolation.rawValue }
        if isReadOnly { sql += " READ ONLY" }
        if isDeferrable { sql += " DEFERRABLE" }
        return sql
    }
}

extension Session {
    /// Begins a transaction, or a savepoint inside one.
    func begin(_ options: TransactionOptions, ticket: Canceller.Ticket) throws(PostgreSQLError) {
        if savepoints == 0 {
            try checkIdle()
            guard PQtransactionStatus(raw) == PQTRANS_IDLE else {
                throw PostgreSQLError(
                    .transaction, "a transaction that was begun by SQL is open on this connection")
            }
            let settings = try settingsOfTransaction
            do throws(PostgreSQLError) {
                _ = try execute(script: options.sql + settings, ticket: ticket)
            } catch {
                // A setting that the server refuses leaves the transaction open.
                if !settings.isEmpty, isOpen, PQtransactionStatus(raw) != PQTRANS_IDLE {
                    _ = try? execute(script: "ROLLBACK", ticket: ticket)
                }
                throw error
            }
        } else {
            _ = try execute(script: "SAVEPOINT swift_\(savepoints)", ticket: ticket)
        }
        savepoints += 1
    }

    /// Ends what `begin` began. Whether it is kept is known when it returns; where the connection
    /// breaks meanwhile it throws `.commitOutcomeUnknown`.
    func commit() throws(PostgreSQLError) {
        let ticket = Canceller.Ticket()
        if savepoints > 1 {
            // Undone by the caller where it fails.
            try uncancelled("RELEASE SAVEPOINT swift_\(savepoints - 1)", ticket)
            savepoints -= 1
            return
        }
        do throws(PostgreSQLError) {
            let tags = try uncancelled("COMMIT", ticket)
            savepoints = 0
            if tags == ["ROLLBACK"] {
                throw PostgreSQLError(
                    .failedTransaction,
                    "the transaction was rolled back, because a statement in it had failed",
                    hint: "let the error of the statement through, or use a savepoint around it")
            }
        } catch {
            savepoints = 0
            guard isOpen || error.sqlState != nil else {
                throw PostgreSQLError(
                    .commitOutcomeUnknown,
                    "the connection broke during COMMIT, which may have happened or not: "
                        + error.message)
            }
            throw error
        }
    }

    /// Undoes what came since `begin`. Where that fails the connection is closed, which undoes it
    /// too.
    func rollback() {
        defer { savepoints = max(0, savepoints - 1) }
        guard isOpen else { return }
        let sql =
            savepoints > 1
            ? "ROLLBACK TO SAVEPOINT swift_\(savepoints - 1); "
                + "RELEASE SAVEPOINT swift_\(savepoints - 1)"
            : "ROLLBACK"
        do {
            try uncancelled(sql, Canceller.Ticket())
        } catch {
            abandon(error)
        }
    }

    /// A task that was cancelled still ends its transaction.
    @discardableResult
    private func uncancelled(_ sql: String, _ ticket: Canceller.Ticket) throws(PostgreSQLError)
        -> [String]
    {
        try checkIdle()
        canceller.begin(ticket)
        defer { canceller.end() }
        guard PQsendQuery(raw, sql) == 1 else { throw sendFailure() }
        try flush()
        var tags: [String] = []
        var failure: PostgreSQLError?
        while let result = try nextResult() {
            if result.status == PGRES_FATAL_ERROR {
                failure = failure ?? error(result, statement: sql)
                if !isOpen { throw failure! }
            } else {
                tags.append(result.commandTag)
            }
        }
        if let failure { throw failure }
        return tags
    }

    /// Whether no transaction, stream or COPY is open, and the connection works.
    var isClean: Bool {
        isOpen && occupation == nil && savepoints == 0
            && PQtransactionStatus(raw) == PQTRANS_IDLE && PQstatus(raw) == CONNECTION_OK
    }

    /// Whether nothing is left over from whoever used the connection last; undoes an open
    /// transaction. A connection that is not clean is not used again.
    func clean() -> Bool {
        guard isOpen, occupation == nil, PQstatus(raw) == CONNECTION_OK else { return false }
        if PQtransactionStatus(raw) != PQTRANS_IDLE {
            savepoints = 1
            rollback()
        }
        savepoints = 0
        return isOpen && PQtransactionStatus(raw) == PQTRANS_IDLE
    }
}
