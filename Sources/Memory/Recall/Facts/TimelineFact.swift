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

    /// As a person says it: "Nell lives in Ghent".
    public var text: String {
        "\(subject) \(predicate.replacing("_", with: " ")) \(value)"
    }
}
