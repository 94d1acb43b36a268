/// A message that a measure reached a level.
public struct Alert: Codable, Sendable, Equatable {
    /// What became of it.
    public enum Change: String, Codable, Sendable {
        /// It is new, or its cooldown is over and it still stands.
        case fired
        /// It was sent before, and is worse now.
        case escalated
        /// The measure is calm again.
        case resolved
        /// Nothing is wrong: a person tries the channels.
        case test
    }

    /// `machine_memory`, or of one process `spill pipeline run`.
    public var name: String
    public var change: Change
    /// `info`, `warning`, `critical` or `emergency`.
    public var severity: String
    public var message: String
    /// Seconds since 1970.
    public var at: Double

    public init(
        name: String, change: Change, severity: PressureLevel, message: String, at: Double
    ) {
        self.name = name
        self.change = change
        self.severity = severity.description
        self.message = message
        self.at = at
    }
}
