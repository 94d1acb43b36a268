public import Foundation

/// One memory as it is kept: immutable from the moment it is acknowledged.
public struct MemoryRecord: Sendable, Hashable {
    /// Made of the event time and a hash of what is told, so the same memory has the same id.
    public let id: UUID
    public let namespace: String
    public let content: String
    /// SHA-256 of the content's UTF-8, in lower-case hexadecimal.
    public let contentHash: String
    /// Who spoke in the sense of a chat: `user`, `assistant`, `system`, `tool`.
    public let role: String?
    /// Who spoke, by name.
    public let speaker: String?
    public let sessionID: String?
    public let context: String?
    public let tags: [String]
    /// A JSON object, as text.
    public let metadata: String?
    /// When it happened.
    public let occurredAt: Moment
    /// When it was told.
    public let recordedAt: Moment
    /// The memory this one is a part of.
    public let parentID: UUID?
    /// Which part it is, from 0.
    public let chunkIndex: Int?
    /// How `occurredAt` is known.
    public let timeSource: TimeSource
    /// The memory this one only says again.
    public let repeats: UUID?
    /// The memory this one corrects.
    public let supersedes: UUID?
    /// The file it was told in, where that is a part of what it is.
    public let sourceFile: String?
    /// The call of `remember` or import that told it, by time; nil for what was told before these
    /// had numbers.
    public let telling: UUID?
}

/// How the time of a memory is known.
public enum TimeSource: String, Sendable {
    /// The source says so.
    case stated
    /// Concluded, as from a file's date.
    case inferred
    /// The moment it was told stands for it.
    case unknown
}

/// One time a recall returned a memory.
public struct MemoryAccess: Sendable, Hashable {
    /// The recall; all memories of one answer share it.
    public let recallID: UUID
    public let namespace: String
    public let memoryID: UUID
    /// From 1, the best.
    public let rank: Int
    public let accessedAt: Moment
}
