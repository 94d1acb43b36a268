import DuckDB
public import Foundation

extension DuckDBStore {
    /// What names a memory and goes with it. What only says it again has its text and goes, too.
    private static let tables: [(name: String, column: String)] = [
        ("embedding", "memory_id"), ("passage", "memory_id"), ("access", "memory_id"),
        ("tag", "memory_id"), ("pin", "memory_id"), ("retelling", "memory_id"),
        ("note_passage", "memory_id"),
        ("memory", "repeats"), ("memory", "id"),
    ]

    /// Deletes a memory, its repetitions, vectors and accesses, and writes down that it was erased,
    /// in one transaction. Parts of it (`parent_id`) stay and lose their parent's id, and so does
    /// what corrects it.
    public func erase(_ memory: MemoryRecord, receipt: UUID, at moment: Moment, digest: String)
        throws(MemoryError) -> [ErasureReceipt.Removal]
    {
        try access.erasing { connection in
            try connection.transaction {
                var removed: [ErasureReceipt.Removal] = []
                for (name, column) in Self.tables {
                    let rows = try connection.query(
                        """
                        DELETE FROM source_memories.\(identifier: name)
                        WHERE \(identifier: column) = \(memory.id)
                        """
                    ).changes
                    removed.add(rows, in: name)
                }
                try connection.query(
                    """
                    UPDATE source_memories.note_passage SET replaced_by = NULL
                    WHERE replaced_by = \(memory.id)
                    """)
                for column in ["parent_id", "supersedes"] {
                    try connection.query(
                        """
                        UPDATE source_memories.memory SET \(identifier: column) = NULL
                        WHERE \(identifier: column) = \(memory.id)
                        """)
                }
                try connection.query(
                    """
                    INSERT INTO source_memories.erasure
                        (receipt_id, namespace, memory_id, erased_at, digest)
                    VALUES (
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
                traces.add(rows, in: name)
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

extension [ErasureReceipt.Removal] {
    /// Counts rows of a table, where there are any.
    mutating func add(_ rows: Int, in table: String) {
        if rows == 0 { return }
        if let at = firstIndex(where: { $0.table == table }) {
            self[at].rows += rows
        } else {
            append(.init(table: table, rows: rows))
        }
    }
}
