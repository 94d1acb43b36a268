extension Connection {
    /// Runs the body in a transaction: commits when it returns, rolls back when it throws.
    ///
    /// The connection is held throughout, so statements of other threads wait. Transactions do not
    /// nest: one inside another throws `.transaction`. Where the commit fails, its error is thrown
    /// and nothing is kept.
    public func transaction<T, E: Error>(_ body: () throws(E) -> T) throws -> T {
        try enter()
        defer { leave() }
        try beginTransaction()
        let value: T
        do {
            value = try body()
        } catch {
            rollbackTransaction()
            throw error
        }
        try commitTransaction()
        return value
    }

    /// A transaction whose body throws nothing but DuckDB's errors, so that their type is kept.
    public func atomically<T>(_ body: () throws(DuckDBError) -> T) throws(DuckDBError) -> T {
        do {
            return try transaction(body)
        } catch let error as DuckDBError {
            throw error
        } catch {
            // The body and the engine throw nothing else.
            throw DuckDBError(.unknown, String(describing: error))
        }
    }

    func beginTransaction() throws(DuckDBError) {
        if isInTransaction { throw Self.nested }
        do {
            try execute("BEGIN TRANSACTION")
        } catch  where error.code == .transaction {
            // Opened by SQL of the caller.
            throw Self.nested
        }
        isInTransaction = true
    }

    func commitTransaction() throws(DuckDBError) {
        isInTransaction = false
        do {
            try execute("COMMIT")
        } catch {
            // DuckDB has rolled back already where a commit fails; this is for where it has not.
            try? execute("ROLLBACK")
            throw error
        }
    }

    func rollbackTransaction() {
        isInTransaction = false
        // The error that led here is the one to tell; a transaction that the body has ended by
        // itself has nothing left to roll back.
        try? execute("ROLLBACK")
    }

    private static var nested: DuckDBError {
        DuckDBError(
            .transaction,
            "transactions do not nest: this connection is already inside one "
                + "(an open appender counts)")
    }
}
