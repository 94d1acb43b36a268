public import Foundation
import Hashing
import PostgreSQL
import Synchronization

extension PostgreSQLStore {
    /// How many memories go into one transaction.
    private static let batch = 2000

    public func remember(
        _ drafts: [MemoryDraft], now: Moment, progress: (Int, Int) -> Void
    ) throws(MemoryError) -> [Remembered] {
        for draft in drafts { try draft.validate() }
        let records = MemoryRecord.records(of: drafts, now: now)
        progress(0, records.count)
        let batches = stride(from: 0, to: records.count, by: Self.batch).map {
            $0..<min($0 + Self.batch, records.count)
        }
        let stored = Mutex(Set<UUID>())
        try share(
            batches.count,
            { (number, server) throws(MemoryError) in
                let range = batches[number]
                let ids = try Self.insert(records[range], drafts[range], on: server)
                stored.withLock { $0.formUnion(ids) }
            },
            progress: { progress(min($0 * Self.batch, records.count), records.count) })
        var new = stored.withLock(\.self)
        return records.map { record in
            let isNew = new.remove(record.id) != nil
            return Remembered(id: record.id, outcome: isNew ? .stored : .known)
        }
    }

    public func recalledMemory(content: String, namespace: String, since: Moment)
        throws(MemoryError) -> UUID?
    {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT m.id FROM dormouse.memory m
                JOIN dormouse.access a ON a.memory_id = m.id
                WHERE m.namespace = \(namespace)
                    AND m.content_hash = \(SHA256.hexadecimal(content))
                    AND a.accessed_at >= \(since.postgres)
                ORDER BY a.accessed_at DESC, m.id LIMIT 1
                """
            ).first?.decode(0)
        }
    }

    /// Inserts what is not there yet, in the order of ids so that two writers of the same memories
    /// do not wait for each other in a circle, and gives the ids of what was not there.
    private static func insert(
        _ records: ArraySlice<MemoryRecord>, _ drafts: ArraySlice<MemoryDraft>,
        on server: ServerConnection
    ) throws(MemoryError) -> Set<UUID> {
        var seen: Set<UUID> = []
        let rows = records.filter { seen.insert($0.id).inserted }
        let statement = insertion(of: rows)
        let accesses = zip(drafts, records).flatMap { draft, record in
            draft.accesses.compactMap { access in
                UUID(uuidString: access.recallID).map { (record.id, $0, access) }
            }
        }
        return try server.run { connection, tries in
            func insert() throws -> Set<UUID> {
                let result = try connection.query(statement, isPrepared: true)
                var stored = Set(try result.values(0, as: UUID.self))
                if tries > 0 {
                    // The connection broke when it may have been kept already. Then what is there
                    // with our time of telling is ours.
                    let mine = try connection.query(
                        """
                        SELECT m.id FROM dormouse.memory m
                        JOIN unnest(\(rows.map(\.id)), \(rows.map(\.recordedAt.postgres)))
                            AS t (id, told) ON t.id = m.id AND t.told = m.recorded_at
                        """)
                    stored.formUnion(try mine.values(0, as: UUID.self))
                }
                return stored
            }
            // A statement alone is its own transaction, in one round trip.
            if accesses.isEmpty { return try insert() }
            return try connection.transaction { () throws -> Set<UUID> in
                let stored = try insert()
                let told = accesses.filter { stored.contains($0.0) }
                try connection.query(
                    """
                    INSERT INTO dormouse.access (recall_id, namespace, memory_id, rank, accessed_at)
                    SELECT t.recall, m.namespace, m.id, t.rank, t.at
                    FROM unnest(\(told.map(\.1)), \(told.map(\.0)), \(told.map { Int32($0.2.rank) }),
                            \(told.map(\.2.accessedAt.postgres))) AS t (recall, memory, rank, at)
                    JOIN dormouse.memory m ON m.id = t.memory
                    ORDER BY 1, 3 ON CONFLICT DO NOTHING
                    """)
                return stored
            }
        }
    }

    private static func insertion(of rows: [MemoryRecord]) -> PostgresQuery {
        """
        INSERT INTO dormouse.memory (id, namespace, content, content_hash, role, speaker,
            session_id, context, tags, metadata, occurred_at, recorded_at, parent_id, chunk_index,
            time_source)
        SELECT id, namespace, content, content_hash, role, speaker, session_id, context,
            tags::text[], metadata::json, occurred_at, recorded_at, parent_id, chunk_index,
            time_source
        FROM unnest(
            \(rows.map(\.id)), \(rows.map(\.namespace)), \(rows.map(\.content)),
            \(rows.map(\.contentHash)), \(rows.map(\.role)), \(rows.map(\.speaker)),
            \(rows.map(\.sessionID)), \(rows.map(\.context)),
            \(rows.map { arrayLiteral($0.tags) }), \(rows.map(\.metadata)),
            \(rows.map(\.occurredAt.postgres)), \(rows.map(\.recordedAt.postgres)),
            \(rows.map(\.parentID)), \(rows.map { $0.chunkIndex.map { Int32(clamping: $0) } }),
            \(rows.map(\.timeSource.rawValue)))
            AS t (id, namespace, content, content_hash, role, speaker, session_id, context, tags,
                metadata, occurred_at, recorded_at, parent_id, chunk_index, time_source)
        ORDER BY id
        ON CONFLICT (id) DO NOTHING
        RETURNING id
        """
    }

    /// `{"x","y\"z"}`: rows of an array of arrays would have to be of one length.
    static func arrayLiteral(_ texts: [String]) -> String {
        let quoted = texts.map { text in
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return "{" + quoted.joined(separator: ",") + "}"
    }
}
