import DuckDB
public import Foundation

extension DuckDBStore {
    /// How many memories have no vector of a model yet.
    public func countWithoutEmbedding(model: String) throws(MemoryError) -> Int {
        try access.reading { connection in
            try connection.query(
                """
                SELECT count(*) FROM source_memories.memory m
                WHERE m.repeats IS NULL AND NOT EXISTS (FROM source_memories.embedding e
                                  WHERE e.memory_id = m.id AND e.model = \(model))
                """
            ).first?.intValue ?? 0
        }
    }

    /// Up to `limit` memories that have no vector of a model yet, those told first.
    public func withoutEmbedding(model: String, limit: Int) throws(MemoryError) -> [(UUID, String)]
    {
        try access.reading { connection in
            let result = try connection.query(
                """
                SELECT m.id, m.content FROM source_memories.memory m
                WHERE m.repeats IS NULL AND NOT EXISTS (FROM source_memories.embedding e
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
    /// All of a kind go in with one statement: one by one, each would look through all that are
    /// there.
    public func keep(_ made: MadeVectors, model: String) throws(MemoryError) {
        guard !made.ids.isEmpty else { return }
        try access.writing { connection in
            try connection.transaction {
                try keep(made.passages, model: model)
                try keep(made.vectors, of: made.ids, model: model)
            }
        }
    }

    private func keep(_ vectors: [Float], of ids: [UUID], model: String) throws(DuckDBError) {
        try connection.query(
            """
            INSERT INTO source_memories.embedding (memory_id, model, vector)
            SELECT made.id, $2, made.vector
            FROM (SELECT unnest($1::UUID[]) AS id, unnest($3::FLOAT[][]) AS vector) made
            WHERE made.id IN (SELECT id FROM source_memories.memory)
                AND made.id NOT IN (SELECT memory_id FROM source_memories.embedding
                                    WHERE model = $2)
            """,
            [ids.duckDBValue, .string(model), Self.rows(vectors, ids.count)])
    }

    func keep(_ made: PassageVectors, model: String) throws(DuckDBError) {
        if made.ids.isEmpty { return }
        try connection.query(
            """
            INSERT INTO source_memories.passage (memory_id, model, number, vector)
            SELECT made.id, $2, made.number, made.vector
            FROM (SELECT unnest($1::UUID[]) AS id, unnest($3::INTEGER[]) AS number,
                    unnest($4::FLOAT[][]) AS vector) made
            WHERE made.id IN (SELECT id FROM source_memories.memory)
                AND made.id NOT IN (SELECT memory_id FROM source_memories.passage
                                    WHERE model = $2)
            """,
            [
                made.ids.duckDBValue, .string(model), made.numbers.duckDBValue,
                Self.rows(made.vectors, made.ids.count),
            ])
    }

    /// Vectors that lie end to end as a list of lists.
    private static func rows(_ vectors: [Float], _ count: Int) -> Value {
        let length = vectors.count / count
        return .list(
            (0..<count).map { row in
                Array(vectors[row * length..<(row + 1) * length]).duckDBValue
            })
    }
}
