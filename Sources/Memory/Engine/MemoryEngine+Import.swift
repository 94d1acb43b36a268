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
        for format in recognition.formats { drafts += try reader.drafts(format) }
        var report = ImportReport(recognition: recognition)
        report.read = drafts.count
        report.notes = reader.notes
        report.refused = reader.refused
        report.remarks = reader.remarks
        for remembered in try store.remember(drafts, now: now, progress: progress) {
            if remembered.outcome == .stored { report.stored += 1 } else { report.known += 1 }
        }
        // On a server news are found; a file has none who would tell.
        if store.writings != nil { indexes.removeAll() }
        return report
    }
}
