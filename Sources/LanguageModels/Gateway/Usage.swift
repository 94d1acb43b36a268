/// What was asked of one model, and what it took.
public struct Usage: Sendable, Hashable {
    /// Rows of SQL that asked.
    public var rows = 0
    /// Of these, answered from the cache.
    public var cached = 0
    /// Of these, answered together with an equal question of the same run.
    public var shared = 0
    /// Requests sent, retries and repairs included.
    public var requests = 0
    public var retries = 0
    /// Answers that were asked again because they did not satisfy their schema.
    public var repairs = 0
    /// Questions that got no answer.
    public var failures = 0
    public var tokens = TokenCount()
    public var cost = 0.0
    /// Of all requests together.
    public var time = Duration.zero
    /// Questions that were only counted, and the tokens they may come to.
    public var planned = 0
    public var plannedTokens = TokenCount()
    public var plannedCost = 0.0

    public init() {}

    public static func += (one: inout Usage, other: Usage) {
        one.rows += other.rows
        one.cached += other.cached
        one.shared += other.shared
        one.requests += other.requests
        one.retries += other.retries
        one.repairs += other.repairs
        one.failures += other.failures
        one.tokens = one.tokens + other.tokens
        one.cost += other.cost
        one.time += other.time
        one.planned += other.planned
        one.plannedTokens = one.plannedTokens + other.plannedTokens
        one.plannedCost += other.plannedCost
    }
}

/// A model of a provider.
public struct ModelName: Sendable, Hashable, Comparable {
    public let provider: String
    public let model: String

    public init(provider: String, model: String) {
        self.provider = provider
        self.model = model
    }

    public static func < (one: Self, other: Self) -> Bool {
        (one.provider, one.model) < (other.provider, other.model)
    }
}
