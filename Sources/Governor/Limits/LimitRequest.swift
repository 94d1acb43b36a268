public import DuckDB

/// What one source (a flag, the environment, a file…) says of the limits; nil where it says
/// nothing.
public struct LimitRequest: Sendable, Equatable {
    /// DuckDB's memory limit. The process stays 100–400 MB above it.
    public var memory: ByteCount?
    /// DuckDB's memory limit in a process of its own that computes one model.
    public var processMemory: ByteCount?
    /// DuckDB's worker threads.
    public var threads: Int?
    /// Where DuckDB spills what does not fit in memory.
    public var temporaryDirectory: String?
    /// How much may be spilled.
    public var maxTemporarySize: ByteCount?
    /// How large the write-ahead log gets before it is written into the file.
    public var checkpointThreshold: ByteCount?
    /// How many pieces of work run at once.
    public var statements: Int?
    /// How long an interactive statement may take.
    public var statementTime: Duration?
    /// How long one model of a pipeline may take, with all its attempts.
    public var modelTime: Duration?
    /// How long a run of a pipeline may take.
    public var runTime: Duration?

    public init() {}

    /// The smallest memory limit that DuckDB can work with here.
    public static let leastMemory = ByteCount.mebibytes(64)

    /// What is wrong with it, in the words of the source; nil where nothing is.
    public var problem: String? {
        if let memory, memory < Self.leastMemory {
            return "a memory limit of \(memory) is too small: give at least \(Self.leastMemory)"
        }
        if let processMemory, processMemory < Self.leastMemory {
            return "a memory limit of \(processMemory) for a process is too small: give at least "
                + "\(Self.leastMemory)"
        }
        if let threads, threads < 1 { return "\(threads) threads are too few: give 1 or more" }
        if let maxTemporarySize, maxTemporarySize.bytes < 0 {
            return "the size of the temporary directory must be 0 or more"
        }
        if let checkpointThreshold, checkpointThreshold < .kibibytes(16) {
            return "a checkpoint threshold of \(checkpointThreshold) is too small: give 16KiB "
                + "or more"
        }
        if let statements, statements < 1 {
            return "\(statements) statements at once are too few: give 1 or more"
        }
        if let statementTime, statementTime <= .zero {
            return "the time of a statement must be more than 0 s"
        }
        if let modelTime, modelTime <= .zero {
            return "the time of a model must be more than 0 s"
        }
        if let runTime, runTime <= .zero { return "the time of a run must be more than 0 s" }
        return nil
    }
}
