/// One request to a server.
public struct HTTPRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public var method: Method
    /// An absolute `http` or `https` URL.
    public var url: String
    /// Sent as they stand; a name or value with a line break is refused. A header whose value must
    /// not be shown is no different here: nothing of a request appears in an error but its host.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// From the first packet to the last byte of the answer. Default: 120 s.
    public var timeout: Duration
    /// Until the connection stands. Default: 5 s.
    public var connectTimeout: Duration
    /// A file of certificates (PEM) that the server's may be signed by; nil for the system's.
    public var certificateAuthorities: String?
    /// An answer with a larger body is cut off and refused. Default: 8 MiB.
    public var maximumAnswerBytes: Int

    public init(
        _ method: Method = .get, _ url: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], timeout: Duration = .seconds(120),
        connectTimeout: Duration = .seconds(5), maximumAnswerBytes: Int = 8 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.maximumAnswerBytes = maximumAnswerBytes
    }
}
