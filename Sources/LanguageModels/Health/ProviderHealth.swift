/// How a provider is, by asking it.
public struct ProviderHealth: Sendable {
    public let name: String
    public let kind: ModelServer.Kind
    public let url: String
    public let model: String?
    public let embeddingModel: String?
    /// Why it cannot be used; nil where all is well.
    public var fault: ModelError?
    /// Until the list of models came.
    public var latency: Duration?
    public var models: [String] = []
    public var hasModel: Bool?
    public var hasEmbeddingModel: Bool?
    /// What to type to get what is missing.
    public var remedy: String?
    public var tokensPerSecond: Double?
    /// Whether the server kept to a schema by itself.
    public var enforcesSchemas: Bool?
    /// How long its vectors are.
    public var dimensions: Int?
    /// `closed`, `open` or `half-open`.
    public var breaker = "closed"

    public var isWell: Bool {
        fault == nil && hasModel != false && hasEmbeddingModel != false
    }
}
