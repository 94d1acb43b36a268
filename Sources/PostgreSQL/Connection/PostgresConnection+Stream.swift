/// The rows of a statement, as they come. Read by one task, once.
///
/// Rows are fetched from the server's socket only when they are asked for: a reader that is slow
/// makes the server wait.
public struct PostgresRowStream: AsyncSequence, Sendable {
    public typealias Element = PostgresRow
    public typealias Failure = PostgreSQLError

    let connection: PostgresConnection
    let ticket: Canceller.Ticket
    let shape: ResultShape
    static let batch = 512

    public var columns: [PostgresColumn] { shape.columns }

    public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

    public struct Iterator: AsyncIteratorProtocol {
        let stream: PostgresRowStream
        private var rows: [PostgresRow] = []
        private var index = 0
        private var isAtEnd = false

        init(stream: PostgresRowStream) { self.stream = stream }

        public mutating func next() async throws(PostgreSQLError) -> PostgresRow? {
            try await next(isolation: nil)
        }

        public mutating func next(isolation actor: isolated (any Actor)?)
            async throws(PostgreSQLError) -> PostgresRow?
        {
            if index == rows.count {
                if isAtEnd { return nil }
                rows = try await stream.connection.rows(of: stream)
                index = 0
                if rows.isEmpty {
                    isAtEnd = true
                    return nil
                }
            }
            defer { index += 1 }
            return rows[index]
        }
    }
}

extension PostgresConnection {
    /// Runs a statement and gives its rows to the body as they come, without keeping them all.
    ///
    ///     try await connection.stream("SELECT id, content FROM memory") { rows in
    ///         for try await row in rows { … }
    ///     }
    ///
    /// The connection is the body's until it ends. A body that ends before the rows do stops the
    /// statement on the server.
    @discardableResult
    public nonisolated func stream<T: Sendable, E: Error>(
        _ query: PostgresQuery, _ body: (PostgresRowStream) async throws(E) -> T
    ) async throws -> T {
        let outcome: Result<Result<T, E>, PostgreSQLError> = try await holding {
            () async throws(PostgreSQLError) in
            let ticket = Canceller.Ticket()
            let shape = try await begin(query, ticket)
            let rows = PostgresRowStream(connection: self, ticket: ticket, shape: shape)
            let result: Result<T, E> = await withTaskCancellationHandler {
                await Self.outcome { () async throws(E) in try await body(rows) }
            } onCancel: {
                canceller.cancel(ticket)
            }
            await end(ticket)
            return result
        }
        return try outcome.get().get()
    }

    private func begin(_ query: PostgresQuery, _ ticket: Canceller.Ticket)
        throws(PostgreSQLError) -> ResultShape
    {
        defer { afterCall() }
        return try session.beginStream(query, ticket: ticket)
    }

    func rows(of stream: PostgresRowStream) throws(PostgreSQLError) -> [PostgresRow] {
        try session.nextRows(PostgresRowStream.batch, stream.shape)
    }

    private func end(_ ticket: Canceller.Ticket) {
        session.endStream(ticket)
        afterCall()
    }
}
