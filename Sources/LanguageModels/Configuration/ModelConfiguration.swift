public import Foundation
import HTTPClient

/// Which servers of language models there are, and how they may be used.
public struct ModelConfiguration: Sendable {
    /// One server, by the name that SQL calls it by.
    public struct Provider: Sendable {
        public var name: String
        public var server: ModelServer
        /// What writes, unless a call names another.
        public var model: String?
        /// What embeds, unless a call names another.
        public var embeddingModel: String?
        /// How long the vectors of `embeddingModel` are.
        public var embeddingDimensions: Int?
        /// Requests under way at a time. Default: 4 on this machine, else 16. A server that does
        /// fewer queues the rest, and the time they wait there counts to their timeout: sixteen
        /// for one slot run out of time and look like a server that is down.
        public var atOnce: Int
        /// For one request. Default: 120 s, because a small machine loads a model first.
        public var timeout: Duration = .seconds(120)
        public var retry = RetryPolicy()
        public var price = Price()

        public init(name: String, server: ModelServer) {
            self.name = name
            self.server = server
            atOnce = server.host.isLoopback ? 4 : 16
        }
    }

    /// What happens to a row whose question got no answer.
    public enum ErrorPolicy: String, Sendable, Hashable, CaseIterable {
        /// The statement fails.
        case fail
        /// The row is NULL, and the failure is counted and listed.
        case null
    }

    /// In order; the first that can do what is asked is taken where none is named.
    public var providers: [Provider] = []
    /// The provider that is taken where none is named.
    public var defaultProvider: String?
    /// The provider that embeds where none is named.
    public var embeddingProvider: String?
    /// Whether vectors come from the model in this process where a call names none.
    public var embedsInProcess = true
    public var onError = ErrorPolicy.fail
    /// The longest answer, unless a call says otherwise.
    public var maximumTokens = 1024
    public var runBudget = Budget.unlimited
    public var dayBudget = Budget.unlimited
    /// For all questions of a run together.
    public var runDeadline: Duration?
    /// How many bytes of answers are kept; 0 keeps none.
    public var cacheBytes = 128 << 20
    /// A file of certificates (PEM) that servers' may be signed by, where a provider names none.
    public var certificateAuthorities: String?
    /// A folder of prompts of the user's own, for whoever ships prompts.
    public var promptFolder: URL?

    public init() {}

    public func provider(_ name: String) -> Provider? { providers.first { $0.name == name } }

    /// The provider that writes where none is named.
    public var writer: Provider? {
        if let defaultProvider { return provider(defaultProvider) }
        return providers.first { $0.model != nil } ?? providers.first
    }

    /// The provider that embeds where none is named and the model in this process is not taken.
    public var embedder: Provider? {
        for name in [embeddingProvider, defaultProvider].compactMap(\.self) {
            if let provider = provider(name), provider.embeddingModel != nil { return provider }
        }
        return providers.first { $0.embeddingModel != nil }
    }

    static let howToConfigure =
        "set OLLAMA_URL and OLLAMA_MODEL, or OPENAI_BASE_URL and OPENAI_MODEL, or write "
        + "language_models into dormouse.yml"
}
