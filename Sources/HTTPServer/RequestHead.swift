/// What a request says before its body.
public struct RequestHead: Sendable, Hashable {
    /// How long the body is.
    public enum Framing: Sendable, Hashable {
        case none
        /// As many bytes as `Content-Length` says.
        case fixed(Int)
        case chunked
    }

    /// As it was sent: `GET`. Methods are told apart by case.
    public let method: String
    /// As it was sent, still percent-encoded: `/v1/memories?limit=3`; of the absolute form what
    /// follows the host.
    public let target: String
    /// The host, as `Host` or the absolute form has it: `localhost:8787`; empty where HTTP/1.0
    /// named none.
    public let authority: String
    /// 0 or 1: the version is HTTP/1.0 or HTTP/1.1.
    public let minorVersion: Int
    public let fields: HeaderFields
    public let framing: Framing
    /// Whether the client waits for `100 Continue` before it sends the body.
    public let expectsContinue: Bool

    /// The target up to the question mark, percent-encoded.
    public var path: Substring { target.prefix { $0 != "?" } }

    /// What follows the question mark, percent-encoded.
    public var query: Substring? {
        target.firstIndex(of: "?").map { target[target.index(after: $0)...] }
    }

    /// Whether the client wants the connection kept.
    var keepsAlive: Bool {
        minorVersion == 1 && !fields.words("connection").contains("close")
    }
}
