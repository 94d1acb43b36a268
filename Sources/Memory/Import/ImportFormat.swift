public import Foundation

/// What can be imported.
public enum ImportFormat: String, Sendable, CaseIterable {
    case jsonl, markdown, git, conversation

    /// What a path looks like: a repository, a folder of notes, a note, a conversation, lines.
    public static func detect(_ path: URL) throws(MemoryError) -> ImportFormat {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path.path, isDirectory: &isDirectory) else {
            throw MemoryError(.invalidInput, "there is no file or folder \(path.path)")
        }
        if isDirectory.boolValue { return GitHistory.isRepository(path) ? .git : .markdown }
        switch path.pathExtension.lowercased() {
        case "md", "markdown": return .markdown
        case "json": return .conversation
        case "jsonl", "ndjson": return .jsonl
        default:
            throw MemoryError(
                .invalidInput,
                "cannot tell what \(path.lastPathComponent) is by its name; say it with --format "
                    + allCases.map(\.rawValue).joined(separator: "|"))
        }
    }
}

/// What to import, and how.
public struct ImportRequest: Sendable {
    public var path: URL
    /// Nil: by the path's look.
    public var format: ImportFormat?
    public var namespace: String
    /// True when the namespace was asked for: it then replaces what the file says.
    public var forcesNamespace = false
    /// Import what can be read where some cannot.
    public var keepsGoing = false

    public init(path: URL, namespace: String) {
        self.path = path
        self.namespace = namespace
    }
}

/// What became of an import.
public struct ImportReport: Sendable {
    public var format: ImportFormat
    /// Memories the source holds.
    public var read = 0
    public var stored = 0
    /// Known already: nothing was added for them.
    public var known = 0
    /// What could not be read, and where.
    public var refused: [Refusal] = []

    public struct Refusal: Sendable, Hashable {
        /// Such as `journal.jsonl, line 12, column 7`.
        public var place: String
        public var reason: String
    }
}
