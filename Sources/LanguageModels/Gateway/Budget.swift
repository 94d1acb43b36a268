/// How much may be spent. What is nil is not limited.
public struct Budget: Sendable, Hashable {
    /// Prompt and completion together.
    public var tokens: Int?
    /// In the currency of the prices.
    public var cost: Double?

    public init(tokens: Int? = nil, cost: Double? = nil) {
        self.tokens = tokens
        self.cost = cost
    }

    public static let unlimited = Budget()
}

/// What a provider takes for a million tokens.
public struct Price: Sendable, Hashable {
    public var prompt: Double
    public var completion: Double

    public init(prompt: Double = 0, completion: Double = 0) {
        self.prompt = prompt
        self.completion = completion
    }

    public func cost(of tokens: TokenCount) -> Double {
        (Double(tokens.prompt) * prompt + Double(tokens.completion) * completion) / 1_000_000
    }
}

/// What was spent, and what those under way may still spend.
struct Account: Sendable {
    enum Decision: Hashable {
        case go
        /// It fits once others under way turn out cheaper than they might have been.
        case wait
        case refuse
    }

    let budget: Budget
    fileprivate(set) var spent = TokenCount()
    fileprivate(set) var cost = 0.0
    private var reservedTokens = 0
    private var reservedCost = 0.0

    init(budget: Budget, spent: TokenCount = TokenCount(), cost: Double = 0) {
        self.budget = budget
        self.spent = spent
        self.cost = cost
    }

    func ask(_ tokens: TokenCount, _ cost: Double) -> Decision {
        if let limit = budget.tokens {
            if spent.total + tokens.total > limit { return .refuse }
            if spent.total + reservedTokens + tokens.total > limit { return .wait }
        }
        // What costs nothing goes on when the money is spent.
        if let limit = budget.cost, cost > 0 {
            // A billionth forgives what adding fractions loses.
            if self.cost + cost > limit + 1e-9 { return .refuse }
            if self.cost + reservedCost + cost > limit + 1e-9 { return .wait }
        }
        return .go
    }

    mutating func reserve(_ tokens: TokenCount, _ cost: Double) {
        reservedTokens += tokens.total
        reservedCost += cost
    }

    /// Gives a reservation back and books what it came to.
    mutating func settle(
        reserved: (tokens: TokenCount, cost: Double), spent: TokenCount, cost: Double
    ) {
        reservedTokens -= reserved.tokens.total
        reservedCost -= reserved.cost
        self.spent = self.spent + spent
        self.cost += cost
    }
}

extension Account {
    /// Forgets what was spent, and keeps what is reserved.
    mutating func beginAnew() {
        spent = TokenCount()
        cost = 0
    }
}
