extension PostgresConnection {
    /// Runs the body in a transaction: commits when it returns, rolls back when it throws or its
    /// task is cancelled. Inside another it is a savepoint, and its options are not used.
    ///
    ///     try await connection.transaction {
    ///         try await connection.query("…")
    ///         try await connection.query("…")
    ///     }
    ///
    /// The connection is the body's until it ends; other tasks wait. Detached tasks that the body
    /// makes are other tasks.
    @discardableResult
    public nonisolated func transaction<T: Sendable, E: Error>(
        _ options: TransactionOptions = .standard, _ body: () async throws(E) -> T
    ) async throws -> T {
        try await bracketed(options, body).get()
    }

    /// A transaction whose body throws nothing but PostgreSQL's errors, so that their type is kept.
    @discardableResult
    public nonisolated func atomically<T: Sendable>(
        _ options: TransactionOptions = .standard,
        _ body: () async throws(PostgreSQLError) -> T
    ) async throws(PostgreSQLError) -> T {
        try await bracketed(options, body).get()
    }

    private nonisolated func bracketed<T: Sendable, E: Error>(
        _ options: TransactionOptions, _ body: () async throws(E) -> T
    ) async throws(PostgreSQLError) -> Result<T, E> {
        let outcome: Result<Result<T, E>, PostgreSQLError> = try await holding {
            () async throws(PostgreSQLError) in
            try await begin(options)
            let value: T
            do throws(E) {
                value = try await body()
            } catch {
                await rollback()
                return .failure(error)
            }
            try await commit()
            return .success(value)
        }
        return try outcome.get()
    }

    /// Keeps the connection for the task while the body runs, where the task is.
    nonisolated func holding<T: Sendable, E: Error>(
        _ body: () async throws(E) -> T
    ) async throws(PostgreSQLError) -> Result<T, E> {
        if Self.passes.contains(where: { $0.connection == ObjectIdentifier(self) }) {
            return await Self.outcome(body)
        }
        let pass = Turnstile.Pass()
        guard await turnstile.enter(pass) else {
            throw PostgreSQLError(
                .cancelled, "the task was cancelled while it waited for the connection")
        }
        defer { turnstile.leave() }
        let held = Held(connection: ObjectIdentifier(self), pass: pass)
        return await Self.$passes.withValue(Self.passes + [held]) { await Self.outcome(body) }
    }

    nonisolated static func outcome<T: Sendable, E: Error>(
        _ body: () async throws(E) -> T
    ) async -> Result<T, E> {
        do throws(E) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    private func begin(_ options: TransactionOptions) async throws(PostgreSQLError) {
        try await alone { (session, ticket) throws(PostgreSQLError) in
            try session.begin(options, ticket: ticket)
        }
    }

    private func commit() throws(PostgreSQLError) {
        defer { afterCall() }
        if Task.isCancelled {
            session.rollback()
            throw PostgreSQLError(.cancelled, "the task was cancelled; its transaction is undone")
        }
        do {
            try session.commit()
        } catch {
            if session.savepoints > 0 { session.rollback() }
            throw error
        }
    }

    private func rollback() {
        session.rollback()
        afterCall()
    }
}
