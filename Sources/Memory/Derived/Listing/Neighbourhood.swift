public import Foundation

/// A link between two memories.
public struct Association: Sendable, Hashable {
    public var source: UUID
    public var target: UUID
    /// What it goes by: `session`, `time`, `meaning`, …
    public var kind: String
    /// As of the last cycle; above 0.
    public var weight: Double
}

/// A memory, what is associated with it, and how.
public struct Neighbourhood: Sendable {
    /// The memory itself first, then the nearest.
    public var memories: [MemoryRecord]
    /// Between these, the strongest first.
    public var associations: [Association]
    /// Whether there are more than were asked for.
    public var hasMore: Bool
}
