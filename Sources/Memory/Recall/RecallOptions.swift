/// What a recall may look at, and how much it gives.
public struct RecallOptions: Sendable {
    public var namespace: String
    /// How many memories at most.
    public var limit = 10
    /// As if it were then: only what had happened by this moment, and time words counted from it.
    public var asOf: Moment?
    /// Only memories that happened at this moment or later.
    public var since: Moment?
    /// Only memories that happened before this moment.
    public var until: Moment?

    public init(namespace: String) { self.namespace = namespace }
}
