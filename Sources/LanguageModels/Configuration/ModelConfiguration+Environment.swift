import HTTPClient

extension ModelConfiguration {
    /// The variables that are read.
    public static let variables = [
        "OLLAMA_URL", "OLLAMA_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL",
        "EMBEDDING_MODEL", "CURL_CA_BUNDLE", "SSL_CERT_FILE",
    ]

    /// Adds the providers that the environment names: `ollama` and `openai`. One of the same name
    /// in a file has its gaps filled and nothing of it changed.
    ///
    /// A key alone names no server: nothing is sent anywhere that was not named.
    ///
    /// - Throws: `notConfigured` for a URL that cannot be read, with the variable's name.
    public mutating func add(environment: [String: String]) throws(ModelError) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        let embeddingModel = value("EMBEDDING_MODEL")
        let takesVectors = embeddingModel.map { !Self.isInProcess($0) } ?? false
        if let url = value("OLLAMA_URL")
            ?? (value("OLLAMA_MODEL") == nil ? nil : "http://127.0.0.1:11434")
        {
            try add(.ollama, "OLLAMA_URL", url, key: nil, model: value("OLLAMA_MODEL"))
        }
        if let url = value("OPENAI_BASE_URL") {
            try add(
                .openai, "OPENAI_BASE_URL", url, key: value("OPENAI_API_KEY").map(Secret.init),
                model: value("OPENAI_MODEL"))
        }
        certificateAuthorities =
            certificateAuthorities ?? value("CURL_CA_BUNDLE") ?? value("SSL_CERT_FILE")
        for at in providers.indices where providers[at].server.certificateAuthorities == nil {
            providers[at].server.certificateAuthorities = certificateAuthorities
        }
        guard takesVectors, let embeddingModel, let at = embeddingIndex else { return }
        embedsInProcess = false
        if providers[at].embeddingModel == nil {
            providers[at].embeddingModel = embeddingModel
            providers[at].embeddingDimensions = Self.knownDimensions(embeddingModel)
        }
    }

    private var embeddingIndex: Int? {
        if let defaultProvider = embeddingProvider ?? defaultProvider {
            return providers.firstIndex { $0.name == defaultProvider }
        }
        return providers.indices.first
    }

    private mutating func add(
        _ kind: ModelServer.Kind, _ variable: String, _ url: String, key: Secret?, model: String?
    ) throws(ModelError) {
        if let at = providers.firstIndex(where: { $0.name == kind.rawValue }) {
            providers[at].model = providers[at].model ?? model
            return
        }
        do {
            var provider = Provider(
                name: kind.rawValue, server: try ModelServer(kind: kind, url: url, key: key))
            provider.model = model
            providers.append(provider)
        } catch { throw ModelError(.notConfigured, "\(variable): \(error.message)") }
    }

    /// Whether a name means the model in this process.
    public static func isInProcess(_ model: String) -> Bool {
        ["all-minilm-l6-v2", "builtin", "in-process"].contains(model.lowercased())
    }

    /// The length of vectors of models that many use.
    static func knownDimensions(_ model: String) -> Int? {
        let name = model.lowercased().split(separator: ":").first.map(String.init) ?? ""
        return [
            "all-minilm": 384, "nomic-embed-text": 768, "mxbai-embed-large": 1024, "bge-m3": 1024,
            "bge-large": 1024, "snowflake-arctic-embed": 1024, "embeddinggemma": 768,
            "text-embedding-3-small": 1536, "text-embedding-3-large": 3072,
            "text-embedding-ada-002": 1536,
        ][name]
    }
}
