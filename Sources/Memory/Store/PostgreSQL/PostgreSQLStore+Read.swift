public import Foundation
import PostgreSQL

extension PostgreSQLStore {
    static let columns = PostgresQuery(
        unescaped: """
            id, namespace, content, content_hash, role, speaker, session_id, context, tags,
            metadata::text, occurred_at, recorded_at, parent_id, chunk_index, time_source,
            repeats, supersedes, source_file, telling
            """)

    public func memory(_ id: UUID, namespace: String) throws(MemoryError) -> MemoryRecord? {
        try memories([id], namespace: namespace).first
    }

    public func memories(_ ids: [UUID], namespace: String) throws(MemoryError) -> [MemoryRecord] {
        if ids.isEmpty { return [] }
        return try server.run { connection, _ in
            let result = try connection.query(
                """
                SELECT \(Self.columns) FROM dormouse.memory
                WHERE id = ANY (\(ids)) AND namespace = \(namespace)
                """)
            var found: [UUID: MemoryRecord] = [:]
            for row in result.rows {
                let record = try Self.record(row)
                found[record.id] = record
            }
            return ids.compactMap { found[$0] }
        }
    }

    public func ids(beginningWith prefix: String, namespace: String) throws(MemoryError) -> [UUID] {
        let digits = prefix.replacing("-", with: "").lowercased()
        guard digits.count <= 32, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let first = Self.id(digits, filledWith: "0"),
            let last = Self.id(digits, filledWith: "f")
        else { return [] }
        return try server.run { connection, _ in
            try connection.query(
                """
                SELECT id FROM dormouse.memory
                WHERE namespace = \(namespace) AND id BETWEEN \(first) AND \(last)
                ORDER BY id LIMIT 10
                """
            ).values()
        }
    }

    private static func id(_ digits: String, filledWith filler: Character) -> UUID? {
        var text = digits + String(repeating: filler, count: 32 - digits.count)
        for place in [20, 16, 12, 8] {
            text.insert("-", at: text.index(text.startIndex, offsetBy: place))
        }
        return UUID(uuidString: text)
    }

    /// By the page, each in a moment of its own: memories do not change, so a reader that takes
    /// its time holds up nobody.
    public func forEachMemory(
        namespace: String?, _ body: (MemoryRecord) throws -> Void
    ) throws(MemoryError) {
        var names: [String] = []
        if let namespace { names = [namespace] } else { names = try namespaces().map(\.name) }
        // All namespaces together come by time as well: one after the other would not.
        var pages = names.map { MemoryPages(namespace: $0) }
        while let next = try nextPage(&pages) {
            do { try body(next) } catch let error as MemoryError { throw error } catch {
                throw MemoryError(.storage, "\(place): \(error)")
            }
        }
    }

    /// The earliest memory of what the pages hold.
    private func nextPage(_ pages: inout [MemoryPages]) throws(MemoryError) -> MemoryRecord? {
        var earliest: Int?
        for at in pages.indices {
            if pages[at].isDry { try fill(&pages[at]) }
            guard let candidate = pages[at].first else { continue }
            if let best = earliest.flatMap({ pages[$0].first }),
                !MemoryPages.isBefore(candidate, best)
            {
                continue
            }
            earliest = at
        }
        return earliest.flatMap { pages[$0].take() }
    }

    private static let leastID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    private func fill(_ pages: inout MemoryPages) throws(MemoryError) {
        let last = pages.last
        let namespace = pages.namespace
        pages.add(
            try server.run { connection, _ in
                let result = try connection.query(
                    """
                    SELECT \(Self.columns) FROM dormouse.memory
                    WHERE namespace = \(namespace)
                        AND (occurred_at, recorded_at, id) > (
                            \(last?.occurredAt.postgres ?? .negativeInfinity),
                            \(last?.recordedAt.postgres ?? .negativeInfinity),
                            \(last?.id ?? Self.leastID))
                    ORDER BY occurred_at, recorded_at, id LIMIT \(MemoryPages.size)
                    """)
                return try result.rows.map { try Self.record($0) }
            })
    }

    public func accesses(namespace: String?) throws(MemoryError) -> [UUID: [MemoryAccess]] {
        try server.run { connection, _ in
            let result = try connection.query(
                """
                SELECT recall_id, namespace, memory_id, rank, accessed_at FROM dormouse.access
                WHERE \(Self.isIn(namespace)) ORDER BY accessed_at, recall_id, rank
                """)
            var accesses: [UUID: [MemoryAccess]] = [:]
            for row in result.rows {
                let access = MemoryAccess(
                    recallID: try row.decode(0), namespace: try row.decode(1),
                    memoryID: try row.decode(2), rank: try row.decode(3),
                    accessedAt: Moment(try row.decode(4, as: PostgresTimestamp.self)))
                accesses[access.memoryID, default: []].append(access)
            }
            return accesses
        }
    }

    public func namespaces() throws(MemoryError) -> [(name: String, memories: Int)] {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT namespace, count(*) FROM dormouse.memory
                GROUP BY namespace ORDER BY namespace COLLATE "C"
                """
            ).rows.map { (try $0.decode(0), try $0.decode(1)) }
        }
    }

    public func counts(namespace: String?, model: String) throws(MemoryError) -> StoreCounts {
        try server.run { connection, _ in
            let row = try connection.query(
                """
                SELECT count(*),
                    count(*) FILTER (WHERE repeats IS NULL AND NOT EXISTS (
                        SELECT FROM dormouse.embedding e
                        WHERE e.memory_id = m.id AND e.model = \(model))),
                    count(DISTINCT (namespace, session_id)) FILTER (WHERE session_id IS NOT NULL),
                    count(DISTINCT (namespace, speaker)) FILTER (WHERE speaker IS NOT NULL),
                    (SELECT count(*) FROM dormouse.access WHERE \(Self.isIn(namespace))),
                    min(occurred_at), max(occurred_at)
                FROM dormouse.memory m WHERE \(Self.isIn(namespace))
                """
            ).rows[0]
            return StoreCounts(
                memories: try row.decode(0), withoutEmbedding: try row.decode(1),
                sessions: try row.decode(2), speakers: try row.decode(3),
                accesses: try row.decode(4),
                earliest: try row.decode(5, as: PostgresTimestamp?.self).map(Moment.init),
                latest: try row.decode(6, as: PostgresTimestamp?.self).map(Moment.init))
        }
    }

    /// The condition of being in a namespace, or in any where that is nil.
    static func isIn(_ namespace: String?) -> PostgresQuery {
        guard let namespace else { return "true" }
        return "namespace = \(namespace)"
    }

    static func record(_ row: PostgresRow) throws(PostgreSQLError) -> MemoryRecord {
        MemoryRecord(
            id: try row.decode(0), namespace: try row.decode(1), content: try row.decode(2),
            contentHash: try row.decode(3), role: try row.decode(4), speaker: try row.decode(5),
            sessionID: try row.decode(6), context: try row.decode(7), tags: try row.decode(8),
            metadata: try row.decode(9),
            occurredAt: Moment(try row.decode(10, as: PostgresTimestamp.self)),
            recordedAt: Moment(try row.decode(11, as: PostgresTimestamp.self)),
            parentID: try row.decode(12), chunkIndex: try row.decode(13),
            timeSource: TimeSource(rawValue: try row.decode(14)) ?? .unknown,
            repeats: try row.decode(15), supersedes: try row.decode(16),
            sourceFile: try row.decode(17), telling: try row.decode(18))
    }
}
