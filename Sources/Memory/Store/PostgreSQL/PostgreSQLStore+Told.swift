public import Foundation
import Hashing
import PostgreSQL

extension PostgreSQLStore {
    public func recalledMemory(content: String, namespace: String, since: Moment?)
        throws(MemoryError) -> UUID?
    {
        let hash = SHA256.hexadecimal(content)
        return try server.run { connection, _ in
            guard let since else {
                return try connection.query(
                    """
                    SELECT id FROM dormouse.memory
                    WHERE namespace = \(namespace) AND content_hash = \(hash) AND repeats IS NULL
                    ORDER BY occurred_at DESC, recorded_at DESC, id LIMIT 1
                    """
                ).first?.decode(0)
            }
            return try connection.query(
                """
                SELECT m.id FROM dormouse.memory m
                JOIN dormouse.access a ON a.memory_id = m.id
                WHERE m.namespace = \(namespace)
                    AND m.content_hash = ANY (\(EchoForms.hashes(of: content)))
                    AND m.repeats IS NULL AND a.accessed_at >= \(since.postgres)
                ORDER BY a.accessed_at DESC, m.id LIMIT 1
                """
            ).first?.decode(0)
        }
    }

    public func repetitions(of id: UUID) throws(MemoryError) -> (count: Int, last: Moment?) {
        try server.run { connection, _ in
            let row = try connection.query(
                """
                SELECT count(*), max(recorded_at) FROM dormouse.memory WHERE repeats = \(id)
                """
            ).rows[0]
            return (
                try row.decode(0), try row.decode(1, as: PostgresTimestamp?.self).map(Moment.init)
            )
        }
    }

    public func files(sharing lines: [UntimedLine: Int]) throws(MemoryError) -> [KeptFile] {
        let told = Array(lines)
        let namespaces = Array(Set(lines.keys.map(\.namespace)))
        return try server.run { connection, _ in
            let result = try connection.query(
                """
                WITH told AS (
                    SELECT * FROM unnest(
                        \(told.map(\.key.namespace)), \(told.map { $0.key.sessionID ?? "" }),
                        \(told.map(\.key.contentHash)), \(told.map { $0.key.speaker ?? "" }),
                        \(told.map { $0.key.role ?? "" }), \(told.map { Int64($0.value) }))
                        AS t (namespace, session, content_hash, speaker, role, n)
                ), kept AS (
                    SELECT namespace, source_file, coalesce(session_id, '') AS session,
                        content_hash, coalesce(speaker, '') AS speaker, coalesce(role, '') AS role,
                        count(*) AS n
                    FROM dormouse.memory
                    WHERE source_file IS NOT NULL AND namespace = ANY (\(namespaces))
                    GROUP BY 1, 2, 3, 4, 5, 6
                )
                SELECT namespace, source_file, sum(k.n)::bigint,
                    sum(least(k.n, coalesce(t.n, 0)))::bigint
                FROM kept k LEFT JOIN told t USING (namespace, session, content_hash, speaker, role)
                GROUP BY 1, 2 ORDER BY 1, 2
                """)
            return try result.rows.map { row in
                KeptFile(
                    namespace: try row.decode(0), name: try row.decode(1),
                    lines: try row.decode(2), shared: try row.decode(3))
            }
        }
    }

    /// What of some ids is there.
    func kept(_ ids: [UUID]) throws(MemoryError) -> [UUID: KeptMemory] {
        var kept: [UUID: KeptMemory] = [:]
        for start in stride(from: 0, to: ids.count, by: 10_000) {
            let piece = Array(ids[start..<min(start + 10_000, ids.count)])
            let found = try server.run { connection, _ in
                try connection.query(
                    """
                    SELECT id, namespace, content_hash, role, speaker FROM dormouse.memory
                    WHERE id = ANY (\(piece))
                    """
                ).rows.map { row in
                    (
                        try row.decode(0, as: UUID.self),
                        KeptMemory(
                            namespace: try row.decode(1), contentHash: try row.decode(2),
                            role: try row.decode(3), speaker: try row.decode(4))
                    )
                }
            }
            for (id, memory) in found { kept[id] = memory }
        }
        return kept
    }
}
