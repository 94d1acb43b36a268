/// What a recall may look at, and how much it gives.
public struct RecallOptions: Sendable {
    public var namespace: String
    /// How many memories at most.
    public var limit = 10
    /// As if it were then: only what had happened by this moment, and time words counted from it.
    public var asOf: Moment?
    /// As it was known then: nothing that was told later is seen, whenever it happened.
    public var knownAt: Moment?
    /// Only memories that this fits. It is applied before the best are taken, so that as many come
    /// as are wanted, where there are as many.
    public var filter = MemoryFilter()
    /// Only memories that happened at this moment or later.
    public var since: Moment? {
        get { filter.since }
        set { filter.since = newValue }
    }
    /// Only memories that happened before this moment.
    public var until: Moment? {
        get { filter.until }
        set { filter.until = newValue }
    }
    /// Only what scores at least this share of the best, 0…1: a set instead of a list of so many.
    public var leastShare: Double?
    /// Whether memories that say the same are one result, which says how often it was said.
    public var foldsRepetitions = true

    /// Whether what is returned counts as recalled, which strengthens it.
    public var isWrittenDown = true

    public init(namespace: String) { self.namespace = namespace }
}
