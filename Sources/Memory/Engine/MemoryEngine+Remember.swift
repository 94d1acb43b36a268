import Foundation

extension MemoryEngine {
    /// How long after a recall the same text is taken for an echo of it.
    static let echoWindow: Int64 = 24 * 3600 * Moment.second

    /// Keeps one memory; when this returns it is on disk. Its vector follows at once where there
    /// is a model, else when there is one.
    ///
    /// Text that came out of a recall within a day and is told again, undated, in the voice of a
    /// program (`assistant`, `tool`, `system`), or that is marked as recalled, is an echo: it is
    /// kept as a repetition of the memory it came from, which it strengthens, and is neither ranked
    /// nor slept on as a new experience. What a person says again is a memory like any other.
    public func remember(_ draft: MemoryDraft) throws(MemoryError) -> Remembered {
        try remember([draft])[0]
    }

    /// Keeps several in their order, all or none of them.
    public func remember(_ drafts: [MemoryDraft]) throws(MemoryError) -> [Remembered] {
        try requireWriting()
        for draft in drafts { try draft.validate() }
        if drafts.isEmpty { return [] }
        var drafts = drafts
        for at in drafts.indices {
            if let corrected = drafts[at].supersedes {
                try checkCorrection(of: corrected, by: drafts[at])
            } else if drafts[at].repeats == nil {
                drafts[at].repeats = try original(echoedBy: drafts[at])
            }
        }
        let moment = now
        let writings = store.writings
        var told = try store.remember(
            drafts, now: moment, telling: tellingNumber(at: moment), progress: { _, _ in })
        var stored: [String: [MemoryRecord]] = [:]
        for (at, draft) in drafts.enumerated() where told[at].outcome == .stored {
            if let original = draft.repeats {
                try strengthen(original, in: draft.namespace)
                told[at] = Remembered(id: told[at].id, outcome: .echo, repeats: original)
            } else if let record = told[at].record {
                stored[draft.namespace, default: []].append(record)
            }
        }
        // On a server they are found there, with what others told.
        if let writings {
            for (namespace, records) in stored {
                indexes.tell(
                    .told(records.map { RecallIndex.Entry($0) }, after: writings), to: namespace)
            }
        }
        for remembered in told { events(.told(remembered.outcome)) }
        return told
    }

    /// - Throws: `notFound` for a memory that is not there, `invalidInput` for one that something
    ///   else corrects already.
    private func checkCorrection(of id: UUID, by draft: MemoryDraft) throws(MemoryError) {
        guard try store.memory(id, namespace: draft.namespace) != nil else {
            throw MemoryError(
                .notFound,
                "the namespace '\(draft.namespace)' has no memory \(id.uuidString.lowercased())")
        }
        if let known = try store.marks(namespace: draft.namespace).corrections[id] {
            throw MemoryError(
                .conflict,
                "this memory was corrected already, by \(known.by.uuidString.lowercased()): "
                    + "correct that one. Nothing was changed")
        }
    }

    /// The number of a call that tells something: a UUIDv7 of the moment to the microsecond, so that
    /// the last is the greatest.
    func tellingNumber(at moment: Moment) -> UUID {
        let micros = UInt64(max(0, moment.microseconds))
        let (milliseconds, rest) = (micros / 1000, micros % 1000)
        var bytes = withUnsafeBytes(of: options.randomID().uuid) { Array($0) }
        for at in 0..<6 { bytes[at] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * at)) }
        bytes[6] = 0x70 | UInt8(truncatingIfNeeded: rest >> 8)
        bytes[7] = UInt8(truncatingIfNeeded: rest)
        bytes[8] = 0x80 | (bytes[8] & 0x3f)
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// The memory that a draft only says again.
    private func original(echoedBy draft: MemoryDraft) throws(MemoryError) -> UUID? {
        let isMarked = draft.isRecalled
        guard isMarked || draft.time == .now && draft.isProgramsVoice else { return nil }
        try flush()
        return try store.recalledMemory(
            content: draft.content, namespace: draft.namespace,
            since: isMarked ? nil : now.adding(-Self.echoWindow))
    }

    /// Saying it again strengthens a memory as recalling it does.
    private func strengthen(_ id: UUID, in namespace: String) throws(MemoryError) {
        journal.note(
            PendingAccess(recall: options.randomID(), namespace: namespace, memories: [id], at: now)
        )
        try flush()
    }
}
