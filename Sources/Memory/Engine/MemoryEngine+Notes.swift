import Foundation

extension MemoryEngine {
    /// Finds which notes of an import are kept already, and what of them is new.
    ///
    /// - Returns: what is known of the passages that are kept.
    func settleNotes(_ drafts: inout [MemoryDraft], of request: ImportRequest)
        throws(MemoryError) -> [UUID: KeptPassage]
    {
        guard drafts.contains(where: { $0.note != nil }) else { return [:] }
        var versions = NoteVersions(
            try store.passagesOfNotes(namespace: request.namespace), in: request.folder)
        versions.settle(&drafts)
        return versions.known
    }

    /// Writes down where the passages of notes lie, and which were replaced.
    ///
    /// - Returns: how many were replaced.
    func note(
        _ told: [Remembered], as drafts: [MemoryDraft], _ known: [UUID: KeptPassage],
        telling number: UUID
    ) throws(MemoryError) -> Int {
        var findings: [NoteFinding] = []
        var replaced = 0
        var byOrigin: [String: UUID] = [:]
        if drafts.contains(where: { $0.replacedByOriginID != nil }) {
            for (remembered, draft) in zip(told, drafts) {
                if let origin = draft.originID { byOrigin[origin.lowercased()] = remembered.id }
            }
        }
        for (remembered, draft) in zip(told, drafts) {
            let named = draft.replacedByOriginID.flatMap { byOrigin[$0.lowercased()] }
            if let place = draft.note {
                let kept = known[remembered.id]
                if kept?.path != place.path || kept?.file != place.file {
                    findings.append(
                        NoteFinding(
                            memory: remembered.id, namespace: draft.namespace, path: place.path,
                            file: place.file))
                }
                if draft.supersedes != nil, remembered.outcome == .stored { replaced += 1 }
                replaced += draft.alsoSupersedes.count
                findings += draft.alsoSupersedes.map {
                    NoteFinding(
                        memory: $0, namespace: draft.namespace, replacedBy: remembered.id)
                }
            } else if let named {
                findings.append(
                    NoteFinding(
                        memory: remembered.id, namespace: draft.namespace, replacedBy: named))
            }
        }
        if !findings.isEmpty { try store.note(findings, telling: number) }
        return replaced
    }
}
