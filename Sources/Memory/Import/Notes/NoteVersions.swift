import Foundation
import Hashing
import JSON

/// Finds in the notes of an import those that are kept already, so that an edited note replaces
/// what it said before, and one whose file was moved or renamed is no second note.
///
/// A note is known again by its file, by its permalink, by its path where it says much the same, and
/// by what it says where its old file is gone. A passage that says the same is the one that is kept;
/// another replaces the one that stood in its place, and what has no place any more is replaced by
/// what stands before it.
struct NoteVersions {
    /// The folder that is imported, or the one of the file.
    let folder: URL
    private let notes: [KeptNote]
    /// Of everything that is kept of notes, replaced or not.
    private var ids: Set<UUID>
    /// Passages that were found to be kept, by the id of their memory.
    private(set) var known: [UUID: KeptPassage] = [:]
    /// How much two versions have in common at least, where nothing but the path says that they are
    /// versions of one note.
    private static let fewestWords = 0.3
    /// The same where nothing but their words does.
    private static let fewestWordsOfRenamed = 0.5
    /// Pairs of notes that are compared word for word at most.
    private static let mostPairs = 200_000

    init(_ kept: [KeptPassage], in folder: URL) {
        self.folder = folder
        ids = Set(kept.map(\.memory.id))
        let standing = kept.filter { !$0.isReplaced }
        let byNote = Dictionary(grouping: standing) { passage in
            [passage.path ?? passage.memory.sessionID ?? "", passage.file ?? ""]
        }
        notes = byNote.map { key, passages in
            KeptNote(
                path: key[0], file: key[1].isEmpty ? nil : key[1],
                passages: passages.sorted {
                    ($0.memory.chunkIndex ?? 0, $0.memory.recordedAt)
                        < ($1.memory.chunkIndex ?? 0, $1.memory.recordedAt)
                })
        }.sorted { ($0.path, $0.file ?? "") < ($1.path, $1.file ?? "") }
    }

    /// Names the memories that are kept, and what new ones replace.
    mutating func settle(_ drafts: inout [MemoryDraft]) {
        var byFile: [String: [Int]] = [:]
        for (at, draft) in drafts.enumerated() {
            if let place = draft.note { byFile[place.file, default: []].append(at) }
        }
        let told = byFile.values.sorted { $0[0] < $1[0] }.map { ToldNote($0, of: drafts) }
        let matches = matches(told)
        var sessions: [String: String] = [:]
        for (number, note) in told.enumerated() {
            guard let kept = matches[number] else { continue }
            let pairs = PassagePairs(note, notes[kept], drafts)
            for (at, passage) in pairs.same { keep(at, as: passage, of: note, &drafts) }
            for (at, passage) in pairs.replaced { drafts[at].supersedes = passage.memory.id }
            for (at, passages) in pairs.gone {
                drafts[at].alsoSupersedes += passages.map(\.memory.id)
            }
            // The new passages of a note that was moved stay beside those that are kept.
            guard !pairs.same.isEmpty, let session = notes[kept].session else { continue }
            sessions[note.place.path] = session
            for at in note.passages where !drafts[at].keepsOriginID {
                drafts[at].sessionID = session
            }
        }
        for at in drafts.indices where drafts[at].note != nil && !drafts[at].keepsOriginID {
            drafts[at].redirectLinks(sessions)
            // What a note said once and says again is a version of its own.
            while true {
                let identity = drafts[at].identity
                let possible = [identity.id] + [identity.earlierID].compactMap(\.self)
                if possible.allSatisfy({ !ids.contains($0) }) { break }
                drafts[at].occurrence += 1
            }
            ids.insert(drafts[at].identity.id)
        }
    }

    private mutating func keep(
        _ at: Int, as passage: KeptPassage, of note: ToldNote, _ drafts: inout [MemoryDraft]
    ) {
        let id = passage.memory.id.uuidString
        if let origin = drafts[at].originID {
            for other in note.passages where drafts[other].parentOriginID == origin {
                drafts[other].parentOriginID = id
            }
        }
        drafts[at].originID = id
        drafts[at].keepsOriginID = true
        known[passage.memory.id] = passage
    }

    // MARK: which note is which

