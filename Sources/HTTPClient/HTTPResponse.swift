/// What a server answered, whatever its status.
public struct HTTPResponse: Sendable {
    /// 200, 404…
    public let status: Int
    /// In the order they came; names in lower case.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The last value of a header, by its name in lower case.
    public subscript(header name: String) -> String? {
        headers.last { $0.name == name }?.value
    }
}
