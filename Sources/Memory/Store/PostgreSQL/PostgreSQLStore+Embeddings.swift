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
                """)
            return try result.rows.map { (try $0.decode(0), try $0.decode(1)) }
        }
    }

    public func keep(vectors: [Float], of ids: [UUID], model: String) throws(MemoryError) {
        guard !ids.isEmpty else { return }
        let length = vectors.count / ids.count
        // Below this a table for the moment takes longer than it saves.
        let few = 64
        if ids.count >= few, try mayMakeTemporaryTables() {
            return try copy(vectors, of: ids, length, model)
        }
        for start in stride(from: 0, to: ids.count, by: few) {
            let range = start..<min(start + few, ids.count)
            let slice = Array(vectors[range.lowerBound * length..<range.upperBound * length])
            try insert(slice, of: Array(ids[range]), length, model)
        }
    }

    private func mayMakeTemporaryTables() throws(MemoryError) -> Bool {
        try server.run { connection, _ in
            try connection.query(
                "SELECT has_database_privilege(current_database(), 'TEMPORARY')"
            ).value()
        }
    }

    /// Few vectors, as values of one statement.
    private func insert(
        _ vectors: [Float], of ids: [UUID], _ length: Int, _ model: String
    ) throws(MemoryError) {
        // The server casts real[] to vector where the column is one.
        try server.insert(
            """
            INSERT INTO dormouse.embedding (memory_id, namespace, model, vector)
            SELECT m.id, m.namespace, \(model)::text,
                (\(vectors))[(t.place - 1) * \(length) + 1:t.place * \(length)]
            FROM unnest(\(ids)) WITH ORDINALITY AS t (id, place)
            JOIN dormouse.memory m ON m.id = t.id
            ORDER BY 1 ON CONFLICT DO NOTHING
            """)
    }

    /// Many vectors, by COPY. Into a table for the moment: COPY knows neither what is there
    /// already, nor memories erased meanwhile, nor the policies of namespaces.
    private func copy(
        _ vectors: [Float], of ids: [UUID], _ length: Int, _ model: String
    ) throws(MemoryError) {
        let batch = 4000
        try share((ids.count + batch - 1) / batch) { (number, server) throws(MemoryError) in
            let start = number * batch
            try server.run { connection, _ in
                try connection.transaction {
                    try connection.query(
                        """
                        CREATE TEMPORARY TABLE dormouse_vectors ON COMMIT DROP AS
                        SELECT memory_id, vector FROM dormouse.embedding WITH NO DATA
                        """)
                    try connection.copy(into: CopyTarget("dormouse_vectors")) { rows in
                        for place in start..<min(start + batch, ids.count) {
                            let vector = vectors[place * length..<(place + 1) * length]
                            try rows.write([.uuid(ids[place]), .vector(Array(vector))])
                        }
                    }
                    try connection.query(
                        """
                        INSERT INTO dormouse.embedding (memory_id, namespace, model, vector)
                        SELECT m.id, m.namespace, \(model), t.vector
                        FROM dormouse_vectors t JOIN dormouse.memory m ON m.id = t.memory_id
                        ORDER BY 1 ON CONFLICT DO NOTHING
                        """)
                }
            }
        }
    }
}
