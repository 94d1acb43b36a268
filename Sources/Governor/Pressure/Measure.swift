/// What is watched.
public enum Measure: String, Sendable, CaseIterable {
    /// DuckDB's memory, as a share of its limit. A database that reads much is always near 1: its
    /// buffers are a cache. So this alone interrupts nothing.
    case engineMemory = "engine_memory"
    /// What the machine or the container has in use, as a share.
    case machineMemory = "machine_memory"
    /// How fast resident memory grows, in bytes a minute.
    case growth
    /// Bytes that are spilled.
    case spill
    /// Bytes that are spilled, as a share of what may be.
    case spillShare = "spill_share"
    /// Processor time used, as a share of all processors, over five minutes.
    case processors

    public var isShare: Bool { self != .growth && self != .spill }
}
