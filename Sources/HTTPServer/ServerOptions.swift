/// How a server behaves.
public struct ServerOptions: Sendable {
    public var request = RequestLimits()
    /// Threads that move bytes and run handlers. Default: 2.
    public var loops = 2
    /// Connections at once. Beyond, the one that has been idle longest makes room; where none is
    /// idle, the new one is closed. Default: 16,384.
    public var maximumConnections = 16_384
    /// How long a connection may stay without a request. Default: 75 s.
    public var idleTimeout: Duration = .seconds(75)
    /// From the first byte of a request, or of TLS, to the end of its header. Default: 10 s.
    public var headerTimeout: Duration = .seconds(10)
    /// How long a handler may take to its answer's head; then it is cancelled. The body of the
    /// request does not count. Nil: as long as it likes. Default: 120 s.
    public var handlerTimeout: Duration? = .seconds(120)
    /// Slower clients are cut, whether they send or receive. Default: 1,024 bytes a second on
    /// average over `paceWindow`.
    public var minimumBytesPerSecond = 1024
    /// Default: 10 s.
    public var paceWindow: Duration = .seconds(10)
    /// The answer to what cannot be read. By default a line of text.
    public var faultResponse: @Sendable (RequestFault) -> ServerResponse = { fault in
        ServerResponse(fault.status, text: fault.reason + "\n")
    }
    /// Told of each request that was refused before a handler saw it.
    public var onFault: @Sendable (RequestFault, ServerRequest.Ends) -> Void = { _, _ in }

    public init() {}
}
