public import Foundation

/// Memories that belong together in time and matter, as sleep put them together.
public struct Episode: Sendable, Hashable {
    public var id: UUID
    public var sessionID: String?
    public var startedAt: Moment
    public var endedAt: Moment
    /// How many memories it has.
    public var memories: Int
    public var who: [String]
    public var places: [String]
    public var concepts: [String]
    public var goal: String?
    public var tasks: [String]
    public var actions: [String]
    /// What gave the goal: `rule`, or a model's name.
    public var source: String
}

/// Which episodes of a namespace are wanted; the latest first.
public struct EpisodeListing: Sendable, Hashable {
    public var namespace: String
    public var sessionID: String?
    /// Only those that end at this moment or later, and begin before that one.
    public var since: Moment?
    public var until: Moment?
    /// How many a page holds at most, from 1.
    public var limit = 50
    public var after: PageCursor?

    public init(namespace: String) { self.namespace = namespace }

    var list: ListName { ListName("episodes", namespace) }
}

/// Some episodes of a list, and where the next page begins.
public struct EpisodePage: Sendable {
    public var episodes: [Episode]
    public var next: PageCursor?

    /// - Parameter found: one more than a page holds, where there are more.
    init(_ found: [Episode], of listing: EpisodeListing) {
        episodes = Array(found.prefix(listing.limit))
        guard found.count > listing.limit, let last = episodes.last else { return }
        next = PageCursor(listing.list, [last.startedAt], last.id)
    }
}
