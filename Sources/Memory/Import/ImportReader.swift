import Foundation
import JSON

/// Reads a source into drafts. Everything is read before anything is kept, so that a fault in the
/// last line leaves nothing half imported.
struct ImportReader {
    let request: ImportRequest
    let parser: MomentParser
    private(set) var refused: [ImportReport.Remark] = []
    private(set) var remarks: [ImportReport.Remark] = []
    /// Files of notes that were read.
    private(set) var notes = 0

    init(_ request: ImportRequest, parser: MomentParser) {
        self.request = request
        self.parser = parser
    }

    /// What the source holds; each draft can be kept.
    mutating func drafts(_ format: ImportFormat) throws(MemoryError) -> [MemoryDraft] {
        switch format {
        case .jsonl: return try lines()
        case .git:
            return try valid(GitHistory(namespace: request.namespace).drafts(of: request.path))
        case .markdown: return try markdown()
        case .conversation: return try valid(conversations())
        }
    }

    private mutating func markdown() throws(MemoryError) -> [MemoryDraft] {
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: request.path.path, isDirectory: &isDirectory)
        let reader = MarkdownNotes(
            namespace: request.namespace, parser: parser, folder: request.folder)
        var files = [NoteFolder.File(path: request.path.lastPathComponent, url: request.path)]
        if isDirectory.boolValue {
            let folder = try NoteFolder(request.path, followsLinks: request.followsLinks)
            // Where it was asked for beside something else, that may be all there is.
            if folder.notes.isEmpty, folder.skipped.isEmpty, request.formats.count < 2 {
                let name = request.path.lastPathComponent
                throw MemoryError(
                    .invalidInput,
                    folder.others == 0
                        ? "the folder \(name) is empty"
                        : "the folder \(name) holds no Markdown notes, only other files "
                            + "(\(folder.others)); name one of them, or another folder")
            }
            files = folder.notes
            remarks += folder.skipped
        }
        var read: [MarkdownNotes.File] = []
        for file in files {
            do throws(MemoryError) {
                // The one that was named is followed wherever it leads.
                let follows = request.followsLinks || !isDirectory.boolValue
                read.append(try reader.read(file, following: follows))
            } catch {
                try refuse(file.path, error.message)
            }
        }
        notes += read.count
        let links = NoteLinks(read.map { ($0.path, $0.note.properties) })
        var drafts: [MemoryDraft] = []
        for file in read {
            do throws(MemoryError) {
                let reading = try reader.drafts(of: file, links: links)
                for section in reading.drafts { try section.validate() }
                drafts += reading.drafts
                if let remark = reading.remark {
                    remarks.append(.init(place: file.path, reason: remark))
                }
            } catch {
                try refuse(file.path, error.message)
            }
        }
        return drafts
    }

    /// Those of `drafts` that can be kept.
    private mutating func valid(_ drafts: [MemoryDraft]) throws(MemoryError) -> [MemoryDraft] {
        var valid: [MemoryDraft] = []
        for (number, draft) in drafts.enumerated() {
            do throws(MemoryError) {
                try draft.validate()
                valid.append(draft)
            } catch {
                try refuse(
                    "memory \(number + 1) of \(draft.sessionID ?? "the source")", error.message)
            }
        }
        return valid
    }

    private func conversations() throws(MemoryError) -> [MemoryDraft] {
        let name = request.path.lastPathComponent
        let text = try TextFile.read(request.path)
        let file: JSON
        do { file = try JSON.parse(Array(text.utf8), refusesDuplicateKeys: true) } catch {
            throw MemoryError(.invalidInput, "\(name), \(error.description)")
        }
        guard let conversations = Conversation.all(in: file) else {
            throw MemoryError(
                .invalidInput,
                "\(name) holds no conversation: expected \"session_1\" with its turns, in "
                    + "\"conversation\" or by itself. For one memory a line use .jsonl")
        }
        var drafts: [MemoryDraft] = []
        for conversation in conversations {
            drafts += try conversation.drafts(namespace: request.namespace, parser: parser)
        }
        return drafts
    }

    private mutating func lines() throws(MemoryError) -> [MemoryDraft] {
        let name = request.path.lastPathComponent
        let data = try TextFile.bytes(of: request.path)
        let reader = JSONLinesImport(
            namespace: request.namespace, forcesNamespace: request.forcesNamespace, parser: parser)
        try TextFile.refuseUTF16(data, of: name)
        // Of a key that stands twice, one value would be lost without a word.
        var lines = JSONLines(refusesDuplicateKeys: true)
        lines.feed(data.starts(with: [0xef, 0xbb, 0xbf]) ? data.dropFirst(3) : data)
        lines.finish()
        var drafts: [MemoryDraft] = []
        while true {
            let line: JSONLines.Line
            do {
                guard let next = try lines.next() else { break }
                line = next
            } catch {
                try refuse("\(name), line \(error.line), column \(error.column)", error.reason)
                continue
            }
            do throws(MemoryError) {
                let draft = try reader.draft(line.value)
                try draft.validate()
                drafts.append(draft)
            } catch {
                try refuse("\(name), line \(line.number), column 1", error.message)
            }
        }
        return drafts
    }

    private mutating func refuse(_ place: String, _ reason: String) throws(MemoryError) {
        guard request.keepsGoing else {
            throw MemoryError(
                .invalidInput,
                "\(place): \(reason). Nothing was imported; --keep-going imports the rest")
        }
        refused.append(.init(place: place, reason: reason))
    }
}
