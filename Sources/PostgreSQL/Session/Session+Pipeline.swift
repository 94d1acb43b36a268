internal import CPostgreSQL

extension Session {
    /// Sends statements without waiting for the answers in between. They are one transaction:
    /// where one fails, none is kept, and its error is thrown.
    func pipeline(_ queries: [PostgresQuery], ticket: Canceller.Ticket) throws(PostgreSQLError)
        -> [PostgresResult]
    {
        try checkIdle()
        var lists: [(text: String, parameters: ParameterList)] = []
        for query in queries { lists.append((query.text, try ParameterList(query))) }
        let handles = try cancellable(ticket) { () throws(PostgreSQLError) -> [ResultHandle] in
            guard PQenterPipelineMode(raw) == 1 else { throw sendFailure() }
            defer { if isOpen { PQexitPipelineMode(raw) } }
            for (text, parameters) in lists {
                let sent = parameters.withPointers { types, values, lengths, formats, count in
                    PQsendQueryParams(raw, text, count, types, values, lengths, formats, 1)
                }
                guard sent == 1 else { throw sendFailure() }
                // What has been collected goes out meanwhile.
                if PQflush(raw) < 0 { throw lost() }
            }
            guard PQpipelineSync(raw) == 1 else { throw sendFailure() }
            try flush()
            return try answers(to: lists.map(\.text))
        }
        var results: [PostgresResult] = []
        for handle in handles {
            results.append(PostgresResult(handle: handle, shape: try shape(of: handle)))
        }
        return results
    }

    private func answers(to texts: [String]) throws(PostgreSQLError) -> [ResultHandle] {
        var handles: [ResultHandle] = []
        var failure: PostgreSQLError?
        for text in texts {
            while let result = try nextResult() {
                switch result.status {
                case PGRES_FATAL_ERROR:
                    failure = failure ?? error(result, statement: text)
                    if !isOpen { throw failure! }
                case PGRES_PIPELINE_ABORTED: break
                default: handles.append(result)
                }
            }
        }
        // The answer to the synchronisation.
        _ = try nextResult()
        if let failure { throw failure }
        guard handles.count == texts.count else {
            throw PostgreSQLError(
                .unexpected, "\(handles.count) answers to \(texts.count) statements")
        }
        return handles
    }
}

extension PostgresConnection {
    /// Sends statements without waiting for the answers in between: one round trip for all. They
    /// are one transaction: where one fails none is kept, and its error is thrown.
    @discardableResult
    public func pipeline(_ queries: [PostgresQuery]) async throws(PostgreSQLError)
        -> [PostgresResult]
    {
        try await alone { (session, ticket) throws(PostgreSQLError) in
            try session.pipeline(queries, ticket: ticket)
        }
    }
}

extension BlockingConnection {
    /// Sends statements without waiting for the answers in between: one round trip for all. They
    /// are one transaction: where one fails none is kept, and its error is thrown.
    @discardableResult
    public func pipeline(_ queries: [PostgresQuery]) throws(PostgreSQLError) -> [PostgresResult] {
        try locked { () throws(PostgreSQLError) in
            try session.pipeline(queries, ticket: Canceller.Ticket())
        }
    }
}
