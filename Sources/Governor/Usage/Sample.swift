/// What was seen at one moment.
public struct Sample: Sendable, Equatable {
    /// Since an origin that is the watcher's own.
    public var time: Duration
    public var process: ProcessUsage
    /// Nil where no database is open.
    public var engine: EngineUsage?
    /// What the machine or the container has in use, 0 to 1; nil where that is unknown.
    public var machineMemory: Double?
    /// How long the longest statement of either weight has run.
    public var simpleStatement = Duration.zero
    public var complexStatement = Duration.zero

    public init(
        time: Duration, process: ProcessUsage, engine: EngineUsage? = nil,
        machineMemory: Double? = nil
    ) {
        self.time = time
        self.process = process
        self.engine = engine
        self.machineMemory = machineMemory
    }
}
