public import Foundation
import Hashing

/// Where the note lies that a draft is a passage of, and what else names it.
public struct NotePlace: Sendable, Hashable {
    /// Relative to the folder that is imported.
    public var path: String
    /// Tells the file from all others of this machine; see `NotePlace.file`.
    public var file: String
    public var title: String?
    public var permalink: String?

    /// A digest of where a file lies: the same whatever folder above it is imported, and no name of
    /// a person's folder is kept.
    static func file(_ path: String, in folder: URL) -> String {
        let whole = folder.resolvingSymlinksInPath().path + "/" + path
        return String(SHA256.hexadecimal(whole).prefix(24))
    }

    /// What a note without a title in its front matter is called: nil where the name of its file is
    /// nothing but a date.
    static func title(ofFile path: String) -> String? {
        let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        return NoteDate.isAll(of: name) ? nil : name
    }
}

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
