public import Foundation
import PostgreSQL

extension PostgreSQLStore {
    public func countWithoutEmbedding(model: String) throws(MemoryError) -> Int {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT count(*) FROM dormouse.memory m
                WHERE NOT EXISTS (SELECT FROM dormouse.embedding e
                                  WHERE e.memory_id = m.id AND e.model = \(model))
                """
            ).value()
        }
    }

    public func withoutEmbedding(model: String, limit: Int) throws(MemoryError) -> [(UUID, String)]
    {
        var ids = waiting.take(limit, model: model)
        if ids.isEmpty {
            // One look at all memories serves for many batches.
            let found = try server.run { connection, _ in
                try connection.query(
                    """
                    SELECT m.id FROM dormouse.memory m
                    WHERE NOT EXISTS (SELECT FROM dormouse.embedding e
                                      WHERE e.memory_id = m.id AND e.model = \(model))
                    ORDER BY m.recorded_at, m.id LIMIT 20000
                    """
                ).values(0, as: UUID.self)
            }
            waiting.fill(found, model: model)
            ids = waiting.take(limit, model: model)
        }
        return try server.run { connection, _ in
            // Another process may have made some meanwhile; an empty answer ends the work.
            let result = try connection.query(
                """
                SELECT m.id, m.content
                FROM unnest(\(ids)) WITH ORDINALITY AS t (id, place)
                JOIN dormouse.memory m ON m.id = t.id ORDER BY t.place
                """, isPrepared: true)
            return try result.rows.map { (try $0.decode(0), try $0.decode(1)) }
        }
    }

    public func keep(vectors: [Float], of ids: [UUID], model: String) throws(MemoryError) {
        guard !ids.isEmpty else { return }
        let length = vectors.count / ids.count
        for start in stride(from: 0, to: ids.count, by: 1000) {
            let range = start..<min(start + 1000, ids.count)
            let slice = Array(vectors[range.lowerBound * length..<range.upperBound * length])
            // The server casts real[] to vector where the column is one.
            try server.query(
                """
                INSERT INTO dormouse.embedding (memory_id, namespace, model, vector)
                SELECT m.id, m.namespace, \(model)::text,
                    (\(slice))[(t.place - 1) * \(length) + 1:t.place * \(length)]
                FROM unnest(\(Array(ids[range]))) WITH ORDINALITY AS t (id, place)
                JOIN dormouse.memory m ON m.id = t.id
                ORDER BY 1 ON CONFLICT DO NOTHING
                """)
        }
    }
}
