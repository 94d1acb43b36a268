/// Why an endpoint cannot be declared or asked.
public struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The declaration cannot be used: its SQL writes, a parameter is missing…
        case declaration
        /// What was asked is wrong; `parameter` says where.
        case badParameter
        /// There is no endpoint of this name.
        case unknown
        /// The database cannot be reached for now.
        case unavailable
        /// It took longer than the endpoint allows.
        case timedOut
        /// The database refused, or the model failed.
        case failed
    }

    public let code: Code
    /// What is wrong and what to do.
    public let message: String
    /// The parameter that is wrong.
    public var parameter: String?
    /// What the database said, for a log and not for who asked.
    public var cause: String?

    public init(_ code: Code, _ message: String, parameter: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.parameter = parameter
        self.cause = cause
    }

    public var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
