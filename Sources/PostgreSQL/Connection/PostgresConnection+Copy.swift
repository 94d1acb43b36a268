extension PostgresConnection {
    /// Writes many rows into a table, far faster than INSERT. All or nothing: a body that throws
    /// leaves none. Gives the number of rows.
    ///
    ///     try await connection.copy(into: CopyTarget("memory", columns: ["id", "content"])) { rows in
    ///         try await rows.write([.uuid(id), .string(content)])
    ///     }
    @discardableResult
    public nonisolated func copy(
        into target: CopyTarget, _ body: (inout CopyWriter) async throws -> Void
    ) async throws -> Int {
        let outcome: Result<Int, any Error> = try await holding { () async throws in
            let ticket = Canceller.Ticket()
            let encoder = try await begin(into: target, ticket)
            do {
                return try await withTaskCancellationHandler {
                    var writer = CopyWriter(encoder) { (bytes) async throws(PostgreSQLError) in
                        try await self.put(bytes)
                    }
                    try await body(&writer)
                    try await writer.finish()
                    return try await end()
                } onCancel: {
                    canceller.cancel(ticket)
                }
            } catch {
                await abort()
                throw error
            }
        }
        return try outcome.get()
    }

    /// What COPY (query) TO STDOUT sends, in its text form: a line a row, columns separated by
    /// tabs, NULL as `\N`. Parts come as they are asked for, each a whole number of lines. The
    /// query takes no values.
    public nonisolated func copy(
        out query: PostgresQuery, _ body: ([UInt8]) async throws -> Void
    ) async throws {
        guard query.values.isEmpty else {
            throw PostgreSQLError(.invalidValue, "a COPY takes no values; use a stream of rows")
        }
        let outcome: Result<Void, any Error> = try await holding { () async throws in
            let ticket = Canceller.Ticket()
            try await begin(out: query, ticket)
            do {
                try await withTaskCancellationHandler {
                    while let part = try await nextPart() { try await body(part) }
                } onCancel: {
                    canceller.cancel(ticket)
                }
            } catch {
                await giveUp(ticket)
                throw error
            }
        }
        try outcome.get()
    }

    private func begin(into target: CopyTarget, _ ticket: Canceller.Ticket)
        throws(PostgreSQLError) -> CopyEncoder
    {
        defer { afterCall() }
        return try session.beginCopy(into: target, ticket: ticket)
    }

    private func begin(out query: PostgresQuery, _ ticket: Canceller.Ticket)
        throws(PostgreSQLError)
    {
        defer { afterCall() }
        try session.beginCopy(out: query, ticket: ticket)
    }

    private func put(_ bytes: [UInt8]) throws(PostgreSQLError) { try session.put(bytes) }

    private func nextPart() throws(PostgreSQLError) -> [UInt8]? {
        defer { afterCall() }
        return try session.nextCopyData()
    }

    private func abort() {
        session.abortCopy()
        afterCall()
    }

    private func giveUp(_ ticket: Canceller.Ticket) {
        session.endStream(ticket)
        afterCall()
    }

    private func end() throws(PostgreSQLError) -> Int {
        defer { afterCall() }
        if Task.isCancelled {
            throw PostgreSQLError(.cancelled, "the task was cancelled; its COPY is undone")
        }
        return try session.endCopy()
    }
}

extension BlockingConnection {
    /// Writes many rows into a table, far faster than INSERT. All or nothing: a body that throws
    /// leaves none. Gives the number of rows.
    @discardableResult
    public func copy(
        into target: CopyTarget, _ body: (inout BlockingCopyWriter) throws -> Void
    ) throws -> Int {
        lockSession()
        defer { unlockSession() }
        let encoder = try session.beginCopy(into: target, ticket: Canceller.Ticket())
        do {
            var writer = BlockingCopyWriter(encoder, session)
            try body(&writer)
            try writer.finish()
            return try session.endCopy()
        } catch {
            session.abortCopy()
            throw error
        }
    }
}
