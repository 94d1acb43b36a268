public import Foundation

/// A fact that sleep found: who or what, which relation, and which value, with the time it holds.
public struct Fact: Sendable, Hashable {
    public var id: UUID
    public var subject: String
    public var predicate: String
    public var value: String
    /// From 0 to 1.
    public var confidence: Double
    public var validFrom: Moment
    /// Nil where it still holds.
    public var validTo: Moment?
    /// When it was said last.
    public var confirmedAt: Moment
    public var timesSaid: Int
    /// The memory that said it first, and its words.
    public var memoryID: UUID
    public var sentence: String
    /// `rule`, or the name of the language model that read it.
    public var source: String
}

/// Which facts of a namespace are wanted; the latest first.
public struct FactListing: Sendable, Hashable {
    public var namespace: String
    /// In either case.
    public var subject: String?
    public var predicate: String?
    /// What held then; nil: what holds now.
    public var asOf: Moment?
    /// Also those that hold no longer.
    public var includesPast = false
    /// How many a page holds at most, from 1.
    public var limit = 50
    public var after: PageCursor?

    public init(namespace: String) { self.namespace = namespace }

    var list: ListName { ListName("facts", namespace) }
}

/// Some facts of a list, and where the next page begins.
public struct FactPage: Sendable {
    public var facts: [Fact]
    public var next: PageCursor?

    /// - Parameter found: one more than a page holds, where there are more.
    init(_ found: [Fact], of listing: FactListing) {
        facts = found
        if found.count > listing.limit { cut(after: listing.limit, of: listing) }
    }

    /// Keeps the first facts only; what follows is on the next page.
    public mutating func cut(after count: Int, of listing: FactListing) {
        guard count < facts.count, count > 0 else { return }
        facts.removeSubrange(count...)
        next = facts.last.map { PageCursor(listing.list, [$0.validFrom], $0.id) }
    }
}
