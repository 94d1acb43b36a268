public import Foundation
import PostgreSQL

extension PostgreSQLStore {
    public func countWithoutEmbedding(model: String) throws(MemoryError) -> Int {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT count(*) FROM dormouse.memory m
                WHERE m.repeats IS NULL AND NOT EXISTS (SELECT FROM dormouse.embedding e
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
                    WHERE m.repeats IS NULL AND NOT EXISTS (SELECT FROM dormouse.embedding e
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

    public func keep(_ made: MadeVectors, model: String) throws(MemoryError) {
        guard !made.ids.isEmpty else { return }
        // Before the first: a memory whose first passage has a vector is done.
        try keep(made.passages, model: model)
        let new = NewVectors(ids: made.ids, vectors: made.vectors, model: model)
        // Below this a COPY takes longer than it saves.
        let few = 64
        if new.count >= few {
            let way = try wayOfCopying()
            if way != .none { return try copy(new, way) }
        }
        for start in stride(from: 0, to: new.count, by: few) {
            try insert(new[start..<min(start + few, new.count)])
        }
    }

    func keep(_ made: PassageVectors, model: String) throws(MemoryError) {
        let few = 64
        for start in stride(from: 0, to: made.ids.count, by: few) {
            let range = start..<min(start + few, made.ids.count)
            let length = made.vectors.count / made.ids.count
            let vectors = Array(made.vectors[start * length..<range.upperBound * length])
            try server.insert(
                """
                INSERT INTO dormouse.passage (memory_id, namespace, model, number, vector)
                SELECT m.id, m.namespace, \(model)::text, t.number,
                    (\(vectors))[(t.place - 1) * \(length) + 1:t.place * \(length)]
                FROM unnest(\(Array(made.ids[range])), \(Array(made.numbers[range]))::bigint[])
                    WITH ORDINALITY AS t (id, number, place)
                JOIN dormouse.memory m ON m.id = t.id
                ORDER BY 1, 4 ON CONFLICT DO NOTHING
                """)
        }
    }

    /// How the role that asks may copy many vectors.
    private enum WayOfCopying {
        /// Straight into the table, and staged where that does not do.
        case straight
        /// Into a table for the moment: COPY does not ask the policies of namespaces.
        case staged
        case none
    }

    private func wayOfCopying() throws(MemoryError) -> WayOfCopying {
        try server.run { connection, _ in
            let row = try connection.query(
                """
                SELECT has_database_privilege(current_database(), 'TEMPORARY'),
                    row_security_active('dormouse.embedding')
                """
            ).rows[0]
            guard try row.decode(0) else { return .none }
            return try row.decode(1) ? .staged : .straight
        }
    }

    /// Few vectors, as values of one statement.
    private func insert(_ new: NewVectors) throws(MemoryError) {
        // The server casts real[] to vector where the column is one.
        try server.insert(
            """
            INSERT INTO dormouse.embedding (memory_id, namespace, model, vector)
            SELECT m.id, m.namespace, \(new.model)::text,
                (\(new.vectors))[(t.place - 1) * \(new.length) + 1:t.place * \(new.length)]
            FROM unnest(\(new.ids)) WITH ORDINALITY AS t (id, place)
            JOIN dormouse.memory m ON m.id = t.id
            ORDER BY 1 ON CONFLICT DO NOTHING
            """)
    }

    private func copy(_ new: NewVectors, _ way: WayOfCopying) throws(MemoryError) {
        let batches = Self.pieces(of: new.count, most: 4000)
        try share(batches.count) { (number, server) throws(MemoryError) in
            let part = new[batches[number]]
            try server.run { connection, tries in
                // A second try may meet what the first has kept.
                if way == .straight, tries == 0, try part.copyStraight(to: connection) { return }
                try connection.transaction { try part.copyStaged(to: connection) }
            }
        }
    }
}
