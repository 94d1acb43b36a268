public import Foundation

/// A passage of a note that an earlier import kept.
public struct KeptPassage: Sendable {
    public var memory: MemoryRecord
    /// A later version of the note has something else in its place.
    public var isReplaced: Bool
    /// Where its note was found last; nil where no import has written it down.
    public var path: String?
    public var file: String?
}

/// What an import found out about a passage that is kept.
public struct NoteFinding: Sendable, Hashable {
    public var memory: UUID
    public var namespace: String
    /// Nil where it is replaced: then it lies nowhere any more.
    public var path: String?
    public var file: String?
    /// The passage that stands instead.
    public var replacedBy: UUID?
}
