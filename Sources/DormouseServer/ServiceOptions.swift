public import HTTPServer

/// How the server treats those who call.
public struct ServiceOptions: Sendable {
    /// Of the program, for `/v1/version`.
    public var version: String
    /// Connections, sizes and times.
    public var http = ServerOptions()
    /// Whether 127.0.0.1 and [::1] need no token.
    public var opensLoopback = false
    /// Names it may be called by over TCP, besides the loopback's.
    public var hosts: [String] = []
    /// Origins whose pages may call; others are refused, and CORS is off.
    public var origins: [String] = []
    /// Requests of one token at once.
    public var openRequestsPerToken = 256
    /// Requests of one token a second, on average; twice that for a moment.
    public var requestsPerSecondPerToken = 5000.0
    /// Whose memories, where neither the request nor the token says so.
    public var namespace = "default"

    public init(version: String) { self.version = version }
}
