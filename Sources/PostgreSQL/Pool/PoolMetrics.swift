/// What a pool has and has done.
public struct PoolMetrics: Sendable, Hashable {
    // Now.
    public var inUse = 0
    public var idle = 0
    public var opening = 0
    public var waiting = 0
    // Since the pool was made.
    /// Connections lent.
    public var acquired = 0
    /// Callers that waited in vain.
    public var timeouts = 0
    /// Connections opened.
    public var created = 0
    /// Attempts to open one that failed.
    public var failed = 0
    /// Connections closed: broken, expired, idle too long, or drained.
    public var closed = 0
}
