public import HTTPClient

/// A server of language models: what it speaks and where it is.
public struct ModelServer: Sendable, Hashable {
    /// The interfaces that are understood.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Ollama's own: `/api/generate`, `/api/chat`, `/api/embed`, `/api/tags`.
        case ollama
        /// OpenAI's, as most servers offer it: `/v1/chat/completions`, `/v1/embeddings`,
        /// `/v1/models`.
        case openai
    }

    public let kind: Kind
    /// Without a slash at the end; for `openai` with the version (`…/v1`).
    public let url: String
    public let host: HostName
    /// Sent as a bearer token.
    public let key: Secret?
    /// A file of certificates (PEM) that the server's may be signed by; nil for the system's.
    public var certificateAuthorities: String?

    /// - Parameters:
    ///   - url: `http://127.0.0.1:11434`, `https://models.example/v1`. A missing scheme is http, a
    ///     missing path of `openai` is `/v1`.
    ///   - key: without the white space around it, which a file's last line brings along.
    /// - Throws: `badURL`; also for a key that would cross a network in clear, or that no header
    ///   can hold.
    public init(kind: Kind, url: String, key: Secret? = nil) throws(HTTPError) {
        var url = url.trimmingSpaces
        if !url.contains("://") { url = "http://" + url }
        while url.hasSuffix("/") { url.removeLast() }
        host = try HostName(url: url)
        if kind == .openai, url.split(separator: "/", omittingEmptySubsequences: true).count == 2 {
            url += "/v1"
        }
        let key = key.map { Secret($0.reveal().trimmingSpaces) }
        if let key, !key.reveal().utf8.allSatisfy({ (0x21...0x7e).contains($0) }) {
            throw HTTPError(
                .badURL,
                "the key for \(host.name) holds a character that no key has: a line break, a blank "
                    + "or a letter outside ASCII")
        }
        if key != nil, !host.isEncrypted, !host.isLoopback {
            throw HTTPError(
                .badURL,
                "the key for \(host.name) would be sent unencrypted; use https, or no key")
        }
        self.kind = kind
        self.url = url
        self.key = key
    }

    /// What turns questions into requests of this kind and answers back.
    var interface: any ModelInterface {
        switch kind {
        case .ollama: OllamaInterface(server: self)
        case .openai: OpenAIInterface(server: self)
        }
    }

    /// The headers that every request has.
    var headers: [(name: String, value: String)] {
        var headers = [("Content-Type", "application/json"), ("Accept", "application/json")]
        if let key { headers.append(("Authorization", "Bearer \(key.reveal())")) }
        return headers
    }
}

extension String {
    var trimmingSpaces: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
