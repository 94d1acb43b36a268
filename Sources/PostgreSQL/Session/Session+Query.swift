internal import CPostgreSQL

extension Session {
    /// Runs one statement with its bound values and gives the whole answer.
    ///
    /// - Parameter isPrepared: keeps the statement prepared on this connection, so that the server
    ///   parses and plans it once.
    func query(_ query: PostgresQuery, isPrepared: Bool, ticket: Canceller.Ticket)
        throws(PostgreSQLError) -> PostgresResult
    {
        try checkIdle()
        let text = query.text
        if try needsTransaction(text) {
            try begin(.standard, ticket: ticket)
            do throws(PostgreSQLError) {
                let result = try self.query(query, isPrepared: false, ticket: ticket)
                try commit()
                return result
            } catch {
                if savepoints > 0 { rollback() }
                throw error
            }
        }
        // A pooler gives the next statement to another session.
        let isPrepared = isPrepared ? try !isPooled() : false
        let parameters = try ParameterList(query)
        let handle = try cancellable(ticket) { () throws(PostgreSQLError) in
            do throws(PostgreSQLError) {
                return try isPrepared ? runPrepared(text, parameters) : run(text, parameters)
            } catch {
                throw error.with(statement: text)
            }
        }
        return PostgresResult(handle: handle, shape: try shape(of: handle))
    }

    func run(_ text: String, _ parameters: ParameterList) throws(PostgreSQLError)
        -> ResultHandle
    {
        let sent = parameters.withPointers { types, values, lengths, formats, count in
            PQsendQueryParams(raw, text, count, types, values, lengths, formats, 1)
        }
        guard sent == 1 else { throw sendFailure() }
        return try finish()
    }

    private func runPrepared(_ text: String, _ parameters: ParameterList) throws(PostgreSQLError)
        -> ResultHandle
    {
        let key = StatementCache.Key(text: text, types: parameters.types)
        if let name = statements.name(of: key) {
            do throws(PostgreSQLError) {
                return try execute(name, parameters)
            } catch  where error.sqlState == "26000" || error.sqlState == "0A000" && savepoints == 0
            {
                // DISCARD ALL, or a table that changed its columns: prepare it again.
                statements.remove(key)
                if error.sqlState == "0A000", !error.message.contains("cached plan") { throw error }
                if PQtransactionStatus(raw) != PQTRANS_IDLE { throw error }
            }
        }
        let (name, displaced) = statements.add(key)
        do {
            if let displaced { _ = try run("DEALLOCATE \(displaced)", ParameterList()) }
            try prepare(name, text, parameters.types)
        } catch {
            statements.remove(key)
            throw error
        }
        return try execute(name, parameters)
    }

    func prepare(_ name: String, _ text: String, _ types: [UInt32]) throws(PostgreSQLError) {
        guard PQsendPrepare(raw, name, text, Int32(types.count), types) == 1 else {
            throw sendFailure()
        }
        _ = try finish()
    }

    private func execute(_ name: String, _ parameters: ParameterList) throws(PostgreSQLError)
        -> ResultHandle
    {
        let sent = parameters.withPointers { _, values, lengths, formats, count in
            PQsendQueryPrepared(raw, name, count, values, lengths, formats, 1)
        }
        guard sent == 1 else { throw sendFailure() }
        return try finish()
    }

    /// Sends, and reads the answer to its end. The last result is the answer; an error wins.
    func finish() throws(PostgreSQLError) -> ResultHandle {
        try flush()
        var last: ResultHandle?
        var failure: PostgreSQLError?
        while let result = try nextResult() {
            switch result.status {
            case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
                failure = failure ?? error(result, statement: nil)
                if !isOpen { throw failure! }
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                failure = try refuseCopy(result)
            default: last = result
            }
        }
        if let failure { throw failure }
        guard let last else { throw PostgreSQLError(.unexpected, "the server sent no result") }
        return last
    }

    /// A COPY that was started as a plain statement is ended at once.
    private func refuseCopy(_ result: ResultHandle) throws(PostgreSQLError) -> PostgreSQLError {
        let error = PostgreSQLError(
            .unexpected, "COPY … FROM STDIN and TO STDOUT are not plain statements",
            hint: "use copy(into:) or copy(out:)")
        if result.status == PGRES_COPY_IN {
            PQputCopyEnd(raw, "not a plain statement")
            try flush()
        } else {
            abandon(error)
            throw error
        }
        return error
    }

    /// Why libpq would not send.
    func sendFailure() -> PostgreSQLError {
        if PQstatus(raw) == CONNECTION_BAD { return lost() }
        return PostgreSQLError(
            .unexpected, PQerrorMessage(raw).map { String(cString: $0).trimmedLine } ?? "")
    }

    /// Runs the statements of a script, without values, in one go: outside of a transaction they
    /// are one by themselves, unless the script has its own. Gives the command tags.
    func execute(script: String, ticket: Canceller.Ticket) throws(PostgreSQLError) -> [String] {
        try checkIdle()
        try PostgresValue.checkText(script)
        return try cancellable(ticket) { () throws(PostgreSQLError) in
            guard PQsendQuery(raw, script) == 1 else { throw sendFailure() }
            try flush()
            var tags: [String] = []
            var failure: PostgreSQLError?
            while let result = try nextResult() {
                switch result.status {
                case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
                    failure = failure ?? error(result, statement: script)
                    if !isOpen { throw failure! }
                case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                    failure = try refuseCopy(result)
                case PGRES_EMPTY_QUERY: break
                default: tags.append(result.commandTag)
                }
            }
            if let failure { throw failure }
            return tags
        }
    }
}
