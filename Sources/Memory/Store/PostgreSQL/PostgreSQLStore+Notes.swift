public import Foundation
import PostgreSQL

extension PostgreSQLStore {
    public func passagesOfNotes(namespace: String) throws(MemoryError) -> [KeptPassage] {
        try server.run { connection, _ in
            let places = try connection.query(
                """
                SELECT m.id, n.path, n.file, n.replaced_by IS NOT NULL OR EXISTS (
                    SELECT FROM dormouse.memory s
                    WHERE s.supersedes = m.id AND s.chunk_index IS NOT NULL)
                FROM dormouse.memory m LEFT JOIN dormouse.note_passage n ON n.memory_id = m.id
                WHERE m.namespace = \(namespace) AND m.chunk_index IS NOT NULL
                """)
            var known: [UUID: (path: String?, file: String?, isReplaced: Bool)] = [:]
            for row in places.rows {
                known[try row.decode(0)] = (
                    try row.decode(1), try row.decode(2), try row.decode(3)
                )
            }
            let result = try connection.query(
                """
                SELECT \(Self.columns) FROM dormouse.memory
                WHERE namespace = \(namespace) AND chunk_index IS NOT NULL
                    AND CASE WHEN position('\\u0000' IN metadata::text) = 0
                        THEN metadata ->> 'source' = 'markdown' ELSE false END
                ORDER BY occurred_at, recorded_at, id
                """)
            return try result.rows.compactMap { row in
                let memory = try Self.record(row)
                guard let place = known[memory.id] else { return nil }
                return KeptPassage(
                    memory: memory, isReplaced: place.isReplaced, path: place.path,
                    file: place.file)
            }
        }
    }

    public func note(_ findings: [NoteFinding], telling: UUID?) throws(MemoryError) {
        for start in stride(from: 0, to: findings.count, by: 5000) {
            let piece = findings[start..<min(start + 5000, findings.count)]
                .sorted { $0.memory < $1.memory }
            try server.run { connection, _ in
                _ = try connection.query(
                    """
                    INSERT INTO dormouse.note_passage
                        (memory_id, namespace, path, file, replaced_by, telling)
                    SELECT t.memory, t.namespace, t.path, t.file, r.id, \(telling)
                    FROM unnest(
                        \(piece.map(\.memory)), \(piece.map(\.namespace)), \(piece.map(\.path)),
                        \(piece.map(\.file)), \(piece.map(\.replacedBy)))
                        AS t (memory, namespace, path, file, by)
                    JOIN dormouse.memory m ON m.id = t.memory
                    LEFT JOIN dormouse.memory r ON r.id = t.by
                    ON CONFLICT (memory_id) DO UPDATE SET path = excluded.path,
                        file = excluded.file, replaced_by = excluded.replaced_by,
                        telling = excluded.telling
                    """)
            }
        }
    }

    public func replacements(namespace: String?) throws(MemoryError) -> [UUID: UUID] {
        try server.run { connection, _ in
            let result = try connection.query(
                """
                SELECT memory_id, replaced_by FROM dormouse.note_passage
                WHERE replaced_by IS NOT NULL AND \(Self.isIn(namespace))
                """)
            var replacements: [UUID: UUID] = [:]
            for row in result.rows { replacements[try row.decode(0)] = try row.decode(1) }
            return replacements
        }
    }
}
