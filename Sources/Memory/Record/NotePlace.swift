import Foundation
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
}
