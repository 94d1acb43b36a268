import Foundation

/// The notes below a folder.
struct NoteFolder {
    struct File {
        /// Relative to the folder, with `/`.
        var path: String
        var url: URL
    }

    private(set) var notes: [File] = []
    /// What was not read, and why.
    private(set) var skipped: [ImportReport.Remark] = []
    /// How many files are no notes.
    private(set) var others = 0

    /// Every `.md` file, by path; what is hidden is left out.
    ///
    /// - Parameter followsLinks: else a symbolic link is named and not followed: it may lead to
    ///   anything the person can read, wherever the folder came from.
    init(_ directory: URL, followsLinks: Bool) throws(MemoryError) {
        var walked: Set<String> = []
        try walk(directory, "", followsLinks, &walked)
        notes.sort { $0.path < $1.path }
        skipped.sort { $0.place < $1.place }
    }

    static func isNote(_ name: String) -> Bool {
        ["md", "markdown"].contains((name as NSString).pathExtension.lowercased())
    }

    /// - Parameter walked: the real folders so far, so that links in a circle end.
    private mutating func walk(
        _ directory: URL, _ above: String, _ followsLinks: Bool, _ walked: inout Set<String>
    ) throws(MemoryError) {
        guard walked.insert(directory.resolvingSymlinksInPath().path).inserted else { return }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: directory.path) } catch {
            let reason = "cannot read the folder: \(error.systemReason)"
            if above.isEmpty { throw MemoryError(.invalidInput, "\(directory.path): \(reason)") }
            skipped.append(.init(place: above, reason: reason))
            return
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = above.isEmpty ? name : above + "/" + name
            let url = directory.appending(path: name)
            var kind = Self.kind(url, following: false)
            if kind == S_IFLNK {
                let target = Self.kind(url, following: true)
                guard target == S_IFDIR || Self.isNote(name) else { continue }
                guard followsLinks else {
                    skipped.append(
                        .init(
                            place: path,
                            reason: "is a symbolic link, not followed; --follow-links follows it"))
                    continue
                }
                kind = target
            }
            switch kind {
            case S_IFDIR: try walk(url, path, followsLinks, &walked)
            case S_IFREG:
                if Self.isNote(name) {
                    notes.append(File(path: path, url: url))
                } else {
                    others += 1
                }
            default:
                if Self.isNote(name) {
                    skipped.append(.init(place: path, reason: "is no file that can be read"))
                }
            }
        }
    }

    /// The kind of what is there, as `stat` has it; 0 where there is nothing.
    private static func kind(_ url: URL, following: Bool) -> mode_t {
        var status = stat()
        let code = following ? stat(url.path, &status) : lstat(url.path, &status)
        return code == 0 ? status.st_mode & S_IFMT : 0
    }
}
