import DuckDB
public import Foundation

/// What became of something told.
public struct Remembered: Sendable, Hashable {
    public enum Outcome: String, Sendable {
        /// Kept, and on disk.
        case stored
        /// Known already, word for word, time and place: nothing was added.
        case known
        /// It had just been recalled: taken for a repetition, not for a new experience.
        case echo
    }

    public let id: UUID
    public let outcome: Outcome
}

extension MemoryStore {
    /// How many memories go into one transaction: each batch is on disk before the next begins.
    private static let batch = 2000

    /// Keeps what is told. When this returns, what it calls `stored` is on disk. A batch is kept
    /// whole or not at all.
    ///
    /// - Parameters:
    ///   - now: when it is told. Drafts follow each other by a microsecond, so that the order of
    ///     telling is kept.
    ///   - progress: called with how many are kept and how many there are.
    public func remember(
        _ drafts: [MemoryDraft], now: Moment, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(MemoryError) -> [Remembered] {
        for draft in drafts { try draft.validate() }
        return try reporting(file) {
            let records = try records(of: drafts, now: now)
            progress(0, records.count)
            var remembered: [Remembered] = []
            var known: Set<UUID> = []
            for start in stride(from: 0, to: records.count, by: Self.batch) {
                let range = start..<min(start + Self.batch, records.count)
                let stored = try connection.transaction { () throws(DuckDBError) -> Set<UUID> in
                    let stored = try insert(records[range])
                    try insertAccesses(of: drafts[range], records: records[range], stored: stored)
                    return stored
                }
                for record in records[range] {
                    let isNew = known.insert(record.id).inserted && stored.contains(record.id)
                    remembered.append(
                        Remembered(id: record.id, outcome: isNew ? .stored : .known))
                }
                progress(range.upperBound, records.count)
            }
            return remembered
        }
    }

    /// The memory with this very content in a namespace that a recall has returned since `since`,
    /// the last recalled: telling it again is an echo of that recall.
    public func recalledMemory(content: String, namespace: String, since: Moment)
        throws(MemoryError) -> UUID?
    {
        try reporting(file) {
            try connection.query(
                """
                SELECT m.id FROM source_memories.memory m
                JOIN source_memories.access a ON a.memory_id = m.id
                WHERE m.namespace = \(namespace) AND m.content_hash = sha256(\(content))
                    AND a.accessed_at >= \(since.timestamp)
                ORDER BY a.accessed_at DESC, m.id LIMIT 1
                """
            ).first?.uuidValue
        }
    }

    // MARK: steps

    /// The records that drafts become: hashed, identified, in order.
    private func records(of drafts: [MemoryDraft], now: Moment) throws -> [MemoryRecord] {
        if drafts.isEmpty { return [] }
        let contentHashes = try hashes(of: drafts.map(\.content))
        let identityTimes = drafts.enumerated().map { index, draft in
            draft.identityTime(toldAt: now.adding(Int64(index)))
        }
        let keys = drafts.indices.map { index in
            MemoryIdentity.key(
                namespace: drafts[index].namespace, session: drafts[index].sessionID,
                time: identityTimes[index], contentHash: contentHashes[index])
        }
        let keyHashes = try hashes(of: keys)
        let ids = drafts.indices.map {
            MemoryIdentity.id(time: identityTimes[$0], keyHash: keyHashes[$0])
        }
        var byOrigin: [String: UUID] = [:]
        for (draft, id) in zip(drafts, ids) {
            if let origin = draft.originID { byOrigin[origin] = id }
        }
        return drafts.indices.map { index in
            let draft = drafts[index]
            let told = draft.recordedAt ?? now.adding(Int64(index))
            return MemoryRecord(
                id: ids[index], namespace: draft.namespace, content: draft.content,
                contentHash: contentHashes[index], role: draft.role, speaker: draft.speaker,
                sessionID: draft.sessionID, context: draft.context, tags: draft.tags,
                metadata: draft.metadata, occurredAt: draft.eventTime(toldAt: told),
                recordedAt: told,
                parentID: draft.parentOriginID.flatMap { byOrigin[$0] ?? UUID(uuidString: $0) },
                chunkIndex: draft.chunkIndex, timeSource: draft.timeSource)
        }
    }

    /// SHA-256 of texts in hexadecimal. DuckDB's own: one implementation for SQL and Swift.
    func hashes(of texts: [String]) throws(DuckDBError) -> [String] {
        try connection.query(
            "SELECT sha256(text) AS hash FROM (SELECT unnest(\(texts)) AS text)"
        ).strings("hash").map { $0 ?? "" }
    }

    /// Inserts what is not there yet and gives the ids of what was. All rows go in with one
    /// statement: one by one, each would look through those that the transaction already holds,
    /// and ten thousand would take a minute.
    private func insert(_ records: ArraySlice<MemoryRecord>) throws(DuckDBError) -> Set<UUID> {
        var seen: Set<UUID> = []
        let records = records.filter { seen.insert($0.id).inserted }
        func column(_ value: (MemoryRecord) -> Value) -> Value { .list(records.map(value)) }
        let result = try connection.query(
            """
            INSERT INTO source_memories.memory
            SELECT unnest($1::UUID[]), unnest($2::VARCHAR[]), unnest($3::VARCHAR[]),
                unnest($4::VARCHAR[]), unnest($5::VARCHAR[]), unnest($6::VARCHAR[]),
                unnest($7::VARCHAR[]), unnest($8::VARCHAR[]), unnest($9::VARCHAR[][]),
                unnest($10::VARCHAR[]), unnest($11::TIMESTAMPTZ[]), unnest($12::TIMESTAMPTZ[]),
                unnest($13::UUID[]), unnest($14::INTEGER[]), unnest($15::VARCHAR[])
            ON CONFLICT (id) DO NOTHING RETURNING id
            """,
            [
                column { .uuid($0.id) }, column { .string($0.namespace) },
                column { .string($0.content) }, column { .string($0.contentHash) },
                column { $0.role.duckDBValue }, column { $0.speaker.duckDBValue },
                column { $0.sessionID.duckDBValue }, column { $0.context.duckDBValue },
                column { $0.tags.duckDBValue }, column { $0.metadata.duckDBValue },
                column { .timestamptz($0.occurredAt.timestamp) },
                column { .timestamptz($0.recordedAt.timestamp) },
                column { $0.parentID.duckDBValue }, column { $0.chunkIndex.duckDBValue },
                column { .string($0.timeSource.rawValue) },
            ])
        return Set(try result.uuids("id").compactMap { $0 })
    }

    /// Accesses that came along with an import, of those memories that are new.
    private func insertAccesses(
        of drafts: ArraySlice<MemoryDraft>, records: ArraySlice<MemoryRecord>, stored: Set<UUID>
    ) throws(DuckDBError) {
        for (draft, record) in zip(drafts, records) where stored.contains(record.id) {
            for access in draft.accesses {
                guard let recall = UUID(uuidString: access.recallID) else { continue }
                try connection.query(
                    """
                    INSERT INTO source_memories.access VALUES (\(recall), \(record.namespace),
                        \(record.id), \(access.rank), \(access.accessedAt.timestamp))
                    """)
            }
        }
    }
}
