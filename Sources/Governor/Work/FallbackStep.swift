/// What is tried with a piece of work that failed for want of memory, in this order; then it stops.
public enum FallbackStep: String, Sendable, CaseIterable {
    /// Once more with fewer threads and rows in any order.
    case degraded
    /// Once more in parts of a column, where that is right.
    case partition
}
