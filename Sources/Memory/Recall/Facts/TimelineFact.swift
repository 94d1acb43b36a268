public import Foundation

/// A claim on a timeline: what was so of a subject, from when until when, and who said it where.
public struct TimelineFact: Sendable, Hashable {
    public var id: UUID
    public var subject: String
    /// What is said of it: `lives_in`, `costs`.
    public var predicate: String
    public var value: String
    /// Whether a newer value ends an older one.
    public var isSingleValued: Bool
    public var validFrom: Moment
    /// When it stopped being so; nil where it still is.
    public var validTo: Moment?
    /// When it was last said again.
    public var confirmedAt: Moment
    /// The memory that said it first, and the sentence of it.
    public var memory: UUID
    public var sentence: String
    /// `rule` or `model`.
    public var source: String

    /// Whether it holds at a moment.
    public func holds(at moment: Moment) -> Bool {
        validFrom <= moment && validTo.map { $0 > moment } ?? true
    }

    /// As a person says it: "Nell lives in Ghent", "Greta's number: 0151 777", "date of launch: 9 May".
    public var text: String {
        let words = predicate.replacing("_", with: " ")
        guard isNoun else { return "\(subject) \(words) \(value)" }
        let isThing = subject.first?.isLowercase ?? false && !["user", "human"].contains(subject)
        return isThing ? "\(words) of \(subject): \(value)" : "\(subject)'s \(words): \(value)"
    }

    /// Whether the predicate is a thing that somebody has ("manager"), not a verb ("lives_in").
    private var isNoun: Bool {
        let words = predicate.split(separator: "_")
        guard let first = words.first, let last = words.last else { return false }
        if Self.nouns.contains(predicate) { return true }
        return !first.hasSuffix("s") && !last.hasSuffix("s") && !last.hasSuffix("ed")
            && !Self.prepositions.contains(String(last)) && first != "cannot"
    }

    private static let nouns: Set<String> = ["status", "relationship_status", "address", "boss"]
    private static let prepositions: Set<String> = [
        "in", "at", "as", "to", "of", "on", "with", "from", "by", "for",
    ]
}
