internal import DuckDB
public import Foundation

/// How work is watched.
public struct WatchOptions: Sendable {
    /// The command, as others see it: `pipeline run`.
    public var command: String
    public var limits: GovernorLimits
    /// Where others see it; nil: nowhere, and nobody waits for others.
    public var state: StateDirectory?
    public var thresholds: Thresholds
    /// How often is looked.
    public var interval: Duration
    /// How long a value has to be below its threshold before its level falls.
    public var calmTime: Duration
    /// After how long a sample goes into the history.
    public var historyInterval: Duration
    /// What the machine or the container has in use, 0 to 1.
    public var machineMemory: @Sendable () -> Double?
    /// The clock of samples.
    public var now: @Sendable () -> Duration
    /// The clock that others see.
    public var date: @Sendable () -> Date

    public init(command: String, limits: GovernorLimits, state: StateDirectory?) {
        self.command = command
        self.limits = limits
        self.state = state
        thresholds = .standard
        interval = .milliseconds(500)
        calmTime = .seconds(10)
        historyInterval = .seconds(2)
        let group = MachineReading.current.group
        machineMemory = { MachineUsage.memory(group: group) }
        now = { MonotonicClock.now }
        date = { Date() }
    }
}
