import Foundation
import JSON

/// Reads a folder of Markdown notes: one memory a section, so that a question finds the passage
/// and not the whole note.
struct MarkdownNotes {
    let namespace: String
    let parser: MomentParser
    /// Sections longer than this are cut between paragraphs.
    static let longestPassage = 2000

    /// The sections of every `.md` file below `directory`, by path.
    func drafts(below directory: URL) throws(MemoryError) -> [MemoryDraft] {
        let files = FileManager.default
        guard
            let walk = files.enumerator(
                at: directory, includingPropertiesForKeys: [.contentModificationDateKey],
                options: [.skipsHiddenFiles])
        else { throw MemoryError(.invalidInput, "cannot read the folder \(directory.path)") }
        let root = directory.standardizedFileURL.path
        var notes: [(path: String, url: URL)] = []
        for case let url as URL in walk
        where ["md", "markdown"].contains(url.pathExtension.lowercased()) {
            let path = url.standardizedFileURL.path
            notes.append((String(path.dropFirst(root.count).drop { $0 == "/" }), url))
        }
        notes.sort { $0.path < $1.path }
        var drafts: [MemoryDraft] = []
        for note in notes { drafts += try self.drafts(of: note.url, path: note.path) }
        return drafts
    }

    /// The sections of one note.
    func drafts(of file: URL, path: String) throws(MemoryError) -> [MemoryDraft] {
        let text = try TextFile.read(file)
        let note = Note(text: text)
        let time = try eventTime(of: note, file: file, path: path)
        let origin = "note:" + path
        return note.passages(longest: Self.longestPassage).enumerated().map { index, passage in
            // A passage without the headings above it says little to whoever finds it, and its
            // words are what it is looked for by.
            let content =
                passage.heading.isEmpty ? passage.text : passage.heading + "\n\n" + passage.text
            var draft = MemoryDraft(namespace: namespace, content: content, time: time)
            draft.sessionID = path
            draft.context = note.title
            draft.tags = note.tags
            draft.chunkIndex = index
            draft.originID = index == 0 ? origin : nil
            draft.parentOriginID = index == 0 ? nil : origin
            draft.metadata =
                JSON.object(["source": "markdown", "path": .string(path)]).text()
            return draft
        }
    }

    /// Front matter's date, else one in the file's name, else when the file was last written.
    private func eventTime(of note: Note, file: URL, path: String) throws(MemoryError)
        -> MemoryDraft.EventTime
    {
        if let stated = note.date {
            guard let moment = parser.parse(stated) else {
                throw MemoryError(
                    .invalidInput,
                    "\(path): the date in the front matter cannot be read; accepted are "
                        + MomentParser.accepted)
            }
            return .stated(moment)
        }
        let name = file.deletingPathExtension().lastPathComponent
        if let moment = parser.parse(String(name.prefix(10))), name.prefix(10).count == 10 {
            return .stated(moment)
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        guard let written = attributes?[.modificationDate] as? Date else { return .unknown(nil) }
        return .inferred(Moment(microseconds: Int64(written.timeIntervalSince1970 * 1e6)))
    }
}
