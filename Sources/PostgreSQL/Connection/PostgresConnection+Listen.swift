internal import CPostgreSQL
import Dispatch

/// What NOTIFY sent.
public struct PostgresNotification: Sendable, Hashable {
    public let channel: String
    public let payload: String
    /// The server's process of who sent it.
    public let sender: Int32
}

/// Watches the socket of a connection that listens.
struct Listener {
    let source: any DispatchSourceRead
    let continuation: AsyncThrowingStream<PostgresNotification, any Error>.Continuation
}

extension PostgresConnection {
    /// Listens on channels; what is sent to them comes as it arrives, whatever else the connection
    /// does. The sequence ends with an error when the connection does; ending it early stops
    /// listening. One sequence a connection at a time: a second ends the first.
    ///
    /// At most 10,000 notifications wait for a reader that is slow; older ones go first.
    public func notifications(on channels: [String]) async throws(PostgreSQLError)
        -> AsyncThrowingStream<PostgresNotification, any Error>
    {
        endListening(nil)
        guard try !session.isPooled() else {
            throw PostgreSQLError(
                .configuration,
                "nobody can listen through a pooler, which lends a session for a "
                    + "transaction only",
                hint: "connect to the server itself, or let the pooler lend whole sessions "
                    + "(pool_mode = session)")
        }
        for channel in channels {
            try await query("LISTEN \(identifier: channel)")
        }
        let (stream, continuation) = AsyncThrowingStream<PostgresNotification, any Error>
            .makeStream(bufferingPolicy: .bufferingNewest(10_000))
        let source = DispatchSource.makeReadSource(
            fileDescriptor: session.descriptor, queue: executor.queue)
        source.setEventHandler { [weak self] in
            // The queue is the actor's executor.
            self?.assumeIsolated { $0.readNotifications() }
        }
        source.resume()
        listener = Listener(source: source, continuation: continuation)
        continuation.onTermination = { [weak self] _ in
            Task { await self?.stopListening() }
        }
        deliverNotifications()
        return stream
    }

    private func stopListening() async {
        guard listener != nil else { return }
        endListening(nil)
        _ = try? await query("UNLISTEN *")
    }

    private func readNotifications() {
        guard session.isOpen else { return endListening(session.failure) }
        if PQconsumeInput(session.raw) == 0 {
            // The source lets go of the descriptor before libpq closes it.
            listener?.source.cancel()
            endListening(session.lost())
        } else {
            deliverNotifications()
        }
    }

    /// Hands on what has arrived together with the answer to a statement.
    func deliverNotifications() {
        guard let listener else { return }
        while let raw = PQnotifies(session.raw) {
            listener.continuation.yield(
                PostgresNotification(
                    channel: String(cString: raw.pointee.relname),
                    payload: String(cString: raw.pointee.extra), sender: raw.pointee.be_pid))
            PQfreemem(raw)
        }
        if !session.isOpen { endListening(session.failure) }
    }

    func endListening(_ error: PostgreSQLError?) {
        guard let listener else { return }
        self.listener = nil
        listener.source.cancel()
        listener.continuation.finish(throwing: error)
    }
}
