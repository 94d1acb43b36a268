import DuckDB
public import Foundation

extension DuckDBStore {
    public func recalledMemory(content: String, namespace: String, since: Moment?)
        throws(MemoryError) -> UUID?
    {
        try access.reading { connection in
            guard let since else {
                return try connection.query(
                    """
                    SELECT id FROM source_memories.memory
                    WHERE namespace = \(namespace) AND content_hash = sha256(\(content))
                        AND repeats IS NULL
                    ORDER BY occurred_at DESC, recorded_at DESC, id LIMIT 1
                    """
                ).first?.uuidValue
            }
            return try connection.query(
                """
                SELECT m.id FROM source_memories.memory m
                JOIN source_memories.access a ON a.memory_id = m.id
                WHERE m.namespace = \(namespace)
                    AND m.content_hash IN (SELECT unnest(\(EchoForms.hashes(of: content))))
                    AND m.repeats IS NULL AND a.accessed_at >= \(since.timestamp)
                ORDER BY a.accessed_at DESC, m.id LIMIT 1
                """
            ).first?.uuidValue
        }
    }

    public func repetitions(of id: UUID) throws(MemoryError) -> (count: Int, last: Moment?) {
        try access.reading { connection in
            let row = try connection.query(
                """
                SELECT count(*), max(recorded_at) FROM source_memories.memory
                WHERE repeats = \(id)
                """
            ).rows.first
            guard let row else { return (0, nil) }
            return (
                try row.decode(0), try row.decode(1, as: Timestamp?.self).map(Moment.init)
            )
        }
    }

    public func files(sharing lines: [UntimedLine: Int]) throws(MemoryError) -> [KeptFile] {
        let told = Array(lines)
        func column(_ value: (UntimedLine) -> String?) -> Value {
            .list(told.map { (value($0.key) ?? "").duckDBValue })
        }
        return try access.reading { connection in
            let result = try connection.query(
                """
                WITH told AS (
                    SELECT unnest($1::VARCHAR[]) AS namespace, unnest($2::VARCHAR[]) AS session,
                        unnest($3::VARCHAR[]) AS content_hash, unnest($4::VARCHAR[]) AS speaker,
                        unnest($5::VARCHAR[]) AS role, unnest($6::BIGINT[]) AS n
                ), kept AS (
                    SELECT namespace, source_file, coalesce(session_id, '') AS session,
                        content_hash, coalesce(speaker, '') AS speaker, coalesce(role, '') AS role,
                        count(*) AS n
                    FROM source_memories.memory
                    WHERE source_file IS NOT NULL AND namespace IN (SELECT namespace FROM told)
                    GROUP BY ALL
                )
                SELECT namespace, source_file, sum(k.n)::BIGINT,
                    sum(least(k.n, coalesce(t.n, 0)))::BIGINT
                FROM kept k LEFT JOIN told t USING (namespace, session, content_hash, speaker, role)
                GROUP BY ALL ORDER BY ALL
                """,
                [
                    column { $0.namespace }, column { $0.sessionID }, column { $0.contentHash },
                    column { $0.speaker }, column { $0.role },
                    .list(told.map { .int(Int64($0.value)) }),
                ])
            return try result.rows.map { row in
                KeptFile(
                    namespace: try row.decode(0), name: try row.decode(1),
                    lines: try row.decode(2), shared: try row.decode(3))
            }
        }
    }

    /// What of some ids is there.
    static func kept(_ ids: [UUID], _ connection: Connection) throws -> [UUID: KeptMemory] {
        if ids.isEmpty { return [:] }
        let result = try connection.query(
            """
            SELECT id, namespace, content_hash, role, speaker
            FROM (SELECT DISTINCT unnest(\(ids)) AS id) JOIN source_memories.memory USING (id)
            """)
        var kept: [UUID: KeptMemory] = [:]
        for row in result.rows {
            kept[try row.decode(0)] = KeptMemory(
                namespace: try row.decode(1), contentHash: try row.decode(2),
                role: try row.decode(3), speaker: try row.decode(4))
        }
        return kept
    }
}
