/// How much the dream test asks, and by how much recall may fall in a night.
public struct DreamOptions: Sendable, Hashable {
    /// Questions of a cycle.
    public var questions = 48
    /// Namespaces that are asked about: those with the most that is new.
    public var namespaces = 4
    /// Memories that are searched, of all these namespaces together: the latest.
    public var memories = 8_000
    /// By how much a share may fall; the mean reciprocal rank may fall by twice as much.
    public var margin = 0.05

    public init() {}
}
