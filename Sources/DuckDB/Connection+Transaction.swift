extension Connection {
    /// Runs the body in a transaction: commits when it returns, rolls back when it throws.
    ///
    /// The connection is held throughout, so statements of other threads wait. Transactions do not
    /// nest: one inside another throws `.transaction`.
    public func transaction<T>(_ body: () throws(DuckDBError) -> T) throws(DuckDBError) -> T {
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

    /// The same for a body that throws errors of its own.
    public func transaction<T>(_ body: () throws -> T) throws -> T {
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
