public import Foundation

/// Which memories are wanted: those that everything here fits. Empty, it fits all.
public struct MemoryFilter: Sendable, Hashable {
    /// Happened at this moment or later.
    public var since: Moment?
    /// Happened before this moment.
    public var until: Moment?
    /// Have each of these tags, told with them or given later.
    public var tags: [String] = []
    public var sessionID: String?
    /// By name, in either case.
    public var speaker: String?
    /// Have each of these in their metadata, at its top.
    public var metadata: [Entry] = []

    /// A key of the metadata and its value as a text: `7`, `true`, `Lisbon`.
    public struct Entry: Sendable, Hashable {
        public var key: String
        public var value: String

        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    public init() {}

    /// Whether anything but times is asked for, which only the store knows.
    var asksTheStore: Bool {
        !tags.isEmpty || sessionID != nil || speaker != nil || !metadata.isEmpty
    }
}

/// What of a namespace is to be listed, and how.
public struct MemoryListing: Sendable, Hashable {
    public enum Order: String, Sendable { case happened, told }

    public var namespace: String
    public var filter = MemoryFilter()
    /// By when it happened, or by when it was told; the newest first.
    public var order = Order.happened
    /// The other way round.
    public var isOldestFirst = false
    /// How many a page holds at most, from 1.
    public var limit = 50
    /// Where the page before ended.
    public var after: MemoryCursor?

    public init(namespace: String) { self.namespace = namespace }
}

/// Some memories of a list, and where the next page begins.
public struct MemoryPage: Sendable {
    public var memories: [MemoryRecord]
    /// Nil where nothing follows.
    public var next: MemoryCursor?
}

/// A place in a list of memories: it holds whatever is told meanwhile.
public struct MemoryCursor: Sendable, Hashable {
    let first: Moment
    let second: Moment
    let id: UUID

    init(_ memory: MemoryRecord, _ order: MemoryListing.Order) {
        (first, second) =
            order == .happened
            ? (memory.occurredAt, memory.recordedAt) : (memory.recordedAt, memory.occurredAt)
        id = memory.id
    }

    /// What to give to ask for the next page.
    public var text: String {
        "\(first.microseconds).\(second.microseconds).\(id.uuidString.lowercased())"
    }

    /// Nil where the text is no cursor.
    public init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 3, let first = Int64(parts[0]), let second = Int64(parts[1]),
            let id = UUID(uuidString: String(parts[2]))
        else { return nil }
        self.first = Moment(microseconds: first)
        self.second = Moment(microseconds: second)
        self.id = id
    }
}

/// What was said of memories of a namespace later.
public struct MemoryMarks: Sendable {
    /// Pinned (true) or not any more.
    public var pins: [UUID: Bool] = [:]
    /// What corrects a memory, and from when on.
    public var corrections: [UUID: Correction] = [:]

    public struct Correction: Sendable, Hashable {
        public var by: UUID
        public var at: Moment
    }
}

extension MemoryPage {
    /// - Parameter found: one more than a page holds, where there are more.
    init(_ found: [MemoryRecord], of listing: MemoryListing) {
        memories = Array(found.prefix(listing.limit))
        next = found.count > listing.limit ? memories.last.map { .init($0, listing.order) } : nil
    }
}
