public import Foundation

/// What can be imported.
public enum ImportFormat: String, Sendable, CaseIterable {
    case jsonl, markdown, git, conversation

    var words: String {
        switch self {
        case .jsonl: "JSON Lines"
        case .markdown: "Markdown notes"
        case .git: "a git history"
        case .conversation: "a conversation"
        }
    }
}

/// What a path was taken for, and why.
public struct ImportRecognition: Sendable, Hashable {
    public var formats: [ImportFormat]
    /// `notes.md: a Markdown note, by its name`
    public var reason: String

    /// Looks at a path: a file by its name, a folder by what is in it.
    public static func detect(_ path: URL) throws(MemoryError) -> ImportRecognition {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path.path, isDirectory: &isDirectory) else {
            throw MemoryError(.invalidInput, "there is no file or folder \(path.path)")
        }
        if isDirectory.boolValue { return folder(path) }
        switch path.pathExtension.lowercased() {
        case "md", "markdown": return named(.markdown)
        case "json": return named(.conversation)
        case "jsonl", "ndjson": return named(.jsonl)
        default:
            throw MemoryError(
                .invalidInput,
                "cannot tell what \(path.lastPathComponent) is by its name; say it with --format "
                    + ImportFormat.allCases.map(\.rawValue).joined(separator: "|"))
        }
    }

    private static func named(_ format: ImportFormat) -> ImportRecognition {
        ImportRecognition(formats: [format], reason: "\(format.words), by the file's name")
    }

    /// A folder of notes is one, whether git keeps its versions or not; a repository of programs
    /// has a few notes, too, and is told by its history.
    private static func folder(_ path: URL) -> ImportRecognition {
        guard GitHistory.isRepository(path) else {
            return ImportRecognition(formats: [.markdown], reason: "Markdown notes, a folder")
        }
        let census = FolderCensus(path)
        if census.isVault || (census.notes > 0 && census.notes >= census.others) {
            let why =
                census.isVault ? "the folder of a notes program" : census.counted
            return ImportRecognition(
                formats: [.markdown],
                reason: "Markdown notes (\(why)); it is a git repository too: --format git takes "
                    + "its history, and both --format markdown --format git")
        }
        let notes = census.notes > 0 ? "; --format markdown takes its notes" : ""
        return ImportRecognition(
            formats: [.git], reason: "a git history (\(census.counted))" + notes)
    }
}

/// How many notes and how many other texts a folder holds.
private struct FolderCensus {
    private(set) var notes = 0
    private(set) var others = 0
    private(set) var isVault = false
    /// Enough to tell.
    private static let mostFiles = 20_000
    /// What lies in folders of notes beside the notes.
    private static let attachments: Set<String> = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "heic", "pdf", "mp3", "m4a", "wav",
        "ogg", "mp4", "mov", "webm", "canvas", "excalidraw", "base", "docx", "xlsx", "pptx", "odt",
        "csv", "txt", "zip", "epub", "bib",
    ]

    init(_ directory: URL) {
        let files = FileManager.default
        isVault = [".obsidian", ".logseq", "logseq", ".foam", ".zk", ".dendron.yml"].contains {
            files.fileExists(atPath: directory.appending(path: $0).path)
        }
        // Links are not followed.
        let walk = files.enumerator(
            at: directory, includingPropertiesForKeys: [.isRegularFileKey],
            options: [.skipsHiddenFiles])
        var seen = 0
        while let url = walk?.nextObject() as? URL, seen < Self.mostFiles {
            let isFile = (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile
            guard isFile == true else { continue }
            seen += 1
            if NoteFolder.isNote(url.lastPathComponent) {
                notes += 1
            } else if !Self.attachments.contains(url.pathExtension.lowercased()) {
                others += 1
            }
        }
    }

    /// `3 notes, 41 other files`
    var counted: String {
        "\(notes) \(notes == 1 ? "note" : "notes"), \(others) other "
            + (others == 1 ? "file" : "files")
    }
}
