/// What a handler answers.
///
/// `Content-Length` or `Transfer-Encoding`, `Date` and `Connection` are the server's business. To
/// HEAD the same head is sent as to GET, without the body.
public struct ServerResponse: Sendable {
    public enum Body: Sendable {
        case bytes([UInt8])
        /// Written while it is sent. Where the closure throws, the connection is cut, so that the
        /// client does not take what it got for the whole.
        case stream(@Sendable (ResponseWriter) async throws -> Void)
    }

    public var status: Int
    public var fields: HeaderFields
    public var body: Body

    public init(_ status: Int, fields: HeaderFields = [:], body: Body = .bytes([])) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// A text; `type` is its media type.
    public init(
        _ status: Int, text: String, type: String = "text/plain; charset=utf-8",
        fields: HeaderFields = [:]
    ) {
        self.init(status, fields: fields, body: .bytes(Array(text.utf8)))
        self.fields.set("content-type", type)
    }
}
