public import Foundation

/// What to import, and how.
public struct ImportRequest: Sendable {
    public var path: URL
    /// Empty: whatever the path is recognised as.
    public var formats: [ImportFormat] = []
    public var namespace: String
    /// True when the namespace was asked for: it then replaces what the file says.
    public var forcesNamespace = false
    /// Import what can be read where some cannot.
    public var keepsGoing = false
    /// Follow symbolic links inside a folder, wherever they lead.
    public var followsLinks = false
    /// Leave out what was erased here on request.
    public var respectsErasures = false

    /// The folder that is imported, or the one of the file.
    var folder: URL {
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path.path, isDirectory: &isDirectory)
        return isDirectory.boolValue ? path : path.standardizedFileURL.deletingLastPathComponent()
    }

    public init(path: URL, namespace: String) {
        self.path = path
        self.namespace = namespace
    }
}

/// What became of an import.
public struct ImportReport: Sendable {
    /// What the path was taken for, and why.
    public var recognition: ImportRecognition
    /// Memories the source holds.
    public var read = 0
    public var stored = 0
    /// Known already: nothing was added for them.
    public var known = 0
    /// Of those that were stored: erased here before, and kept again now.
    public var restored = 0
    /// Left out because they had been erased here.
    public var withheld = 0
    /// Kept before, and replaced now by what a note says instead: history.
    public var replaced = 0
    /// Files of notes that were read; 0 where there were none.
    public var notes = 0
    /// What could not be read, and where.
    public var refused: [Remark] = []
    /// What was read otherwise than one may expect, or left out, and where.
    public var remarks: [Remark] = []

    /// Something about one place of the source.
    public struct Remark: Sendable, Hashable {
        /// Such as `journal.jsonl, line 12, column 7`.
        public var place: String
        public var reason: String
    }
}
