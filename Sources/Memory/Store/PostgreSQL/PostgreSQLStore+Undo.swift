public import Foundation
import Hashing
import PostgreSQL

extension PostgreSQLStore {
    /// Notes that a call told again what was kept already.
    func retell(_ ids: [UUID], telling number: UUID?) throws(MemoryError) {
        guard let number, !ids.isEmpty else { return }
        for start in stride(from: 0, to: ids.count, by: 10_000) {
            let piece = Array(ids[start..<min(start + 10_000, ids.count)])
            try server.run { connection, _ in
                _ = try connection.query(
                    """
                    INSERT INTO dormouse.retelling (memory_id, namespace, telling)
                    SELECT id, namespace, \(number) FROM dormouse.memory
                    WHERE id = ANY (\(piece)) AND telling IS DISTINCT FROM \(number) ORDER BY id
                    ON CONFLICT (memory_id) DO UPDATE SET telling = excluded.telling
                    """)
            }
        }
    }

    public func lastTelling(namespace: String) throws(MemoryError) -> LastTelling? {
        try server.run { connection, _ in
            let last: UUID? = try connection.query(
                """
                SELECT telling FROM (
                    SELECT telling FROM dormouse.memory WHERE namespace = \(namespace)
                    UNION ALL
                    SELECT telling FROM dormouse.retelling WHERE namespace = \(namespace)) t
                WHERE telling IS NOT NULL ORDER BY telling DESC LIMIT 1
                """
            ).first?.decode(0)
            guard let last else { return nil }
            let again: PostgresQuery = """
                EXISTS (SELECT FROM dormouse.retelling r
                    WHERE r.memory_id = m.id AND r.telling <> \(last))
                """
            let found = try connection.query(
                """
                SELECT \(Self.columns) FROM dormouse.memory m
                WHERE m.namespace = \(namespace) AND m.telling = \(last) AND NOT \(again)
                ORDER BY occurred_at, recorded_at, id
                """)
            let kept: Int = try connection.query(
                """
                SELECT count(*) FROM dormouse.memory m
                WHERE m.namespace = \(namespace) AND m.telling = \(last) AND \(again)
                """
            ).value()
            return LastTelling(
                number: last, namespace: namespace,
                memories: try found.rows.map { try Self.record($0) }, toldAgain: kept)
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
        try server.run { connection, _ in
            try connection.transaction {
                for column in ["parent_id", "supersedes", "repeats"] {
                    let name = PostgresQuery(unescaped: column)
                    try connection.query(
                        """
                        UPDATE dormouse.memory SET \(name) = NULL WHERE \(name) = ANY (\(ids))
                        """)
                }
                try connection.query("DELETE FROM dormouse.memory WHERE id = ANY (\(ids))")
                try connection.query(
                    "DELETE FROM dormouse.retelling WHERE telling = \(telling.number)")
                try connection.query(
                    """
                    UPDATE dormouse.note_passage SET replaced_by = NULL
                    WHERE telling = \(telling.number)
                    """)
                try connection.query(
                    """
                    INSERT INTO dormouse.erasure
                        (receipt_id, namespace, memory_id, erased_at, digest, reason)
                    SELECT t.receipt, \(telling.namespace), t.id, \(moment.postgres), t.digest,
                        'undo'
                    FROM unnest(\(receipts), \(ids), \(digests)) AS t (receipt, id, digest)
                    ON CONFLICT DO NOTHING
                    """)
            }
        }
    }

    public func erased(among ids: [UUID]) throws(MemoryError) -> Set<UUID> {
        try server.run { connection, _ in
            Set(
                try connection.query(
                    """
                    SELECT DISTINCT memory_id FROM dormouse.erasure
                    WHERE reason IS NULL AND memory_id = ANY (\(ids))
                    """
                ).values(0, as: UUID.self))
        }
    }
}
