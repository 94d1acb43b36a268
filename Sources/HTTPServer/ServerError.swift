/// Why a server cannot listen.
public struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Another process listens there.
        case addressInUse
        /// The address is none of this machine, or not well-formed.
        case badAddress
        /// The system refused.
        case system
        /// The certificate or its key cannot be used.
        case certificate
        /// The server is draining.
        case closed
    }

    public let code: Code
    /// What is wrong and what to do.
    public let description: String

    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
