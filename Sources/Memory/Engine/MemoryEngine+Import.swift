import Foundation

extension MemoryEngine {
    /// Keeps what a file, a folder or a repository holds. Importing the same again adds nothing.
    ///
    /// - Parameter progress: called with how many memories are kept and how many there are.
    public func importMemories(
        _ request: ImportRequest, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(MemoryError) -> ImportReport {
        try requireWriting()
        try MemoryDraft.validate(namespace: request.namespace)
        let recognition: ImportRecognition
        if request.formats.isEmpty {
            recognition = try ImportRecognition.detect(request.path)
        } else {
            recognition = ImportRecognition(formats: request.formats, reason: "as was asked for")
        }
        var reader = ImportReader(request, parser: MomentParser(now: now, zone: options.zone))
        var drafts: [MemoryDraft] = []
        for format in recognition.formats {
            var found = try reader.drafts(format)
            let places = ImportPlaces(file: request.path.lastPathComponent, format: format)
            try places.assign(&found) { lines throws(MemoryError) in
                try store.files(sharing: lines)
            }
            drafts += found
        }
        let versions = try settleNotes(&drafts, of: request)
        try markRepetitions(&drafts)
        var report = ImportReport(recognition: recognition)
        report.read = drafts.count
        report.notes = reader.notes
        report.refused = reader.refused
        report.remarks = reader.remarks
        let erased = try erased(drafts)
        if request.respectsErasures {
            report.withheld = erased.count
            drafts = drafts.indices.filter { !erased.contains($0) }.map { drafts[$0] }
        }
        let number = tellingNumber(at: now)
        let told = try store.remember(drafts, now: now, telling: number, progress: progress)
        for (at, remembered) in told.enumerated() {
            if remembered.outcome == .stored { report.stored += 1 } else { report.known += 1 }
            if !request.respectsErasures, erased.contains(at), remembered.outcome == .stored {
                report.restored += 1
            }
            try mark(remembered, as: drafts[at])
        }
        report.replaced = try note(told, as: drafts, versions, telling: number)
        // On a server news are found; a file has none who would tell.
        if store.writings != nil { indexes.removeAll() }
        return report
    }

    /// Which of these were erased here on request, by their place.
    private func erased(_ drafts: [MemoryDraft]) throws(MemoryError) -> Set<Int> {
        let possible = Telling(drafts, now: now).possible
        var erased: Set<UUID> = []
        for start in stride(from: 0, to: possible.count, by: 5000) {
            let piece = possible[start..<min(start + 5000, possible.count)]
            erased.formUnion(try store.erased(among: piece.flatMap(\.self)))
        }
        if erased.isEmpty { return [] }
        return Set(possible.indices.filter { !erased.isDisjoint(with: possible[$0]) })
    }

    /// Gives a memory of an export what was said of it later.
    private func mark(_ remembered: Remembered, as draft: MemoryDraft) throws(MemoryError) {
        if !draft.laterTags.isEmpty {
            try store.tag(
                remembered.id, namespace: draft.namespace, with: draft.laterTags, at: now)
        }
        if let isPinned = draft.isPinned {
            try store.pin(remembered.id, namespace: draft.namespace, isPinned, at: now)
        }
    }

    /// Finds the originals of what is marked as recalled.
    private func markRepetitions(_ drafts: inout [MemoryDraft]) throws(MemoryError) {
        for at in drafts.indices where drafts[at].repeats == nil && drafts[at].isRecalled {
            drafts[at].repeats = try store.recalledMemory(
                content: drafts[at].content, namespace: drafts[at].namespace, since: nil)
        }
    }
}
