internal import CPostgreSQL

extension Session {
    /// How long the server may take to end a statement that was cancelled before the connection
    /// is given up.
    static let cancelPatience: Duration = .seconds(10)

    /// Throws where the connection is closed or a stream or COPY is open on it.
    func checkIdle() throws(PostgreSQLError) {
        guard raw != nil else {
            throw failure ?? PostgreSQLError(.closed, "the connection is not open")
        }
        if let occupation {
            throw PostgreSQLError(
                .busy, "\(occupation) is open on this connection",
                hint: "read it to its end, or use another connection")
        }
    }

    /// Runs what may be cancelled. A Swift task that was cancelled before never reaches the
    /// server.
    func cancellable<T>(_ ticket: Canceller.Ticket, _ body: () throws(PostgreSQLError) -> T)
        throws(PostgreSQLError) -> T
    {
        canceller.begin(ticket)
        defer { canceller.end() }
        if Task.isCancelled {
            throw PostgreSQLError(.cancelled, "the task was cancelled before the statement began")
        }
        return try body()
    }

    /// Sends what libpq holds back, reading meanwhile, so that both sides never wait for each
    /// other.
    func flush() throws(PostgreSQLError) {
        while true {
            switch PQflush(raw) {
            case 0: return
            case 1: try wait(reading: true, writing: true)
            default: throw lost()
            }
            if PQconsumeInput(raw) == 0 { throw lost() }
        }
    }

    /// The next result, nil after the last; waits for it.
    func nextResult() throws(PostgreSQLError) -> ResultHandle? {
        while PQisBusy(raw) == 1 {
            try wait(reading: true, writing: false)
            if PQconsumeInput(raw) == 0 { throw lost() }
        }
        guard let result = PQgetResult(raw) else {
            if PQstatus(raw) == CONNECTION_BAD { throw lost() }
            return nil
        }
        return ResultHandle(result)
    }

    /// Waits until the socket is ready.
    func wait(reading: Bool, writing: Bool) throws(PostgreSQLError) {
        // In slices, to see a cancellation that the server does not answer.
        while !Socket.wait(
            descriptor, reading: reading, writing: writing, atMost: .milliseconds(500))
        {
            if let requested = canceller.requestedAt, .now - requested > Self.cancelPatience {
                let error = PostgreSQLError(
                    .connectionLost,
                    "the server did not answer a cancellation within \(Self.cancelPatience)")
                abandon(error)
                throw error
            }
        }
    }

    /// The error of a connection that has ended; the session is closed.
    func lost() -> PostgreSQLError {
        var error = PostgreSQLError(
            .connectionLost, PQerrorMessage(raw).map { String(cString: $0).trimmedLine } ?? "")
        // What the server said before it hung up is the better reason.
        if error.message.contains("terminating connection") {
            error = error.withCode(.serverShutdown)
        }
        if error.message.isEmpty { error.message = "the connection to the server is gone" }
        abandon(error)
        return error
    }

    /// The error of a result. One that ended the connection closes the session.
    func error(_ result: ResultHandle, statement: String?) -> PostgreSQLError {
        let error = PostgreSQLError(result: result.raw, connection: raw).with(statement: statement)
        if PQstatus(raw) == CONNECTION_BAD { abandon(error) }
        return error
    }
}

extension PostgreSQLError {
    func withCode(_ code: Code) -> PostgreSQLError {
        var error = PostgreSQLError(code, message, hint: hint)
        error.sqlState = sqlState
        error.detail = detail
        error.statement = statement
        return error
    }
}
