public import LanguageModels

/// What a sleep asked a language model, and what became of the answers.
public struct AskingReport: Sendable, Equatable {
    /// One kind of question.
    public struct Part: Sendable, Equatable {
        public var question: SleepQuestion
        /// Questions there were.
        public internal(set) var questions = 0
        /// Characters of them, without the prompt that comes before each.
        public internal(set) var characters = 0
        /// Questions without a usable answer, by reason. The values by rule stand for all of them.
        public internal(set) var failures: [String: Int] = [:]
        /// Values that passed the checks.
        public internal(set) var believed = 0
        /// Values that did not, by reason; they are in `model_quarantine`.
        public internal(set) var refused: [String: Int] = [:]

        public var failed: Int { failures.values.reduce(0, +) }

        init(_ question: SleepQuestion) { self.question = question }

        mutating func add(_ other: Part) {
            questions += other.questions
            characters += other.characters
            believed += other.believed
            failures.merge(other.failures, uniquingKeysWith: +)
            refused.merge(other.refused, uniquingKeysWith: +)
        }
    }

    /// The model that was asked; nil where everything went by rule.
    public internal(set) var model: String?
    /// Why no model was asked.
    public internal(set) var reason: String?
    /// Whether questions were only counted.
    public internal(set) var isDryRun = false
    /// What it took: requests, tokens, answers from the cache; of a dry run what it would take.
    public internal(set) var usage = Usage()
    public internal(set) var parts = SleepQuestion.allCases.map(Part.init)

    public init() {}

    /// Adds what was asked before.
    mutating func add(_ before: AskingReport) {
        for place in parts.indices { parts[place].add(before.parts[place]) }
        usage += before.usage
    }

    public var questions: Int { parts.reduce(0) { $0 + $1.questions } }
    public var failed: Int { parts.reduce(0) { $0 + $1.failed } }
    public var believed: Int { parts.reduce(0) { $0 + $1.believed } }
    /// All reasons for which there was no answer, with how often.
    public var failures: [String: Int] {
        parts.reduce(into: [:]) { $0.merge($1.failures, uniquingKeysWith: +) }
    }
    public var refused: [String: Int] {
        parts.reduce(into: [:]) { $0.merge($1.refused, uniquingKeysWith: +) }
    }
}
