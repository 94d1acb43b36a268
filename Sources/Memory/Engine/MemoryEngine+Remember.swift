import Foundation

extension MemoryEngine {
    /// How long after a recall the same text is taken for an echo of it.
    static let echoWindow: Int64 = 24 * 3600 * Moment.second

    /// Keeps one memory; when this returns it is on disk. Its vector follows at once where there
    /// is a model, else when there is one.
    ///
    /// Text that came out of a recall within a day and is told again, undated, is an echo: it
    /// strengthens the memory it came from and is not stored anew.
    public func remember(_ draft: MemoryDraft) throws(MemoryError) -> Remembered {
        try requireWriting()
        try draft.validate()
        if draft.time == .now, let id = try echo(of: draft) {
            return Remembered(id: id, outcome: .echo)
        }
        let moment = now
        let writings = store.writings
        let remembered = try store.remember([draft], now: moment)[0]
        // On a server it is found there, with what others told.
        if remembered.outcome == .stored, let writings {
            let entries = MemoryRecord.records(of: [draft], now: moment)
                .map { RecallIndex.Entry($0) }
            indexes.tell(.told(entries, after: writings), to: draft.namespace)
        }
        return remembered
    }

    /// Keeps several, in their order.
    public func remember(_ drafts: [MemoryDraft]) throws(MemoryError) -> [Remembered] {
        for draft in drafts { try draft.validate() }
        var told: [Remembered] = []
        for draft in drafts { told.append(try remember(draft)) }
        return told
    }

    /// Makes the vector of what was just told, and of nothing else.
    public func embed(_ remembered: Remembered, told content: String) throws(MemoryError) {
        if remembered.outcome == .stored { try embed([(remembered.id, content)]) }
    }

    /// Makes the vectors of these memories.
    func embed(_ memories: [(id: UUID, content: String)]) throws(MemoryError) {
        try keep(try encoder.vectors(of: memories))
    }

    private func keep(_ made: MadeVectors) throws(MemoryError) {
        try store.keep(made, model: Encoder.modelName)
        if store.writings != nil { indexes.tell(.embedded(made)) }
    }

    private func echo(of draft: MemoryDraft) throws(MemoryError) -> UUID? {
        try flush()
        let known = try store.recalledMemory(
            content: draft.content, namespace: draft.namespace,
            since: now.adding(-Self.echoWindow))
        guard let known else { return nil }
        journal.note(
            PendingAccess(
                recall: options.randomID(), namespace: draft.namespace, memories: [known], at: now))
        try flush()
        return known
    }

    /// Makes the vectors that are missing, a batch at a time; each batch is kept when it is made.
    ///
    /// - Parameter progress: called with how many are done and how many there are to do.
    /// - Returns: how many were made.
    @discardableResult
    public func embedMissing(progress: (Int, Int) -> Void = { _, _ in }) throws(MemoryError) -> Int
    {
        let total = try store.countWithoutEmbedding(model: Encoder.modelName)
        if total == 0 { return 0 }
        progress(0, total)
        // For a few vectors an index in memory is not read anew.
        let isFew = total <= 256
        if !isFew, store.writings != nil { indexes.removeAll() }
        var done = 0
        while true {
            let batch = try store.withoutEmbedding(model: Encoder.modelName, limit: 256)
            if batch.isEmpty { break }
            try keep(try encoder.vectors(of: batch.map { (id: $0.0, content: $0.1) }))
            done += batch.count
            progress(min(done, total), total)
        }
        // Half a second, once: beside so many vectors it does not count.
        if done >= 64 { encoder.prepareForNextTime() }
        return done
    }
}