    /// Which kept note each told one is a version of.
    private func matches(_ told: [ToldNote]) -> [Int: Int] {
        var matches: [Int: Int] = [:]
        var free = Set(notes.indices)
        func match(_ isSame: (ToldNote) -> Int?) {
            for (number, note) in told.enumerated() where matches[number] == nil {
                guard let kept = isSame(note), free.remove(kept) != nil else { continue }
                matches[number] = kept
            }
        }
        func index(_ key: (KeptNote) -> String?) -> [String: [Int]] {
            var index: [String: [Int]] = [:]
            for at in notes.indices {
                if let key = key(notes[at]) { index[key, default: []].append(at) }
            }
            return index
        }
        let byFile = index(\.file)
        match { note in byFile[note.place.file]?.first(where: free.contains) }
        let byPermalink = index(\.permalink)
        match { note in
            note.place.permalink.flatMap { byPermalink[$0]?.first(where: free.contains) }
        }
        let byPath = index(\.path)
        let isMoved = isMoved(told, byPath)
        match { note in
            byPath[note.place.path]?.first { at in
                free.contains(at)
                    && (isMoved || notes[at].file == nil
                        || note.isLike(notes[at], Self.fewestWords))
            }
        }
        matchRenamed(told, isMoved, &matches, &free)
        return matches
    }

    /// Whether the whole folder was kept from elsewhere: most of what lay elsewhere lies here under
    /// the same path, and some of it says the same.
    private func isMoved(_ told: [ToldNote], _ byPath: [String: [Int]]) -> Bool {
        let elsewhere = notes.filter { $0.file != nil && $0.file != file($0.path) }
        let paths = Set(told.map(\.place.path))
        let here = elsewhere.filter { paths.contains($0.path) }
        guard here.count > 1, here.count * 2 >= elsewhere.count else { return false }
        let said = Set(told.flatMap { $0.texts.map(\.key) })
        return here.contains { $0.texts.contains { !$0.body.isEmpty && said.contains($0.key) } }
    }

    /// Those whose old file is gone and that say the same, or nearly, the most alike first.
    private func matchRenamed(
        _ told: [ToldNote], _ isMoved: Bool, _ matches: inout [Int: Int], _ free: inout Set<Int>
    ) {
        let paths = Set(told.map(\.place.path))
        let gone = free.sorted().filter { at in
            let note = notes[at]
            return !paths.contains(note.path)
                && (isMoved || note.file == nil || note.file == file(note.path))
                && !FileManager.default.fileExists(atPath: folder.appending(path: note.path).path)
        }
        let new = told.indices.filter { matches[$0] == nil }
        guard !gone.isEmpty, !new.isEmpty, gone.count * new.count <= Self.mostPairs else { return }
        let words = gone.map { notes[$0].words }
        var pairs: [(likeness: Double, new: Int, kept: Int)] = []
        for number in new {
            for (at, kept) in gone.enumerated() {
                let likeness = PassageText.likeness(told[number].words, words[at])
                let dates = [notes[kept].path, told[number].place.path].map(NoteDate.text)
                // Two days may look alike.
                guard likeness >= Self.fewestWordsOfRenamed, dates[0] == dates[1] else { continue }
                pairs.append((likeness, number, kept))
            }
        }
        pairs.sort { ($1.likeness, $0.new, $0.kept) < ($0.likeness, $1.new, $1.kept) }
        for pair in pairs where matches[pair.new] == nil && free.contains(pair.kept) {
            matches[pair.new] = pair.kept
            free.remove(pair.kept)
        }
    }

    private func file(_ path: String) -> String { NotePlace.file(path, in: folder) }
}

/// A note of an import.
struct ToldNote {
    let place: NotePlace
    /// Its drafts, by their place among all.
    let passages: [Int]
    let texts: [PassageText]
    let words: Set<String>

    init(_ passages: [Int], of drafts: [MemoryDraft]) {
        let place = drafts[passages[0]].note
        self.place = place ?? NotePlace(path: "", file: "")
        self.passages = passages
        texts = passages.map {
            PassageText(
                content: drafts[$0].content, context: drafts[$0].context, title: place?.title)
        }
        words = texts.reduce(into: []) { $0.formUnion($1.words) }
    }

    func isLike(_ kept: KeptNote, _ fewest: Double) -> Bool {
        let said = Set(kept.texts.filter { !$0.body.isEmpty }.map(\.key))
        return texts.contains { said.contains($0.key) }
            || PassageText.likeness(words, kept.words) >= fewest
    }
}
