public import JSON

/// An error of JSON-RPC 2.0: the request itself could not be served.
public struct RPCError: Error, Sendable, Hashable {
    public let code: Int
    public let message: String
    public let data: JSON?

    public init(_ code: Int, _ message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// What came is not JSON.
    public static let parseError = -32700
    /// It is JSON, and no request.
    public static let invalidRequest = -32600
    public static let methodNotFound = -32601
    public static let invalidParameters = -32602
    public static let internalError = -32603
    /// A header of HTTP says something else than the body.
    public static let headerMismatch = -32020
    /// The revision is not spoken; `data.supported` lists those that are.
    public static let unsupportedVersion = -32022
    /// A resource that is not there, before 2026-07-28.
    static let resourceNotFound = -32002

    public static func unsupported(_ version: String) -> RPCError {
        RPCError(
            unsupportedVersion, "protocol version '\(version)' is not supported",
            data: ["supported": JSON(ProtocolVersion.all), "requested": .string(version)])
    }

    /// The status that HTTP gives it: `nil` for 200.
    public var httpStatus: Int? {
        switch code {
        case Self.parseError, Self.invalidRequest, Self.invalidParameters, Self.headerMismatch,
            Self.unsupportedVersion:
            400
        case Self.methodNotFound: 404
        default: nil
        }
    }
}
