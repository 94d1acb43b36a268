import Foundation

/// What an agent should know before it does something: what is so, what was said about it, and
/// what was left open.
public struct AgentContext: Sendable {
    public var task: String
    /// What holds, of whom or what the task or its memories speak.
    public var facts: [TimelineFact]
    /// The memories that fit the task, the best first.
    public var evidence: [MemoryRecord]
    /// Questions nobody answered, and plans, among them; the latest first.
    public var open: [MemoryRecord]
}
