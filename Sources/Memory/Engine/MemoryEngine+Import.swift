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
        try markRepetitions(&drafts)
        var report = ImportReport(recognition: recognition)
        report.read = drafts.count
        report.notes = reader.notes
        report.refused = reader.refused
        report.remarks = reader.remarks
        let told = try store.remember(
            drafts, now: now, telling: tellingNumber(at: now), progress: progress)
        for remembered in told {
            if remembered.outcome == .stored { report.stored += 1 } else { report.known += 1 }
        }
        // On a server news are found; a file has none who would tell.
        if store.writings != nil { indexes.removeAll() }
        return report
    }

    /// Finds the originals of what is marked as recalled.
    private func markRepetitions(_ drafts: inout [MemoryDraft]) throws(MemoryError) {
        for at in drafts.indices where drafts[at].repeats == nil && drafts[at].isRecalled {
            drafts[at].repeats = try store.recalledMemory(
                content: drafts[at].content, namespace: drafts[at].namespace, since: nil)
        }
    }
}
