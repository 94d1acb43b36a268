import DuckDB
public import Foundation

extension DuckDBStore {
    public func passagesOfNotes(namespace: String) throws(MemoryError) -> [KeptPassage] {
        try access.reading { connection in
            let columns = Self.columns.components(separatedBy: ",")
                .map { "m." + $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                .joined(separator: ", ")
            let result = try connection.query(
                """
                SELECT \(unescaped: columns), n.path, n.file,
                    n.replaced_by IS NOT NULL OR EXISTS (FROM source_memories.memory s
                        WHERE s.supersedes = m.id AND s.chunk_index IS NOT NULL)
                FROM source_memories.memory m
                LEFT JOIN source_memories.note_passage n ON n.memory_id = m.id
                WHERE m.namespace = \(namespace) AND m.chunk_index IS NOT NULL
                    AND json_extract_string(m.metadata, '$.source') = 'markdown'
                ORDER BY m.occurred_at, m.recorded_at, m.id
                """)
            let first = Self.columns.components(separatedBy: ",").count
            return try result.rows.map { row in
                KeptPassage(
                    memory: try Self.record(row), isReplaced: try row.decode(first + 2),
                    path: try row.decode(first), file: try row.decode(first + 1))
            }
        }
    }

    public func note(_ findings: [NoteFinding], telling: UUID?) throws(MemoryError) {
        try access.writing { connection in
            for start in stride(from: 0, to: findings.count, by: 5000) {
                let piece = findings[start..<min(start + 5000, findings.count)]
                try access.committing { _ in
                    try connection.query(
                        """
                        DELETE FROM source_memories.note_passage
                        WHERE memory_id IN (SELECT unnest(\(piece.map(\.memory))))
                        """)
                    try connection.query(
                        """
                        INSERT INTO source_memories.note_passage
                        SELECT unnest($1::UUID[]), unnest($2::VARCHAR[]), unnest($3::VARCHAR[]),
                            unnest($4::VARCHAR[]), unnest($5::UUID[]), $6::UUID
                        """,
                        [
                            .list(piece.map(\.memory.duckDBValue)),
                            .list(piece.map(\.namespace.duckDBValue)),
                            .list(piece.map(\.path.duckDBValue)),
                            .list(piece.map(\.file.duckDBValue)),
                            .list(piece.map(\.replacedBy.duckDBValue)), telling.duckDBValue,
                        ])
                }
            }
        }
    }

    public func replacements(namespace: String?) throws(MemoryError) -> [UUID: UUID] {
        try access.reading { connection in
            guard try StoreSchema.has("note_passage", connection) else { return [:] }
            let result = try connection.query(
                """
                SELECT memory_id, replaced_by FROM source_memories.note_passage
                WHERE replaced_by IS NOT NULL AND \(Self.isIn(namespace))
                """)
            var replacements: [UUID: UUID] = [:]
            for row in result.rows { replacements[try row.decode(0)] = try row.decode(1) }
            return replacements
        }
    }
}
