internal import CPostgreSQL

/// Where COPY writes.
public struct CopyTarget: Sendable, Hashable {
    public var schema: String?
    public var table: String
    /// Nil: all columns in the order of the table.
    public var columns: [String]?

    public init(_ table: String, schema: String? = nil, columns: [String]? = nil) {
        self.table = table
        self.schema = schema
        self.columns = columns
    }

    var name: PostgresQuery {
        "\(identifier: [schema, table].compactMap { $0 })"
    }

    var list: PostgresQuery {
        guard let columns else { return "" }
        return " (" + .join(columns.map { "\(identifier: $0)" }) + ")"
    }

    var chosen: PostgresQuery {
        columns.map { .join($0.map { "\(identifier: $0)" }) } ?? "*"
    }
}

extension Session {
    /// Bytes that are collected before they are handed to libpq.
    static let copyBlock = 128 * 1024

    /// Starts COPY … FROM STDIN and gives what writes rows for it: in binary where every column
    /// has a binary form here, as text otherwise.
    func beginCopy(into target: CopyTarget, ticket: Canceller.Ticket) throws(PostgreSQLError)
        -> CopyEncoder
    {
        try checkIdle()
        canceller.begin(ticket)
        do throws(PostgreSQLError) {
            if Task.isCancelled {
                throw PostgreSQLError(.cancelled, "the task was cancelled before its COPY")
            }
            let question: PostgresQuery = "SELECT \(target.chosen) FROM \(target.name)"
            let encoder = CopyEncoder(columns: try columns(of: question.text))
            let format = encoder.isBinary ? " (FORMAT binary)" : ""
            let text = "COPY \(target.name.text)\(target.list.text) FROM STDIN\(format)"
            try start(copy: text, PGRES_COPY_IN)
            occupation = "a COPY into \(target.table)"
            return encoder
        } catch {
            canceller.end()
            throw error
        }
    }

    private func columns(of question: String) throws(PostgreSQLError) -> [PostgresColumn] {
        if isPooledKnown ?? true, PQtransactionStatus(raw) == PQTRANS_IDLE {
            // Behind a pooler the description may be asked of another session.
            let result = try run(question + " LIMIT 0", ParameterList())
            return try shape(of: result).columns
        }
        try prepare("", question, [])
        return try describe("").columns
    }

    /// Starts COPY … TO STDOUT.
    func beginCopy(out query: PostgresQuery, ticket: Canceller.Ticket) throws(PostgreSQLError) {
        try checkIdle()
        canceller.begin(ticket)
        do throws(PostgreSQLError) {
            isCopyAtEnd = false
            try start(copy: "COPY (\(query.text)) TO STDOUT", PGRES_COPY_OUT)
            occupation = "a COPY"
        } catch {
            canceller.end()
            throw error
        }
    }

    private func start(copy text: String, _ expected: ExecStatusType) throws(PostgreSQLError) {
        guard PQsendQuery(raw, text) == 1 else { throw sendFailure() }
        try flush()
        guard let result = try nextResult() else {
            throw PostgreSQLError(.unexpected, "the server did not begin the COPY")
        }
        guard result.status == expected else {
            let error = error(result, statement: text)
            while isOpen, try nextResult() != nil {}
            throw error
        }
    }

    /// Sends a part of the data, waiting while the server is slower.
    func put(_ bytes: [UInt8]) throws(PostgreSQLError) {
        guard isOpen else {
            throw failure ?? PostgreSQLError(.closed, "the connection is not open")
        }
        var start = 0
        while start < bytes.count {
            let count = min(bytes.count - start, Self.copyBlock)
            let sent = bytes.withUnsafeBytes { raw in
                PQputCopyData(
                    self.raw,
                    raw.baseAddress!.advanced(by: start).assumingMemoryBound(to: CChar.self),
                    Int32(count))
            }
            switch sent {
            case 1: start += count
            case 0: try wait(reading: true, writing: true)
            default: throw copyFailure()
            }
            try flush()
            // The server may have ended it: a row that does not fit, a cancellation.
            if PQstatus(raw) == CONNECTION_BAD { throw lost() }
        }
    }

    /// Ends the data. Gives the number of rows the server took.
    func endCopy() throws(PostgreSQLError) -> Int {
        defer { if occupation != nil { endOccupation() } }
        while true {
            switch PQputCopyEnd(raw, nil) {
            case 1: return try finish().affectedRows
            case 0: try wait(reading: true, writing: true)
            default: throw copyFailure()
            }
        }
    }

    /// Ends the data with an error, so that nothing of it is kept.
    func abortCopy() {
        guard isOpen, occupation != nil else { return }
        while PQputCopyEnd(raw, "given up by the client") == 0 {
            if (try? wait(reading: true, writing: true)) == nil { break }
        }
        if isOpen { _ = try? flush() }
        finishOccupation()
    }

    /// What the server said to a COPY that libpq takes no more data for.
    private func copyFailure() -> PostgreSQLError {
        if PQstatus(raw) == CONNECTION_BAD { return lost() }
        var failure: PostgreSQLError?
        while isOpen, let result = try? nextResult() {
            if result.status == PGRES_FATAL_ERROR {
                failure = failure ?? error(result, statement: nil)
            } else if result.status == PGRES_COPY_IN {
                break
            }
        }
        return failure ?? sendFailure()
    }

    /// The next part of what COPY … TO STDOUT sends, a whole number of rows; nil at the end.
    func nextCopyData() throws(PostgreSQLError) -> [UInt8]? {
        guard occupation != nil else { return nil }
        var bytes: [UInt8] = []
        while !isCopyAtEnd {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(raw, &buffer, 1)
            switch count {
            case 0:
                if !bytes.isEmpty { return bytes }
                try wait(reading: true, writing: false)
                if PQconsumeInput(raw) == 0 { throw lost() }
            case -1:
                isCopyAtEnd = true
                if !bytes.isEmpty { return bytes }
            case -2: throw sendFailure()
            default:
                bytes.append(
                    contentsOf: UnsafeRawBufferPointer(start: buffer, count: Int(count)))
                PQfreemem(buffer)
                if bytes.count >= Self.copyBlock { return bytes }
            }
        }
        defer { endOccupation() }
        _ = try finish()
        return nil
    }
}
