extension BlockingConnection {
    /// Runs a statement and gives its rows to the body one by one as they come, without keeping
    /// them all. A body that throws stops the statement on the server.
    public func forEachRow(
        _ query: PostgresQuery, _ body: (PostgresRow) throws -> Void
    ) throws {
        lockSession()
        defer { unlockSession() }
        let ticket = Canceller.Ticket()
        let shape = try session.beginStream(query, ticket: ticket)
        defer { session.endStream(ticket) }
        while true {
            let rows = try session.nextRows(PostgresRowStream.batch, shape)
            if rows.isEmpty { return }
            for row in rows { try body(row) }
        }
    }
}
