public import JSON

/// What a model is asked to write.
public struct GenerationRequest: Sendable, Hashable {
    /// A turn of the conversation after the prompt.
    public struct Turn: Sendable, Hashable {
        public enum Role: String, Sendable, Hashable { case user, assistant }
        public let role: Role
        public let text: String

        public init(_ role: Role, _ text: String) {
            self.role = role
            self.text = text
        }
    }

    public var model: String
    public var prompt: String
    /// Instructions that stand above the prompt.
    public var system: String?
    /// The JSON Schema the answer must satisfy; nil for plain text.
    public var schema: JSON?
    /// Whether the server is told of the schema, which many can enforce while the model writes.
    public var enforcesSchema = true
    /// 0 takes the likeliest word each time.
    public var temperature: Double
    /// The longest answer. A longer one is cut off by the server, which is an error.
    public var maximumTokens: Int
    public var seed: Int?
    /// An earlier answer and what is wrong with it.
    public var turns: [Turn] = []

    public init(
        model: String, prompt: String, system: String? = nil, schema: JSON? = nil,
        temperature: Double = 0, maximumTokens: Int = 1024, seed: Int? = nil
    ) {
        self.model = model
        self.prompt = prompt
        self.system = system
        self.schema = schema
        self.temperature = temperature
        self.maximumTokens = maximumTokens
        self.seed = seed
    }
}

/// How many tokens went in and came out.
public struct TokenCount: Sendable, Hashable {
    public var prompt: Int
    public var completion: Int

    public init(prompt: Int = 0, completion: Int = 0) {
        self.prompt = prompt
        self.completion = completion
    }

    public var total: Int { prompt + completion }

    public static func + (one: Self, other: Self) -> Self {
        TokenCount(
            prompt: one.prompt + other.prompt, completion: one.completion + other.completion)
    }

    /// What a text may come to before it was counted: a token for every four bytes, and a few for
    /// the frame of the conversation. English has four letters a token, most others fewer.
    public static func estimate(_ text: String) -> Int { text.utf8.count / 4 + 8 }
}

/// What a model wrote, whole.
public struct Generation: Sendable, Hashable {
    public let text: String
    /// As the server counted, else estimated.
    public let tokens: TokenCount

    public init(text: String, tokens: TokenCount) {
        self.text = text
        self.tokens = tokens
    }
}

/// Vectors of texts, in the order of the texts.
public struct EmbeddedTexts: Sendable, Hashable {
    public let vectors: [[Float]]
    public let tokens: TokenCount
}
