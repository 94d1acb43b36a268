import Hashing
import JSON

/// One thing asked of a model. Equal questions have one answer in a run.
public struct Question: Sendable, Hashable {
    /// What kind of answer is wanted.
    public enum Task: Sendable, Hashable {
        case text
        /// JSON that satisfies this schema (its text).
        case json(schema: String)
        case embedding
    }

    /// The provider's name in the configuration.
    public var provider: String
    public var model: String
    public var task: Task
    public var prompt: String
    public var system: String?
    public var temperature: Double
    public var maximumTokens: Int
    public var seed: Int?
    /// For one request; a question that is tried again gets it again.
    public var timeout: Duration
    /// Whether an answer kept from an earlier run serves, and this one is kept.
    public var isCached: Bool

    public init(
        provider: String, model: String, task: Task = .text, prompt: String,
        system: String? = nil, temperature: Double = 0, maximumTokens: Int = 1024,
        seed: Int? = nil, timeout: Duration = .seconds(120), isCached: Bool = true
    ) {
        self.provider = provider
        self.model = model
        self.task = task
        self.prompt = prompt
        self.system = system
        self.temperature = temperature
        self.maximumTokens = maximumTokens
        self.seed = seed
        self.timeout = timeout
        self.isCached = isCached
    }

    /// The digest of everything the answer depends on, each part with its length before it, so
    /// that no two lists of parts run together. The timeout is no part of it.
    ///
    /// - Parameter server: two servers may call different models by one name.
    func key(server: ModelServer) -> Digest {
        var text = ""
        text.reserveCapacity(prompt.utf8.count + 160)
        func add(_ part: String?) {
            guard let part else {
                text += "-"
                return
            }
            text += "\(part.utf8.count):"
            text += part
        }
        add(server.kind.rawValue)
        add(server.url)
        add(model)
        switch task {
        case .text: add("text")
        case .json(let schema):
            add("json")
            add(schema)
        case .embedding: add("embedding")
        }
        if task != .embedding {
            add(system)
            add("\(temperature)")
            add("\(maximumTokens)")
            add(seed.map { "\($0)" })
        }
        add(prompt)
        return text.withUTF8 { SHA256.digest($0) }
    }

    /// What it may cost before it was counted: the prompt, and the longest answer.
    var tokenEstimate: TokenCount {
        var prompt = TokenCount.estimate(prompt) + (system.map(TokenCount.estimate) ?? 0)
        if case .json(let schema) = task { prompt += TokenCount.estimate(schema) }
        return TokenCount(prompt: prompt, completion: task == .embedding ? 0 : maximumTokens)
    }
}

/// What came of a question.
public enum Answer: Sendable, Hashable {
    /// A text, or JSON as text.
    case text(String)
    case vector([Float])

    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var vector: [Float]? { if case .vector(let vector) = self { vector } else { nil } }
}
