import Foundation
import JSON

/// Reads Markdown notes: one memory a section, so that a question finds the passage
/// and not the whole note.
struct MarkdownNotes {
    let namespace: String
    let parser: MomentParser
    /// The folder that paths begin at.
    let folder: URL
    /// Sections longer than this are cut between paragraphs.
    static let longestPassage = 2000

    /// One file, read.
    struct File {
        var path: String
        var url: URL
        var note: Note
    }

    /// What a note gives.
    struct Reading {
        var drafts: [MemoryDraft]
        /// What of it could not be understood; the note is kept all the same.
        var remark: String?
    }

    func read(_ file: NoteFolder.File, following links: Bool) throws(MemoryError) -> File {
        let text = try TextFile.read(file.url, called: "the file", followingLinks: links)
        return File(path: file.path, url: file.url, note: Note(text: text))
    }

    /// The sections of one note; errors do not name it.
    ///
    /// - Parameter links: finds the notes that it links to.
    func drafts(of file: File, links: NoteLinks) throws(MemoryError) -> Reading {
        let note = file.note
        let title = title(of: note, path: file.path)
        let (time, remark) = eventTime(of: note, file: file)
        var passages = note.passages(longest: Self.longestPassage)
        // What only its front matter says is found by it.
        let properties = note.properties.lines.joined(separator: "\n")
        if passages.isEmpty, title != nil, !note.properties.json.isEmpty {
            passages = [Note.Passage(headings: [], text: "")]
        }
        let origin = "note:" + file.path
        let place = NotePlace.file(file.path, in: folder)
        let drafts = passages.enumerated().map { index, passage in
            let heading = self.heading(title, passage.headings)
            // A passage without the headings above it says little to whoever finds it, and its
            // words are what it is looked for by.
            let parts = [heading, index == 0 ? properties : "", passage.text]
            var draft = MemoryDraft(
                namespace: namespace,
                content: parts.filter { !$0.isEmpty }.joined(separator: "\n\n"), time: time)
            let marks = NoteMarks(in: passage.text)
            draft.sessionID = file.path
            draft.context = heading.isEmpty ? nil : heading
            draft.tags = tags(note.properties.tags, marks.tags)
            draft.chunkIndex = index
            draft.originID = index == 0 ? origin : nil
            draft.parentOriginID = index == 0 ? nil : origin
            draft.metadata = metadata(file, marks, links, isFirst: index == 0)
            draft.note = NotePlace(
                path: file.path, file: place, title: title, permalink: note.properties.permalink)
            return draft
        }
        return Reading(drafts: drafts, remark: remark)
    }

    /// What the note is called; nil where its name is nothing but a date.
    private func title(of note: Note, path: String) -> String? {
        note.properties.title ?? NotePlace.title(ofFile: path)
    }

    /// `Mr Kowalski › Costs`; a first heading that repeats the title stands for both.
    private func heading(_ title: String?, _ headings: [String]) -> String {
        let repeats = headings.first?.caseInsensitiveCompare(title ?? "") == .orderedSame
        return ((repeats ? [] : [title].compactMap { $0 }) + headings).joined(separator: " › ")
    }

    private func tags(_ stated: [String], _ inline: [String]) -> [String] {
        var seen: Set<String> = []
        let all = (stated + inline).filter {
            $0.utf8.count <= Limits.maximumNameBytes && seen.insert($0).inserted
        }
        return Array(all.prefix(Limits.maximumTags))
    }

    private func metadata(_ file: File, _ marks: NoteMarks, _ links: NoteLinks, isFirst: Bool)
        -> String
    {
        var metadata: JSON.Object = ["source": "markdown", "path": .string(file.path)]
        if let permalink = file.note.properties.permalink {
            metadata["permalink"] = .string(permalink)
        }
        if isFirst, !file.note.properties.json.isEmpty {
            metadata["front_matter"] = .object(file.note.properties.json)
        }
        if !marks.links.isEmpty {
            let paths = marks.links.map { links.path(of: $0, in: file.path) ?? $0 }
            var seen: Set<String> = []
            metadata["links"] = JSON(paths.filter { seen.insert($0).inserted })
            // A link to a heading leads to the passage below it.
            var headings = JSON.Object()
            for (link, path) in zip(marks.links, paths) {
                headings[path] = headings[path] ?? marks.headings[link].map(JSON.string)
            }
            if !headings.isEmpty { metadata["link_headings"] = .object(headings) }
        }
        return JSON.object(metadata).text()
    }

    /// Front matter's date, else one in the file's path, else when the file was last written.
    private func eventTime(of note: Note, file: File) -> (MemoryDraft.EventTime, String?) {
        var remark: String?
        if let stated = note.properties.date {
            if let moment = parser.parse(stated) { return (.stated(moment), nil) }
            remark =
                "the date in the front matter cannot be read and is kept as text; accepted are "
                + MomentParser.accepted
        }
        if let date = NoteDate.text(in: file.path), let moment = parser.parse(date) {
            return (.stated(moment), remark)
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.url.path)
        guard let written = attributes?[.modificationDate] as? Date else {
            return (.unknown(nil), remark)
        }
        return (.inferred(Moment(microseconds: Int64(written.timeIntervalSince1970 * 1e6))), remark)
    }
}
