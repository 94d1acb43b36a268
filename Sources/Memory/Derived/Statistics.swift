/// What a home holds.
public struct Statistics: Sendable {
    /// Rows of a table, or memories of a namespace.
    public struct Entry: Sendable, Hashable {
        public var name: String
        public var rows: Int
    }

    /// Where memories are kept; never with a password.
    public var place: String
    public var store: StoreCounts
    public var namespaces: [Entry]
    /// Cycles that were completed.
    public var cycles: Int
    /// What sleep derived and stands now, by table.
    public var derived: [Entry]
    /// What is kept and what sleep made of it, together.
    public var bytes: Int
}
