internal import CPostgreSQL

extension Session {
    /// Starts a statement whose rows come as they are asked for.
    ///
    /// The statement is described first, because types that the database made itself cannot be
    /// looked up while rows come.
    func beginStream(_ query: PostgresQuery, ticket: Canceller.Ticket) throws(PostgreSQLError)
        -> ResultShape
    {
        try checkIdle()
        let text = query.text
        let parameters = try ParameterList(query)
        // Behind a pooler only a transaction keeps what is prepared until it runs.
        if PQtransactionStatus(raw) == PQTRANS_IDLE, try isPooled() {
            _ = try execute(script: try "BEGIN" + settingsOfTransaction, ticket: ticket)
            hasOwnTransaction = true
        }
        canceller.begin(ticket)
        do throws(PostgreSQLError) {
            if Task.isCancelled {
                throw PostgreSQLError(.cancelled, "the task was cancelled before its statement")
            }
            try prepare("", text, parameters.types)
            let known = types.count
            let shape = try describe("")
            // Looking types up has displaced the statement without a name.
            if types.count != known { try prepare("", text, parameters.types) }
            let sent = parameters.withPointers { _, values, lengths, formats, count in
                PQsendQueryPrepared(raw, "", count, values, lengths, formats, 1)
            }
            guard sent == 1 else { throw sendFailure() }
            PQsetSingleRowMode(raw)
            try flush()
            occupation = "a stream of rows"
            return shape
        } catch {
            endOccupation()
            throw error.with(statement: text)
        }
    }

    /// The columns of a prepared statement.
    func describe(_ name: String) throws(PostgreSQLError) -> ResultShape {
        guard PQsendDescribePrepared(raw, name) == 1 else { throw sendFailure() }
        return try shape(of: try finish())
    }

    /// The next rows: those that have arrived, at least one, at most so many; none at the end.
    func nextRows(_ limit: Int, _ shape: ResultShape) throws(PostgreSQLError) -> [PostgresRow] {
        guard occupation != nil else { return [] }
        var rows: [PostgresRow] = []
        do throws(PostgreSQLError) {
            while rows.count < limit, rows.isEmpty || PQisBusy(raw) == 0 {
                guard let result = try nextResult() else {
                    endOccupation()
                    break
                }
                switch result.status {
                case PGRES_SINGLE_TUPLE:
                    rows.append(PostgresRow(handle: result, shape: shape, index: 0))
                case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
                default: throw error(result, statement: nil)
                }
            }
        } catch {
            finishOccupation()
            throw error
        }
        return rows
    }

    /// Ends a stream before its end: the server is asked to stop, and what is under way is thrown
    /// away.
    func endStream(_ ticket: Canceller.Ticket) {
        guard occupation != nil, isOpen else { return }
        canceller.cancel(ticket)
        finishOccupation()
    }

    /// Reads what is left of an answer and forgets it.
    func finishOccupation() {
        do throws(PostgreSQLError) {
            while isOpen, let result = try nextResult() {
                switch result.status {
                // libpq gives these again and again until the COPY has ended.
                case PGRES_COPY_OUT: try skipCopyData()
                case PGRES_COPY_IN: PQputCopyEnd(raw, "given up by the client")
                default: break
                }
            }
        } catch {
            // The session is closed: nothing is left to read.
        }
        endOccupation()
    }

    private func skipCopyData() throws(PostgreSQLError) {
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            switch PQgetCopyData(raw, &buffer, 1) {
            case 0:
                try wait(reading: true, writing: false)
                if PQconsumeInput(raw) == 0 { throw lost() }
            case -1: return
            case -2: throw lost()
            default: PQfreemem(buffer)
            }
        }
    }

    func endOccupation() {
        occupation = nil
        canceller.end()
        guard hasOwnTransaction else { return }
        hasOwnTransaction = false
        if isOpen { _ = try? execute(script: "COMMIT", ticket: Canceller.Ticket()) }
    }
}
