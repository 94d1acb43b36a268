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
    /// How long the longest simple statement has run, in seconds.
    case simpleStatement = "simple_statement"
    /// How long the longest complex one has.
    case complexStatement = "complex_statement"

    public enum Unit: Sendable { case share, bytes, seconds }

    public var unit: Unit {
        switch self {
        case .engineMemory, .machineMemory, .spillShare, .processors: .share
        case .growth, .spill: .bytes
        case .simpleStatement, .complexStatement: .seconds
        }
    }
}
