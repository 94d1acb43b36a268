import Foundation

extension MemoryEngine {
    /// Says how it is instead: keeps a new memory in the session, voice and tags of an old one,
    /// which stays as history. A pinned memory's correction is pinned.
    ///
    /// - Parameters:
    ///   - time: when it happened.
    ///   - speaker: who says so; nil: who said the old one.
    /// - Throws: `invalidInput` where something else corrects the old one already.
    public func correct(
        _ old: MemoryRecord, with content: String, time: MemoryDraft.EventTime = .now,
        speaker: String? = nil
    ) throws(MemoryError) -> Remembered {
        var draft = MemoryDraft(namespace: old.namespace, content: content, time: time)
        draft.sessionID = old.sessionID
        draft.role = old.role
        draft.speaker = speaker ?? old.speaker
        draft.context = old.context
        let later = try store.laterTags(namespace: old.namespace)[old.id] ?? []
        draft.tags = old.tags + later.filter { !old.tags.contains($0) }
        draft.supersedes = old.id
        let remembered = try remember(draft)
        if remembered.outcome == .stored,
            try store.marks(namespace: old.namespace).pins[old.id] == true
        {
            try store.pin(remembered.id, namespace: old.namespace, true, at: now)
        }
        return remembered
    }

    /// The versions of a memory: what it corrects, itself, and what corrects it, the first first.
    /// One alone where nothing was corrected.
    public func versions(of memory: MemoryRecord) throws(MemoryError) -> [MemoryRecord] {
        var versions = [memory]
        var seen: Set<UUID> = [memory.id]
        while let id = versions.first?.supersedes, seen.insert(id).inserted,
            let older = try store.memory(id, namespace: memory.namespace)
        {
            versions.insert(older, at: 0)
        }
        let corrections = try store.marks(namespace: memory.namespace).corrections
        while let id = versions.last.flatMap({ corrections[$0.id]?.by }), seen.insert(id).inserted,
            let newer = try store.memory(id, namespace: memory.namespace)
        {
            versions.append(newer)
        }
        return versions
    }
}
