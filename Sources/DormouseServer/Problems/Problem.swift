import HTTPServer
import JSON
import Memory
import Wire

/// An answer that says what is wrong: problem details as RFC 9457 has them.
public struct Problem: Error, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case invalidInput = "invalid_input"
        case unauthorized
        case forbidden
        case notFound = "not_found"
        case methodNotAllowed = "method_not_allowed"
        case conflict
        case tooLarge = "too_large"
        case unsupportedMediaType = "unsupported_media_type"
        case misdirected
        case idempotencyMismatch = "idempotency_mismatch"
        case tooManyRequests = "too_many_requests"
        case cancelled
        case `internal`
        case unavailable
        case timedOut = "timed_out"
        case storage

        var status: Int {
            switch self {
            case .invalidInput: 400
            case .unauthorized: 401
            case .forbidden: 403
            case .notFound: 404
            case .methodNotAllowed: 405
            case .conflict: 409
            case .tooLarge: 413
            case .unsupportedMediaType: 415
            case .misdirected: 421
            case .idempotencyMismatch: 409
            case .tooManyRequests: 429
            case .cancelled, .internal: 500
            case .unavailable: 503
            case .timedOut: 504
            case .storage: 507
            }
        }
    }

    /// One thing that is wrong, and where in the request.
    public struct Detail: Sendable, Hashable {
        /// `$.memories[2].content`, `query: limit`.
        public let place: String
        public let reason: String
    }

    public let kind: Kind
    /// What is wrong and what to do.
    public let detail: String
    public var details: [Detail] = []
    /// What is behind it, for the log and not for who asked.
    var cause: String?
    /// The status where it is not the kind's own, as of a request that could not be read.
    var status: Int
    var fields: HeaderFields = [:]

    public init(_ kind: Kind, _ detail: String, details: [Detail] = []) {
        self.kind = kind
        self.detail = detail
        self.details = details
        status = kind.status
        if kind == .unauthorized { fields.set("www-authenticate", "Bearer") }
    }

    /// What the engine says.
    init(_ error: MemoryError) {
        let kind: Kind =
            switch error.wireCode {
            case "invalid_input": .invalidInput
            case "not_found": .notFound
            case "conflict": .conflict
            case "home_busy", "overloaded", "model", "unreachable": .unavailable
            case "timed_out": .timedOut
            case "cancelled": .cancelled
            case "storage", "home_unusable": .storage
            default: .internal
            }
        self.init(kind, error.message)
        if kind == .unavailable { fields.set("retry-after", "1") }
    }

    /// What the reader of requests says.
    init(_ fault: RequestFault) {
        let kind: Kind =
            switch fault.status {
            case 413: .tooLarge
            case 503: .timedOut
            default: .invalidInput
            }
        self.init(kind, fault.reason)
        status = fault.status
    }

    /// What goes wrong in a handler.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as MemoryError: self.init(error)
        case RequestBody.Failure.tooLarge(let limit):
            self.init(.tooLarge, "the body has more than \(limit) bytes, the most this route takes")
        case RequestBody.Failure.fault(let fault): self.init(fault)
        case RequestBody.Failure.cancelled, is CancellationError:
            self.init(.cancelled, "the request was cancelled")
        default: self.init(.internal, "something went wrong inside; the server's log says what")
        }
    }

    func json(requestID: String?) -> JSON {
        var object: JSON.Object = [
            "type": .string("urn:dormouse:problem:" + kind.rawValue),
            "title": .string(StatusPhrase.of(status)), "status": .int(status),
            "detail": .string(detail), "code": .string(kind.rawValue),
        ]
        if !details.isEmpty {
            object["errors"] = .array(
                details.map { ["place": .string($0.place), "reason": .string($0.reason)] })
        }
        object["request_id"] = requestID.map(JSON.string)
        return .object(object)
    }

    func response(requestID: String?) -> ServerResponse {
        var fields = fields
        fields.set("content-type", "application/problem+json")
        fields.set("cache-control", "no-store")
        return ServerResponse(
            status, fields: fields, body: .bytes(json(requestID: requestID).bytes()))
    }
}
