import HTTPClient

/// Why a language model gave no answer that can be used.
///
/// The message says what happened and what to do; it holds no key and nothing of a prompt.
public struct ModelError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// No server or no model is named.
        case notConfigured = "not configured"
        /// The server's host is not on the list of those allowed.
        case hostNotAllowed = "host not allowed"
        /// An option or a schema is wrong.
        case badRequest = "bad request"
        /// Nothing answers there.
        case unreachable
        case timedOut = "timed out"
        /// The key is missing or wrong.
        case unauthorized
        /// The server has no such model.
        case modelMissing = "model missing"
        /// The server has had enough for now (429).
        case rateLimited = "rate limited"
        /// The server is still loading the model.
        case loading
        /// The server failed (5xx), or broke off.
        case serverFailed = "server failed"
        /// The server does not take the request (other 4xx).
        case refused
        /// What came is not an answer: no JSON, half of it, wrong letters, nothing.
        case badAnswer = "bad answer"
        /// The answer is larger than allowed.
        case tooLarge = "too large"
        /// The model was cut off in the middle of its answer.
        case truncated
        /// The answer does not satisfy its schema, also after it was asked again.
        case schemaViolated = "schema violated"
        /// A vector has another length than it must.
        case wrongSize = "wrong size"
        /// The server failed so often that it is left alone for a while.
        case circuitOpen = "circuit open"
        case budgetSpent = "budget spent"
        /// The time of the whole run is over.
        case deadline
        case cancelled
        /// Nothing is sent: the run only counts.
        case dryRun = "dry run"
    }

    public let code: Code
    public let message: String
    /// How long the server wants to be left alone (`Retry-After`).
    public let retryAfter: Duration?

    public init(_ code: Code, _ message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    public var description: String { message }

    /// Whether the same request may succeed a moment later.
    public var isRetryable: Bool {
        switch code {
        case .unreachable, .timedOut, .rateLimited, .loading, .serverFailed, .badAnswer: true
        default: false
        }
    }

    /// Whether the server is to blame, rather than the request or the answer to it.
    public var isServersFault: Bool {
        switch code {
        case .unreachable, .timedOut, .serverFailed: true
        default: false
        }
    }
}

extension ModelError {
    init(_ error: HTTPError) {
        let code: Code
        switch error.code {
        case .badURL, .notTrusted: code = .notConfigured
        case .unknownHost, .cannotConnect: code = .unreachable
        case .timedOut: code = .timedOut
        case .brokenOff, .other: code = .serverFailed
        case .tooLarge: code = .tooLarge
        case .notHTTP: code = .badAnswer
        case .cancelled: code = .cancelled
        }
        self.init(code, error.message)
    }
}
