/// Which tools a client's model is shown. Fewer are used better.
public enum ToolProfile: String, Sendable, CaseIterable {
    /// What a conversation needs.
    case standard
    /// These, and what somebody who looks after memories needs.
    case all
}
