import Foundation

/// Which sessions of a namespace are wanted; the latest first.
public struct SessionListing: Sendable, Hashable {
    public var namespace: String
    /// Only with something said by this one.
    public var speaker: String?
    /// How many a page holds at most, from 1.
    public var limit = 50
    public var after: SessionCursor?

    public init(namespace: String) { self.namespace = namespace }

    var list: ListName { ListName("sessions", namespace) }
}

/// A talk or task, by what was told of it.
public struct SessionSummary: Sendable, Hashable {
    public var id: String
    public var memories: Int
    public var startedAt: Moment
    public var endedAt: Moment
    /// By name, at most 50.
    public var speakers: [String]
}

/// Some sessions of a list, and where the next page begins.
public struct SessionPage: Sendable {
    public var sessions: [SessionSummary]
    public var next: SessionCursor?

    /// - Parameter found: one more than a page holds, where there are more.
    init(_ found: [SessionSummary], of listing: SessionListing) {
        sessions = Array(found.prefix(listing.limit))
        guard found.count > listing.limit, let last = sessions.last else { return }
        next = SessionCursor(list: listing.list, endedAt: last.endedAt, id: last.id)
    }
}

/// A place in a list of sessions.
public struct SessionCursor: Sendable, Hashable {
    let list: ListName
    let endedAt: Moment
    let id: String

    init(list: ListName, endedAt: Moment, id: String) {
        (self.list, self.endedAt, self.id) = (list, endedAt, id)
    }

    /// What to give to ask for the next page.
    public var text: String {
        "\(list.digest).\(endedAt.microseconds).\(Data(id.utf8).base64EncodedString())"
    }

    /// Nil where the text is no cursor.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3,
            let moment = Int64(parts[1]).map(Moment.init(microseconds:)),
            moment >= .earliest, moment <= .latest,
            let bytes = Data(base64Encoded: String(parts[2])),
            let id = String(validating: bytes, as: UTF8.self), !id.utf8.contains(0)
        else { return nil }
        self.init(list: ListName(digest: String(parts[0])), endedAt: moment, id: id)
    }
}
