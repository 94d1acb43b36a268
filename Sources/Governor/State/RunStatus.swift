/// What a process that works says of itself, for whoever watches. Times are seconds since 1970,
/// sizes are bytes.
public struct RunStatus: Codable, Sendable, Equatable {
    /// A statement, a model or another piece of work.
    public struct Work: Codable, Sendable, Equatable {
        public var name: String
        /// `interactive`, `batch` or `sleep`.
        public var priority: String
        public var since: Double
        /// 0 to 1, where DuckDB knows it.
        public var progress: Double?
        /// The place in the queue, where it waits.
        public var place: Int?
    }

    /// Something that was done about pressure.
    public struct Action: Codable, Sendable, Equatable {
        public var at: Double
        public var step: String
        public var reason: String
    }

    public var id: String
    public var process: Int
    /// The command: `pipeline run`.
    public var command: String
    public var startedAt: Double
    public var sampledAt: Double
    public var memoryLimit: Int64
    /// By DuckDB's own account.
    public var memory: Int64
    public var spillLimit: Int64
    public var spilled: Int64
    /// Bytes a minute.
    public var spillGrowth: Double
    public var resident: Int64
    public var residentPeak: Int64
    public var threads: Int
    /// DuckDB's worker threads that are allowed now.
    public var workers: Int
    /// Processor time used since the start, in seconds.
    public var processorTime: Double
    /// Of one processor since the sample before.
    public var processorShare: Double
    /// Of the machine or the container, 0 to 1.
    public var machineMemory: Double?
    /// Where work spills.
    public var diskFree: Int64?
    /// The highest of all levels.
    public var level: String
    /// The measures that are not calm, with their levels.
    public var levels: [String: String]
    public var work: [Work]
    /// The last ones.
    public var actions: [Action]
    public var actionCount: Int
    /// How often a statement came to a further level by its time; nil of a version that counts none.
    public var slowCount: Int?
    /// What sampling has cost, in seconds of processor time.
    public var samplingTime: Double
}
