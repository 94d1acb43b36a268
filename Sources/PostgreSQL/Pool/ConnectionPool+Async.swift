extension ConnectionPool {
    /// Lends a connection to the body. Waits for one, at most `acquireTimeout`; a task that is
    /// cancelled leaves the line.
    ///
    /// Do not wait for anything else while holding it: no model, no other connection.
    @discardableResult
    public func withConnection<T: Sendable, E: Error>(
        _ body: (PostgresConnection) async throws(E) -> T
    ) async throws -> T {
        let pooled = try await acquire()
        do {
            let value = try await body(pooled.connection)
            await giveBack(pooled)
            return value
        } catch {
            await giveBack(pooled)
            throw error
        }
    }

    /// One statement on a connection of the pool.
    @discardableResult
    public func query(_ query: PostgresQuery, isPrepared: Bool = false)
        async throws(PostgreSQLError) -> PostgresResult
    {
        let pooled = try await acquire()
        do throws(PostgreSQLError) {
            let result = try await pooled.connection.query(query, isPrepared: isPrepared)
            await giveBack(pooled)
            return result
        } catch {
            await giveBack(pooled)
            throw error
        }
    }

    /// A transaction on a connection of the pool.
    @discardableResult
    public func transaction<T: Sendable, E: Error>(
        _ options: TransactionOptions = .standard,
        _ body: (PostgresConnection) async throws(E) -> T
    ) async throws -> T {
        try await withConnection { connection in
            try await connection.transaction(options) { () async throws(E) in
                try await body(connection)
            }
        }
    }

    private func acquire() async throws(PostgreSQLError) -> PooledConnection {
        if let idle = try takeIdle() { return idle }
        let line = PoolLine()
        let result: Result<PooledConnection, PostgreSQLError> =
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let waiter = PoolWaiter { continuation.resume(returning: $0) }
                    enqueue(waiter)
                    if line.join(waiter) { cancel(waiter) }
                }
            } onCancel: {
                if let waiter = line.leave() { cancel(waiter) }
            }
        return try result.get()
    }

    private func giveBack(_ pooled: PooledConnection) async {
        let isUsable = pooled.connection.isClean ? true : await pooled.connection.clean()
        give(back: pooled, isUsable: isUsable)
    }
}
