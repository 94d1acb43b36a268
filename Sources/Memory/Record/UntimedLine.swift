/// A line of a talk that carries no certain time: beside its words and who said them, only its
/// place tells it from another.
public struct UntimedLine: Sendable, Hashable {
    public var namespace: String
    public var sessionID: String?
    public var contentHash: String
    public var speaker: String?
    public var role: String?
}

/// How much of a file that was told before is in one that is told now.
public struct KeptFile: Sendable, Hashable {
    public var namespace: String
    public var name: String
    /// How many of its lines without a certain time are kept.
    public var lines: Int
    /// How many of these are told again.
    public var shared: Int
}
