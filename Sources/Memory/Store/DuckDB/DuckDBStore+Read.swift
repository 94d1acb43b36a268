import DuckDB
public import Foundation

extension DuckDBStore {
    static let columns = """
        id, namespace, content, content_hash, role, speaker, session_id, context, tags,
        metadata::VARCHAR AS metadata, occurred_at, recorded_at, parent_id, chunk_index,
        time_source, repeats, supersedes, source_file, telling
        """

    public func memory(_ id: UUID, namespace: String) throws(MemoryError) -> MemoryRecord? {
        try access.reading { connection in
            let result = try connection.query(
                """
                SELECT \(unescaped: Self.columns) FROM source_memories.memory
                WHERE id = \(id) AND namespace = \(namespace)
                """)
            return try result.rows.first.map(Self.record)
        }
    }

    /// A join lets DuckDB go by the primary key; IN with a subquery, or a condition on another column,
    /// reads every row.
    private static let memoriesByID = """
        SELECT \(columns)
        FROM (SELECT unnest($1::UUID[]) AS id) JOIN source_memories.memory USING (id)
        """

    public func memories(_ ids: [UUID], namespace: String) throws(MemoryError) -> [MemoryRecord] {
        if ids.isEmpty { return [] }
        return try knownRecords.records(ids, of: namespace, at: access.epoch) {
            (ids) throws(MemoryError) in
            try access.reading(Self.memoriesByID) { statement in
                try statement.query([.list(ids.map { .uuid($0) })]).rows.map(Self.record)
            }
        }
    }

    public func ids(beginningWith prefix: String, namespace: String) throws(MemoryError) -> [UUID] {
        try access.reading { connection in
            try connection.query(
                """
                SELECT id FROM source_memories.memory
                WHERE namespace = \(namespace)
                    AND starts_with(replace(id::VARCHAR, '-', ''),
                                    replace(lower(\(prefix)), '-', ''))
                ORDER BY id LIMIT 10
                """
            ).uuids("id").compactMap { $0 }
        }
    }

    public func forEachMemory(
        namespace: String?, _ body: (MemoryRecord) throws -> Void
    ) throws(MemoryError) {
        try access.reading { connection in
            let stream = try connection.stream(
                """
                SELECT \(unescaped: Self.columns) FROM source_memories.memory
                WHERE \(Self.isIn(namespace))
                ORDER BY occurred_at, recorded_at, id
                """)
            try stream.forEachChunk { chunk in
                for row in chunk.rows { try body(try Self.record(row)) }
            }
        }
    }

    public func accesses(namespace: String?) throws(MemoryError) -> [UUID: [MemoryAccess]] {
        try access.reading { connection in
            let result = try connection.query(
                """
                SELECT recall_id, namespace, memory_id, rank, accessed_at
                FROM source_memories.access
                WHERE \(Self.isIn(namespace))
                ORDER BY accessed_at, recall_id, rank
                """)
            var accesses: [UUID: [MemoryAccess]] = [:]
            for row in result.rows {
                let access = MemoryAccess(
                    recallID: try row.decode(0), namespace: try row.decode(1),
                    memoryID: try row.decode(2), rank: try row.decode(3),
                    accessedAt: Moment(try row.decode(4, as: Timestamp.self)))
                accesses[access.memoryID, default: []].append(access)
            }
            return accesses
        }
    }

    public func namespaces() throws(MemoryError) -> [(name: String, memories: Int)] {
        try access.reading { connection in
            let result = try connection.query(
                """
                SELECT namespace, count(*) FROM source_memories.memory
                GROUP BY namespace ORDER BY namespace
                """)
            var namespaces: [(String, Int)] = []
            for row in result.rows { namespaces.append((try row.decode(0), try row.decode(1))) }
            return namespaces
        }
    }

    public func counts(namespace: String?, model: String) throws(MemoryError) -> StoreCounts {
        try access.reading { connection in
            let row = try connection.query(
                """
                WITH chosen AS (
                    SELECT * FROM source_memories.memory
                    WHERE \(Self.isIn(namespace))
                )
                SELECT count(*), count(*) FILTER (repeats IS NULL AND id NOT IN (
                        SELECT memory_id FROM source_memories.embedding WHERE model = \(model))),
                    count(DISTINCT (namespace, session_id)) FILTER (session_id IS NOT NULL),
                    count(DISTINCT (namespace, speaker)) FILTER (speaker IS NOT NULL),
                    (SELECT count(*) FROM source_memories.access
                     WHERE \(Self.isIn(namespace))),
                    min(occurred_at), max(occurred_at)
                FROM chosen
                """
            ).rows.first
            guard let row else { return StoreCounts() }
            return StoreCounts(
                memories: try row.decode(0), withoutEmbedding: try row.decode(1),
                sessions: try row.decode(2), speakers: try row.decode(3),
                accesses: try row.decode(4),
                earliest: try row.decode(5, as: Timestamp?.self).map(Moment.init),
                latest: try row.decode(6, as: Timestamp?.self).map(Moment.init))
        }
    }

    /// The condition of being in a namespace, or in any where that is nil.
    static func isIn(_ namespace: String?) -> SQL {
        guard let namespace else { return "true" }
        return "namespace = \(namespace)"
    }

    static func record(_ row: Row) throws -> MemoryRecord {
        MemoryRecord(
            id: try row.decode(0), namespace: try row.decode(1), content: try row.decode(2),
            contentHash: try row.decode(3), role: try row.decode(4), speaker: try row.decode(5),
            sessionID: try row.decode(6), context: try row.decode(7), tags: try row.decode(8),
            metadata: try row.decode(9), occurredAt: Moment(try row.decode(10, as: Timestamp.self)),
            recordedAt: Moment(try row.decode(11, as: Timestamp.self)),
            parentID: try row.decode(12), chunkIndex: try row.decode(13),
            timeSource: TimeSource(rawValue: try row.decode(14)) ?? .unknown,
            repeats: try row.decode(15), supersedes: try row.decode(16),
            sourceFile: try row.decode(17), telling: try row.decode(18))
    }
}
