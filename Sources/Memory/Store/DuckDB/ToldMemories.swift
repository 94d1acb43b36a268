import DuckDB
import Foundation

/// Takes memories over from the log of what was told.
enum ToldMemories {
    /// Writes them in one transaction. What is there already, because somebody stopped between
    /// writing it and emptying the log, is left as it is; what was erased since stays erased.
    static func take(_ connection: Connection, _ records: [MemoryRecord]) throws {
        try connection.transaction { () throws(DuckDBError) in
            var left = records
            let ids = Value.list(records.map { .uuid($0.id) })
            let erased = Set(
                try connection.query(
                    """
                    SELECT memory_id FROM source_memories.erasure
                    WHERE memory_id IN (SELECT unnest(\(ids)::UUID[]))
                    """
                ).uuids("memory_id").compactMap(\.self))
            left.removeAll { erased.contains($0.id) }
            var later: Int64 = 1
            while !left.isEmpty {
                left = try insert(left, connection).map { $0.told(later: later) }
                later *= 2
            }
        }
    }

    /// - Returns: those in whose place something else is: told at the very same moment by a process
    ///   whose clock was the same.
    private static func insert(_ records: [MemoryRecord], _ connection: Connection)
        throws(DuckDBError) -> [MemoryRecord]
    {
        var seen: Set<UUID> = []
        var (first, twins): ([MemoryRecord], [MemoryRecord]) = ([], [])
        for record in records {
            if seen.insert(record.id).inserted {
                first.append(record)
            } else {
                twins.append(record)
            }
        }
        let inserted = Set(
            try connection.prepare(
                MemoryInsertion.statement(first.count) + MemoryInsertion.unlessThere
            ).query(MemoryInsertion.values(first)).uuids("id").compactMap(\.self))
        let met = first.filter { !inserted.contains($0.id) }
        if met.isEmpty { return twins }
        let there = try connection.query(
            """
            SELECT id, telling FROM source_memories.memory
            WHERE id IN (SELECT unnest(\(Value.list(met.map { .uuid($0.id) }))::UUID[]))
            """)
        let tellings = Dictionary(
            zip(try there.uuids("id"), try there.uuids("telling")), uniquingKeysWith: { $1 })
        return twins + met.filter { tellings[$0.id] != .some($0.telling) }
    }
}

extension ToldMemories {
    /// Does it for a home that no process has open, where there is something to take over.
    ///
    /// - Parameter store: its file, not attached.
    static func takeUp(in home: Home, _ store: AttachedFile) throws {
        let log = ToldLog(file: home.toldFile)
        try log.takeUp()
        if log.waiting == 0 { return }
        try store.attach(readOnly: false)
        defer { try? store.detach() }
        try log.settle { try take(store.connection, $0) }
    }
}

extension MemoryRecord {
    /// The same, as something that happened a moment later.
    fileprivate func told(later microseconds: Int64) -> MemoryRecord {
        let moment = occurredAt.adding(microseconds)
        let identity = MemoryIdentity(
            namespace: namespace, session: sessionID, time: moment, contentHash: contentHash,
            speaker: speaker, role: role, file: sourceFile)
        return MemoryRecord(
            id: identity.id, namespace: namespace, content: content, contentHash: contentHash,
            role: role, speaker: speaker, sessionID: sessionID, context: context, tags: tags,
            metadata: metadata, occurredAt: moment, recordedAt: recordedAt.adding(microseconds),
            parentID: parentID, chunkIndex: chunkIndex, timeSource: timeSource, repeats: repeats,
            supersedes: supersedes, sourceFile: sourceFile, telling: telling)
    }
}
