/// What is tried with a piece of work that failed for want of memory, in this order; then it stops.
public enum FallbackStep: String, Sendable, CaseIterable {
    /// Once more with fewer threads and rows in any order.
    case degraded
    /// Once more in parts of a column, where that is right.
    case partition
    /// Once more in a process of its own, with a memory limit of its own, which alone suffers where
    /// that is not enough.
    case ownProcess = "own_process"
    /// Once more with the limits of another target of the profile, or on its server.
    case otherTarget = "other_target"
}
