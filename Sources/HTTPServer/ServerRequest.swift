/// One request, as a handler gets it.
public struct ServerRequest: Sendable {
    /// Who is at the two ends.
    public struct Ends: Sendable, Hashable {
        /// The client.
        public let remote: SocketAddress
        /// Where it came in.
        public let local: SocketAddress
        public let isEncrypted: Bool

        public init(remote: SocketAddress, local: SocketAddress, isEncrypted: Bool = false) {
            self.remote = remote
            self.local = local
            self.isEncrypted = isEncrypted
        }
    }

    public let head: RequestHead
    public let body: RequestBody
    public let ends: Ends

    public init(head: RequestHead, body: RequestBody, ends: Ends) {
        self.head = head
        self.body = body
        self.ends = ends
    }
}
