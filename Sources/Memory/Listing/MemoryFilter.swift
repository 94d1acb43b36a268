public import Foundation

/// Which memories are wanted: those that everything here fits. Empty, it fits all.
public struct MemoryFilter: Sendable, Hashable {
    /// Happened at this moment or later.
    public var since: Moment?
    /// Happened before this moment.
    public var until: Moment?
    /// Have each of these tags, told with them or given later, or one below it: `animals` stands for
    /// `animals/alpaca`, too. In either case, with or without `#` before it.
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

    /// - Throws: `invalidInput` where nothing can be between two times, and for a NUL character.
    public func validate() throws(MemoryError) {
        let named = [sessionID, speaker].compactMap(\.self)
        let texts = tags + named + metadata.flatMap { [$0.key, $0.value] }
        if texts.contains(where: { $0.utf8.contains(0) }) {
            throw MemoryError(.invalidInput, "a filter has a NUL character")
        }
        if let since, let until, until <= since {
            throw MemoryError(
                .invalidInput,
                "nothing happens from \(since) until \(until): 'until' must be later than 'since'")
        }
    }

    /// The tags as they are compared: in small letters, without what only marks them as tags.
    var comparedTags: [String] {
        tags.map { tag in
            let name = String(tag.lowercased().drop { $0 == "#" })
            let trimmed = name.trimmingCharacters(in: CharacterSet(charactersIn: "/"))
            return trimmed.isEmpty ? tag.lowercased() : trimmed
        }
    }

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
    public var after: PageCursor?

    public init(namespace: String) { self.namespace = namespace }
}

/// Some memories of a list, and where the next page begins.
public struct MemoryPage: Sendable {
    public var memories: [MemoryRecord]
    /// Nil where nothing follows.
    public var next: PageCursor?
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
        /// Whether it is what a later version of a note says: the old text is history, and recall
        /// does not return it beside the new.
        public var isVersion = false
    }
}

extension MemoryListing {
    /// What a cursor of this list is bound to.
    var list: ListName {
        ListName("memories", namespace, order.rawValue, isOldestFirst ? "oldest" : "newest")
    }
}

extension MemoryPage {
    /// - Parameter found: one more than a page holds, where there are more.
    init(_ found: [MemoryRecord], of listing: MemoryListing) {
        memories = found
        next = nil
        if found.count > listing.limit { cut(after: listing.limit, of: listing) }
    }

    /// Keeps the first memories only; what follows is on the next page.
    ///
    /// - Parameter count: how many, from 1.
    public mutating func cut(after count: Int, of listing: MemoryListing) {
        guard count < memories.count, count > 0 else { return }
        memories.removeSubrange(count...)
        next = memories.last.map { memory in
            let times = [memory.occurredAt, memory.recordedAt]
            return PageCursor(
                listing.list, listing.order == .happened ? times : times.reversed(), memory.id)
        }
    }
}
