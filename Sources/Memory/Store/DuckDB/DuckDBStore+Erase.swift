import DuckDB
public import Foundation

extension DuckDBStore {
    private static let tables: [(name: String, column: String)] = [
        ("embedding", "memory_id"), ("passage", "memory_id"), ("access", "memory_id"),
        ("memory", "id"),
    ]

    /// Deletes a memory, its vectors and accesses, and writes down that it was erased, in one
    /// transaction. Parts of it (`parent_id`) stay and lose their parent's id.
    public func erase(_ memory: MemoryRecord, receipt: UUID, at moment: Moment, digest: String)
        throws(MemoryError) -> [ErasureReceipt.Removal]
    {
        try access.writing { connection in
            try connection.transaction {
                var removed: [ErasureReceipt.Removal] = []
                for (name, column) in Self.tables {
                    let rows = try connection.query(
                        """
                        DELETE FROM source_memories.\(identifier: name)
                        WHERE \(identifier: column) = \(memory.id)
                        """
                    ).changes
                    if rows > 0 { removed.append(.init(table: name, rows: rows)) }
                }
                try connection.query(
                    """
                    UPDATE source_memories.memory SET parent_id = NULL WHERE parent_id = \(memory.id)
                    """)
                try connection.query(
                    """
                    INSERT INTO source_memories.erasure VALUES (
                        \(receipt), \(memory.namespace), \(memory.id), \(moment.timestamp), \(digest))
                    """)
                return removed
            }
        }
    }

    /// Rows that still name a memory, by table.
    public func traces(of id: UUID) throws(MemoryError) -> [ErasureReceipt.Removal] {
        try access.reading { connection in
            var traces: [ErasureReceipt.Removal] = []
            for (name, column) in Self.tables {
                let rows =
                    try connection.query(
                        """
                        SELECT count(*) FROM source_memories.\(identifier: name)
                        WHERE \(identifier: column) = \(id)
                        """
                    ).first?.intValue ?? 0
                if rows > 0 { traces.append(.init(table: name, rows: rows)) }
            }
            return traces
        }
    }

    /// A memory whose salted content has this digest.
    public func memoryMatching(digest: String, salt: String) throws(MemoryError) -> UUID? {
        try access.reading { connection in
            try connection.query(
                """
                SELECT id FROM source_memories.memory
                WHERE sha256(concat(\(salt), content)) = \(digest) ORDER BY id LIMIT 1
                """
            ).first?.uuidValue
        }
    }
}
