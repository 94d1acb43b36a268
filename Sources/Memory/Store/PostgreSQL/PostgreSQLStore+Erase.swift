public import Foundation
import PostgreSQL

extension PostgreSQLStore {
    /// Whatever names a memory: the table, and the condition on `$1`.
    static let named: [(table: String, condition: String)] = [
        ("embedding", "memory_id = $1"), ("passage", "memory_id = $1"),
        ("access", "memory_id = $1"), ("tag", "memory_id = $1"), ("pin", "memory_id = $1"),
        ("retelling", "memory_id = $1"), ("note_passage", "memory_id = $1"),
        ("staged_memory", "memory_id = $1"), ("quarantine", "memory_id = $1"),
        ("episode_memory", "memory_id = $1"),
        ("association", "source_id = $1 OR target_id = $1"),
        ("memory_strength", "memory_id = $1"), ("semantic_memory", "sources @> ARRAY[$1]"),
        ("fact", "memory_id = $1"), ("mention", "memory_id = $1"), ("relation", "memory_id = $1"),
        ("memory", "id = $1 OR repeats = $1"),
    ]

    public func erase(_ memory: MemoryRecord, receipt: UUID, at moment: Moment, digest: String)
        throws(MemoryError) -> [ErasureReceipt.Removal]
    {
        try server.run { connection, _ in
            try connection.transaction { () throws -> [ErasureReceipt.Removal] in
                // Whoever would refer to it now waits, and then finds it gone.
                try connection.query(
                    "SELECT FROM dormouse.memory WHERE id = \(memory.id) FOR UPDATE")
                let removed = try Self.rows(of: memory.id, connection)
                try connection.query(
                    """
                    UPDATE dormouse.memory SET parent_id = NULL WHERE parent_id = \(memory.id)
                    """)
                try connection.query(
                    """
                    UPDATE dormouse.memory SET supersedes = NULL WHERE supersedes = \(memory.id)
                    """)
                let voices = try connection.query(
                    """
                    SELECT DISTINCT session_id, speaker FROM dormouse.memory
                    WHERE (id = \(memory.id) OR repeats = \(memory.id))
                        AND session_id IS NOT NULL AND speaker IS NOT NULL
                    """)
                // Foreign keys and a trigger take the rest along. What only says it again has its
                // text, and goes too.
                try connection.query(
                    """
                    DELETE FROM dormouse.memory WHERE id = \(memory.id) OR repeats = \(memory.id)
                    """)
                for voice in voices.rows {
                    try Self.removeSpeaker(
                        try voice.decode(1), from: try voice.decode(0),
                        namespace: memory.namespace, connection)
                }
                try connection.query(
                    """
                    INSERT INTO dormouse.erasure (receipt_id, namespace, memory_id, erased_at, digest)
                    VALUES (\(receipt), \(memory.namespace), \(memory.id), \(moment.postgres),
                        \(digest))
                    ON CONFLICT DO NOTHING
                    """)
                return removed
            }
        }
    }

    /// Who has said nothing else in a session is no longer named among its speakers.
    private static func removeSpeaker(
        _ speaker: String, from session: String, namespace: String,
        _ connection: BlockingConnection
    ) throws {
        try connection.query(
            """
            UPDATE dormouse.session SET speakers = array_remove(speakers, \(speaker)::text)
            WHERE namespace = \(namespace) AND session_id = \(session)
                AND NOT EXISTS (
                    SELECT FROM dormouse.memory
                    WHERE namespace = \(namespace) AND session_id = \(session)
                        AND speaker = \(speaker))
            """)
    }

    public func traces(of id: UUID) throws(MemoryError) -> [ErasureReceipt.Removal] {
        try server.run { connection, _ in try Self.rows(of: id, connection) }
    }

    private static func rows(of id: UUID, _ connection: BlockingConnection) throws
        -> [ErasureReceipt.Removal]
    {
        var found: [ErasureReceipt.Removal] = []
        for (table, condition) in named {
            let parts = condition.components(separatedBy: "$1")
            var query = PostgresQuery(
                unescaped: "SELECT count(*) FROM dormouse.\(table) WHERE \(parts[0])")
            for part in parts.dropFirst() {
                query = query + "\(id)" + PostgresQuery(unescaped: part)
            }
            let rows: Int = try connection.query(query).value()
            if rows > 0 { found.append(.init(table: table, rows: rows)) }
        }
        return found
    }

    public func memoryMatching(digest: String, salt: String) throws(MemoryError) -> UUID? {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT id FROM dormouse.memory
                WHERE encode(sha256(convert_to(\(salt) || content, 'UTF8')), 'hex') = \(digest)
                ORDER BY id LIMIT 1
                """
            ).first?.decode(0)
        }
    }
}
