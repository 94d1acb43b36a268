internal import CCurl

/// Why there is no answer. Holds neither headers nor bodies.
public struct HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The URL cannot be read, or is neither http nor https; or a header cannot be sent.
        case badURL
        /// The host has no address.
        case unknownHost
        /// Nobody listens there, or the network is away.
        case cannotConnect
        /// The server's certificate is not accepted.
        case notTrusted
        /// The time was over.
        case timedOut
        /// The connection broke before the answer was whole.
        case brokenOff
        /// The answer is larger than allowed.
        case tooLarge
        /// What came is not HTTP.
        case notHTTP
        /// The caller no longer wants the answer.
        case cancelled
        /// Anything else libcurl reports.
        case other
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension HTTPError {
    /// libcurl's reason, in the words of this type.
    init(_ code: CURLcode, host: String) {
        let kind: Code
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: kind = .badURL
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: kind = .unknownHost
        case CURLE_COULDNT_CONNECT: kind = .cannotConnect
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_ISSUER_ERROR:
            kind = .notTrusted
        case CURLE_OPERATION_TIMEDOUT: kind = .timedOut
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE,
            CURLE_SSL_CONNECT_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            kind = .brokenOff
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: kind = .notHTTP
        default: kind = .other
        }
        self.init(kind, Self.words(kind, host, String(cString: curl_easy_strerror(code))))
    }

    static func words(_ kind: Code, _ host: String, _ reason: String = "") -> String {
        switch kind {
        case .badURL: "this is no http or https URL that can be read"
        case .unknownHost: "the host \(host) is not known"
        case .cannotConnect: "nothing answers at \(host)"
        case .notTrusted: "the certificate of \(host) is not trusted"
        case .timedOut: "\(host) did not answer in time"
        case .brokenOff: "\(host) broke the connection off"
        case .tooLarge: "\(host) answered more than is allowed"
        case .notHTTP: "\(host) answered what is not HTTP"
        case .cancelled: "the request was cancelled"
        case .other: "the request to \(host) failed: \(reason)"
        }
    }
}
