public import Foundation

/// What recall found, the best first.
public struct RecallAnswer: Sendable {
    public var question: String
    public var results: [RecallResult]
    /// How likely the memories hold an answer at all, 0…1; nil where nothing could be judged.
    public var likelihood: Double
    /// The time the question speaks of.
    public var window: TimeWindow?
    /// What is worth knowing about how it was found: a missing model, memories without a vector.
    public var notes: [String]
    /// What long-term memory holds that answers it: gists and facts, the most relevant first.
    public var knowledge: [Knowledge]
}

/// A memory with its score and where that comes from.
public struct RecallResult: Sendable {
    public var memory: MemoryRecord
    /// The passage that fits best, where the memory is longer than one.
    public var passage: Passage?
    /// The sum of the reasons' weights.
    public var score: Double
    public var reasons: [Reason]
    /// The memory that corrects this one, or says that it holds no longer, where the question asks
    /// for what holds now.
    public var supersededBy: UUID?
    /// How often it was said, where it stands for several memories that say the same.
    public var saying: Saying?
}

/// A stretch of a memory's content.
public struct Passage: Sendable, Hashable {
    /// Where it stands in the content, in bytes of UTF-8.
    public var bytes: Range<Int>
    public var text: String
}

/// One reason why a memory was recalled.
public struct Reason: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case words, meaning, neighbours, answer, speaker, kind, time, order, strength, association
        case session, question
        /// What the learned ranker makes of all that is known.
        case learned
        /// Whether it is the one that holds at the moment the question asks for.
        case current
    }

    public var kind: Kind
    /// What it adds to the score.
    public var weight: Double
    /// In words: which terms, which similarity, which path.
    public var text: String
}

/// Something sleep has made of many memories.
public struct Knowledge: Sendable, Hashable {
    public enum Kind: String, Sendable { case gist, fact }

    public var kind: Kind
    public var text: String
    /// The memories it was made of.
    public var sources: [UUID]
    public var validFrom: Moment?
    /// When it stopped being so; nil where it still is.
    public var validTo: Moment?
    /// The share of what the question asks that this speaks of, 0…1.
    public var relevance = 0.0
    /// Whose words it was made of, by name: it is as good as theirs.
    public var saidBy: [String] = []
    /// What was so before a fact, where only one value can be.
    public var before: String?
    /// Whether it is the one fact that answers.
    var isOnlyOne = false
}
