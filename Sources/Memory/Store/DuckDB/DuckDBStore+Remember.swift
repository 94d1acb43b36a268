import DuckDB
public import Foundation
import Synchronization

extension DuckDBStore {
    /// How many memories go into one transaction: each batch is on disk before the next begins.
    private static let batch = 2000

    public func remember(
        _ drafts: [MemoryDraft], now: Moment, progress: (Int, Int) -> Void
    ) throws(MemoryError) -> [Remembered] {
        for draft in drafts { try draft.validate() }
        return try access.writing { _ in
            let records = MemoryRecord.records(of: drafts, now: now)
            progress(0, records.count)
            var remembered: [Remembered] = []
            var known: Set<UUID> = []
            for start in stride(from: 0, to: records.count, by: Self.batch) {
                begun.add(1, ordering: .acquiringAndReleasing)
                let range = start..<min(start + Self.batch, records.count)
                let stored = try access.committing { _ in
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

    public func recalledMemory(content: String, namespace: String, since: Moment)
        throws(MemoryError) -> UUID?
    {
        try access.reading { connection in
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

    /// Inserts what is not there yet and gives the ids of what was. All rows go in with one
    /// statement: one by one, each would look through those that the transaction already holds,
    /// and ten thousand would take a minute.
    private func insert(_ records: ArraySlice<MemoryRecord>) throws(DuckDBError) -> Set<UUID> {
        var seen: Set<UUID> = []
        let records = records.filter { seen.insert($0.id).inserted }
        // Most are told one by one: values are planned and run in half the time of lists.
        let isOne = records.count == 1
        func column(_ value: (MemoryRecord) -> Value) -> Value {
            isOne ? value(records[0]) : .list(records.map(value))
        }
        let insertion = try access.prepared(isOne ? Self.insertionOfOne : Self.insertionOfMany)
        let result = try insertion.query(
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

    private static let types = [
        "UUID", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR",
        "VARCHAR[]", "VARCHAR", "TIMESTAMPTZ", "TIMESTAMPTZ", "UUID", "INTEGER", "VARCHAR",
    ]

    private static let insertionOfOne = insertion(
        of: "VALUES (\(types.indices.map { "$\($0 + 1)::\(types[$0])" }.joined(separator: ", ")))")

    private static let insertionOfMany = insertion(
        of: "SELECT "
            + types.indices.map { "unnest($\($0 + 1)::\(types[$0])[])" }.joined(separator: ", "))

    private static func insertion(of rows: String) -> String {
        "INSERT INTO source_memories.memory \(rows) ON CONFLICT (id) DO NOTHING RETURNING id"
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
