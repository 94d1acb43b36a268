import DuckDB
public import Foundation
import Hashing

extension DuckDBStore {
    /// Notes that a call told again what was kept already.
    func retell(_ ids: [UUID], telling number: UUID?) throws(DuckDBError) {
        guard let number, !ids.isEmpty else { return }
        try connection.query(
            """
            DELETE FROM source_memories.retelling
            WHERE memory_id IN (SELECT unnest(\(ids)))
            """)
        try connection.query(
            """
            INSERT INTO source_memories.retelling
            SELECT id, namespace, \(number)
            FROM (SELECT DISTINCT unnest(\(ids)) AS id) JOIN source_memories.memory USING (id)
            WHERE telling IS DISTINCT FROM \(number)
            """)
    }

    public func lastTelling(namespace: String) throws(MemoryError) -> LastTelling? {
        try access.reading { connection in
            let last = try connection.query(
                """
                SELECT max(telling) FROM (
                    SELECT telling FROM source_memories.memory WHERE namespace = \(namespace)
                    UNION ALL
                    SELECT telling FROM source_memories.retelling WHERE namespace = \(namespace))
                """
            ).first?.uuidValue
            guard let last else { return nil }
            let again: SQL = """
                EXISTS (FROM source_memories.retelling r
                    WHERE r.memory_id = m.id AND r.telling <> \(last))
                """
            let found = try connection.query(
                """
                SELECT \(unescaped: Self.columns) FROM source_memories.memory m
                WHERE m.namespace = \(namespace) AND m.telling = \(last) AND NOT \(again)
                ORDER BY occurred_at, recorded_at, id
                """)
            let kept = try connection.query(
                """
                SELECT count(*) FROM source_memories.memory m
                WHERE m.namespace = \(namespace) AND m.telling = \(last) AND \(again)
                """
            ).first?.intValue
            return LastTelling(
                number: last, namespace: namespace, memories: try found.rows.map(Self.record),
                toldAgain: kept ?? 0)
        }
    }

    public func undo(_ telling: LastTelling, at moment: Moment, receipt: () -> UUID)
        throws(MemoryError)
    {
        let ids = telling.memories.map(\.id)
        let receipts = ids.map { _ in receipt() }
        let digests = zip(telling.memories, receipts).map { memory, receipt in
            SHA256.hexadecimal(receipt.uuidString.lowercased() + memory.content)
        }
        try access.erasing { connection in
            try connection.transaction {
                for table in [
                    "embedding", "passage", "access", "tag", "pin", "retelling", "note_passage",
                ] {
                    try connection.query(
                        """
                        DELETE FROM source_memories.\(identifier: table)
                        WHERE memory_id IN (SELECT unnest(\(ids)))
                        """)
                }
                for column in ["parent_id", "supersedes", "repeats"] {
                    try connection.query(
                        """
                        UPDATE source_memories.memory SET \(identifier: column) = NULL
                        WHERE \(identifier: column) IN (SELECT unnest(\(ids)))
                        """)
                }
                try connection.query(
                    "DELETE FROM source_memories.memory WHERE id IN (SELECT unnest(\(ids)))")
                try connection.query(
                    "DELETE FROM source_memories.retelling WHERE telling = \(telling.number)")
                try connection.query(
                    """
                    UPDATE source_memories.note_passage SET replaced_by = NULL
                    WHERE telling = \(telling.number)
                    """)
                try connection.query(
                    """
                    INSERT INTO source_memories.erasure
                        (receipt_id, namespace, memory_id, erased_at, digest, reason)
                    SELECT unnest(\(receipts)), \(telling.namespace), unnest(\(ids)),
                        \(moment.timestamp), unnest(\(digests)), 'undo'
                    """)
            }
        }
    }

    public func erased(among ids: [UUID]) throws(MemoryError) -> Set<UUID> {
        try access.reading { connection in
            let result = try connection.query(
                """
                SELECT DISTINCT memory_id AS id FROM source_memories.erasure
                WHERE reason IS NULL AND memory_id IN (SELECT unnest(\(ids)))
                """)
            return Set(try result.uuids("id").compactMap { $0 })
        }
    }
}
