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
        let format: ImportFormat
        if let asked = request.format {
            format = asked
        } else {
            format = try ImportFormat.detect(request.path)
        }
        var reader = ImportReader(request, parser: MomentParser(now: now, zone: options.zone))
        let drafts = try reader.drafts(format)
        var report = ImportReport(format: format)
        report.read = drafts.count
        report.refused = reader.refused
        for remembered in try store.remember(drafts, now: now, progress: progress) {
            if remembered.outcome == .stored { report.stored += 1 } else { report.known += 1 }
        }
        dropIndexes()
        return report
    }
}
