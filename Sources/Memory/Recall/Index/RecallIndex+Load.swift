import DuckDB
import Foundation

extension MemoryStore {
    /// Builds the index of a namespace out of what the store holds.
    ///
    /// - Parameter model: whose vectors to load; others do not fit its questions.
    func loadIndex(namespace: String, model: String, dimensions: Int) throws(MemoryError)
        -> RecallIndex
    {
        try reporting(file) {
            var index = RecallIndex(namespace: namespace, dimensions: dimensions)
            let count = try connection.query(
                "SELECT count(*) FROM source_memories.memory WHERE namespace = \(namespace)"
            ).first?.intValue
            index.reserve(count ?? 0)
            let stream = try connection.stream(
                """
                SELECT m.id, m.content, m.speaker, coalesce(m.session_id, m.parent_id::VARCHAR),
                    m.occurred_at, e.vector
                FROM source_memories.memory m
                LEFT JOIN source_memories.embedding e ON e.memory_id = m.id AND e.model = \(model)
                WHERE m.namespace = \(namespace)
                ORDER BY m.occurred_at, m.recorded_at, m.id
                """)
            try stream.forEachChunk { chunk in try index.append(chunk) }
            return index
        }
    }
}

extension RecallIndex {
    /// Adds a block of rows as `loadIndex` selects them.
    fileprivate mutating func append(_ chunk: Chunk) throws(DuckDBError) {
        let ids = try chunk.uuids(0)
        let contents = try chunk.strings(1)
        let speakers = try chunk.strings(2)
        let sessions = try chunk.strings(3)
        let times = try chunk.int64s(4)
        let vectors = try chunk.floatVectors(5)
        for row in 0..<chunk.rowCount {
            guard let id = ids[row], let time = times[row] else { continue }
            let entry = Entry(
                id: id, content: contents[row] ?? "", speaker: speakers[row],
                session: sessions[row], occurredAt: Moment(microseconds: time))
            vectors.withVector(row) { append(entry, vector: $0) }
        }
    }
}
