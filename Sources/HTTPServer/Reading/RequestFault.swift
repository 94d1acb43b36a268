/// Why a request is not read any further. Its connection is closed after the answer.
public struct RequestFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The status of the answer: 400, 408, 413, 414, 417, 431, 501, 503 or 505.
    public let status: Int
    /// What is wrong, for the client. It never repeats what was sent.
    public let reason: String

    public init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    public var description: String { reason }
}
