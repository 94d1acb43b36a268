/// Sends the body of an answer piece by piece.
public struct ResponseWriter: Sendable {
    /// The client is gone, too slow, or the server is closing.
    public struct Closed: Error, Sendable, CustomStringConvertible {
        public var description: String { "the client is gone" }
    }

    let connection: Connection
    let exchange: Exchange

    /// Sends bytes, and waits while the client takes them more slowly than they come.
    public func write(_ bytes: [UInt8]) async throws(Closed) {
        if bytes.isEmpty { return }
        let (connection, exchange) = (connection, exchange)
        let isSent = await withCheckedContinuation { continuation in
            connection.loop.run { connection.write(bytes, of: exchange, continuation) }
        }
        if !isSent { throw Closed() }
    }

    /// Sends a text.
    public func write(_ text: String) async throws(Closed) { try await write(Array(text.utf8)) }
}
