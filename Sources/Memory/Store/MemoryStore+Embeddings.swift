import DuckDB
import Foundation

extension MemoryStore {
    /// How many memories have no vector of a model yet.
    func countWithoutEmbedding(model: String) throws(MemoryError) -> Int {
        try reporting(file) {
            try connection.query(
                """
                SELECT count(*) FROM source_memories.memory m
                WHERE NOT EXISTS (FROM source_memories.embedding e
                                  WHERE e.memory_id = m.id AND e.model = \(model))
                """
            ).first?.intValue ?? 0
        }
    }

    /// Up to `limit` memories that have no vector of a model yet, those told first.
    func withoutEmbedding(model: String, limit: Int) throws(MemoryError) -> [(UUID, String)] {
        try reporting(file) {
            let result = try connection.query(
                """
                SELECT m.id, m.content FROM source_memories.memory m
                WHERE NOT EXISTS (FROM source_memories.embedding e
                                  WHERE e.memory_id = m.id AND e.model = \(model))
                ORDER BY m.recorded_at, m.id LIMIT \(limit)
                """)
            var found: [(UUID, String)] = []
            for row in result.rows { found.append((try row.decode(0), try row.decode(1))) }
            return found
        }
    }

    /// Keeps vectors of a model; a memory erased meanwhile gets none.
    ///
    /// - Parameter vectors: one after another, as many as ids.
    func keep(vectors: [Float], of ids: [UUID], model: String) throws(MemoryError) {
        guard !ids.isEmpty else { return }
        let length = vectors.count / ids.count
        try reporting(file) {
            try connection.transaction { () throws(DuckDBError) in
                let statement = try connection.prepare(
                    """
                    INSERT INTO source_memories.embedding
                    SELECT m.id, $2, $3 FROM source_memories.memory m
                    WHERE m.id = $1 AND NOT EXISTS (FROM source_memories.embedding e
                                                    WHERE e.memory_id = $1 AND e.model = $2)
                    """)
                for (row, id) in ids.enumerated() {
                    let vector = Array(vectors[row * length..<(row + 1) * length])
                    try statement.query([.uuid(id), .string(model), vector.duckDBValue])
                }
            }
        }
    }
}
