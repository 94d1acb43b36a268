import DuckDB
import Foundation

extension MemoryEngine {
    /// A page of a list of memories.
    public func list(_ listing: MemoryListing) throws(MemoryError) -> MemoryPage {
        try MemoryDraft.validate(namespace: listing.namespace)
        try listing.filter.validate()
        try listing.after?.check(listing.list)
        return try store.page(listing)
    }

    /// Gives a memory tags; it stays as it was told.
    public func tag(_ memory: MemoryRecord, with names: [String]) throws(MemoryError) {
        try requireWriting()
        var draft = MemoryDraft(namespace: memory.namespace, content: "tags", time: .now)
        draft.tags = names
        try draft.validate()
        let later = try store.laterTags(namespace: memory.namespace)[memory.id] ?? []
        let new = names.filter { !memory.tags.contains($0) && !later.contains($0) }
        if memory.tags.count + later.count + new.count > Limits.maximumTags {
            throw MemoryError(
                .invalidInput,
                "a memory has at most \(Limits.maximumTags) tags; nothing was changed")
        }
        if !new.isEmpty {
            try store.tag(memory.id, namespace: memory.namespace, with: new, at: now)
        }
    }

    /// Takes away tags that were given later; those it was told with are a part of it.
    ///
    /// - Returns: how many of them it had.
    public func untag(_ memory: MemoryRecord, from names: [String]) throws(MemoryError) -> Int {
        try requireWriting()
        if let told = names.first(where: memory.tags.contains) {
            throw MemoryError(
                .invalidInput,
                "the memory was told with the tag '\(told)', and memories are never edited; "
                    + "nothing was changed")
        }
        return try store.untag(memory.id, namespace: memory.namespace, from: names)
    }

    /// Pins a memory, so that it does not fade, or lets it go.
    public func pin(_ memory: MemoryRecord, _ isPinned: Bool) throws(MemoryError) {
        try requireWriting()
        try store.pin(memory.id, namespace: memory.namespace, isPinned, at: now)
    }

    /// The last call that told something in a namespace, for `undo`.
    public func lastTelling(namespace: String) throws(MemoryError) -> LastTelling? {
        try MemoryDraft.validate(namespace: namespace)
        return try store.lastTelling(namespace: namespace)
    }

    /// Takes back what a call told, but for what has been told again since. What sleep made of it
    /// goes, too; importing it again keeps it again.
    ///
    /// - Throws: `invalidInput` where something was told meanwhile; then nothing is changed.
    public func undo(_ telling: LastTelling) throws(MemoryError) {
        try requireWriting()
        // What cannot be read cannot be cleaned.
        try requireSleepDatabase()
        try flush()
        try erasingTurn { () throws(MemoryError) in
            let last = try store.lastTelling(namespace: telling.namespace)
            guard let last, last.number == telling.number,
                last.memories.map(\.id) == telling.memories.map(\.id)
            else {
                throw MemoryError(
                    .invalidInput,
                    "something was told meanwhile, and nothing was changed: look again at what "
                        + "would be taken back")
            }
            try finishInterruptedErasure()
            home.discardWork()
            try markErasure()
            try deleteDerived(try staged(telling.memories.map(\.id)))
            try store.undo(telling, at: now, receipt: options.randomID)
            indexes.removeAll()
            try finishErasure()
        }
    }

    /// Those that sleep has met: it has made nothing of the others.
    private func staged(_ ids: [UUID]) throws(MemoryError) -> [UUID] {
        guard hasSleepDatabase, !ids.isEmpty else { return [] }
        return try withDerived { connection in
            let there = try connection.query(
                """
                SELECT count(*) FROM duckdb_tables()
                WHERE database_name = 'sleep' AND table_name IN ('stg_memories', 'quarantine')
                """
            ).first?.intValue
            guard there == 2 else { return [] }
            return try connection.query(
                """
                SELECT memory_id AS id FROM stg_memories WHERE memory_id IN (SELECT unnest(\(ids)))
                UNION SELECT memory_id FROM quarantine WHERE memory_id IN (SELECT unnest(\(ids)))
                """
            ).uuids("id").compactMap { $0 }
        }
    }
}
