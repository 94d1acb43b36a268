import Foundation
import JSON

/// Reads a folder of Markdown notes: one memory a section, so that a question finds the passage
/// and not the whole note.
struct MarkdownNotes {
    let namespace: String
    let parser: MomentParser
    /// Sections longer than this are cut between paragraphs.
    static let longestPassage = 2000

    /// Every `.md` file below `directory`, by path.
    static func files(below directory: URL) throws(MemoryError) -> [(path: String, url: URL)] {
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
        return notes
    }

    /// The sections of one note; errors do not name it.
    func drafts(of file: URL, path: String) throws(MemoryError) -> [MemoryDraft] {
        let text = try TextFile.read(file, called: "the file")
        let note = Note(text: text)
        let time = try eventTime(of: note, file: file)
        let origin = "note:" + path
        return note.passages(longest: Self.longestPassage).enumerated().map { index, passage in
            // A passage without the headings above it says little to whoever finds it, and its
            // words are what it is looked for by.
            let content =
                passage.heading.isEmpty ? passage.text : passage.heading + "\n\n" + passage.text
            var draft = MemoryDraft(namespace: namespace, content: content, time: time)
            draft.sessionID = path
            draft.context = passage.heading.isEmpty ? note.title : passage.heading
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
    private func eventTime(of note: Note, file: URL) throws(MemoryError) -> MemoryDraft.EventTime {
        if let stated = note.date {
            guard let moment = parser.parse(stated) else {
                throw MemoryError(
                    .invalidInput,
                    "the date in the front matter cannot be read; accepted are "
                        + MomentParser.accepted)
            }
            return .stated(moment)
        }
        let name = file.deletingPathExtension().lastPathComponent
        // Only this form: other digits at the beginning of a name are seldom seconds since 1970.
        if let date = name.prefixMatch(of: /\d{4}-\d\d-\d\d/)?.output,
            let moment = parser.parse(String(date))
        {
            return .stated(moment)
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        guard let written = attributes?[.modificationDate] as? Date else { return .unknown(nil) }
        return .inferred(Moment(microseconds: Int64(written.timeIntervalSince1970 * 1e6)))
    }
}
