/// A cycle of sleep that was completed.
public struct SleepCycle: Sendable, Hashable {
    /// From 1.
    public var number: Int
    /// What the clock said.
    public var asOf: Moment
    /// How far it went: `all`, or a stage's name.
    public var stage: String
    public var newMemories: Int
}
