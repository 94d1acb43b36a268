extension Connection {
    /// Runs the body in a transaction: commits when it returns, rolls back when it throws.
    ///
    /// The connection is held throughout, so statements of other threads wait. Transactions do not
    /// nest: one inside another throws `.transaction`. Where the commit fails, its error is thrown
    /// and nothing is kept.
    public func transaction<T, E: Error>(_ body: () throws(E) -> T) throws -> T {
        try bracketed(body).get()
    }

    /// A transaction whose body throws nothing but DuckDB's errors, so that their type is kept.
    public func atomically<T>(_ body: () throws(DuckDBError) -> T) throws(DuckDBError) -> T {
        try bracketed(body).get()
    }

    /// Throws what the engine says to the transaction, and gives what the body says.
    private func bracketed<T, E: Error>(_ body: () throws(E) -> T) throws(DuckDBError)
        -> Swift.Result<T, E>
    {
        try enter()
        defer { leave() }
        try beginTransaction()
        let value: T
        do {
            value = try body()
        } catch {
            rollbackTransaction()
            return .failure(error)
        }
        try commitTransaction()
        return .success(value)
    }

    func beginTransaction() throws(DuckDBError) {
        // Asked before, because a BEGIN that fails would abort the transaction it is in.
        if isInTransaction {
            throw DuckDBError(
                .transaction,
                "transactions do not nest: this connection is already inside one "
                    + "(an open appender counts)")
        }
        _ = try prepare("BEGIN TRANSACTION").query()
    }

    func commitTransaction() throws(DuckDBError) {
        do {
            _ = try prepare("COMMIT").query()
        } catch {
            if isInTransaction { rollbackTransaction() }
            throw error
        }
    }

    func rollbackTransaction() {
        // The error that led here is the one to tell; a transaction that the body has ended by
        // itself has nothing left to roll back.
        _ = try? prepare("ROLLBACK").query()
    }

    /// Keeps `isInTransaction` true to what BEGIN, COMMIT and ROLLBACK have done. A COMMIT that
    /// fails has ended the transaction too.
    func followTransaction(_ sql: String, succeeded: Bool) {
        switch ScriptSplitter.firstWord(of: sql) {
        case "begin", "start": if succeeded { isInTransaction = true }
        default: isInTransaction = false
        }
    }
}
