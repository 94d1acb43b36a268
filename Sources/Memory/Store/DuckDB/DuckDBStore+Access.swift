import DuckDB
import Foundation

extension DuckDBStore {
    /// Records that recalls returned memories: recalling strengthens.
    public func recordAccesses(_ accesses: [PendingAccess]) throws(MemoryError) {
        // One statement: each costs as much as a hundred rows.
        let rows = accesses.flatMap { access in
            access.memories.enumerated().map { (access, id: $1, rank: $0 + 1) }
        }
        let columns: [Value] = [
            .list(rows.map { .uuid($0.0.recall) }), .list(rows.map { .string($0.0.namespace) }),
            .list(rows.map { .uuid($0.id) }), .list(rows.map { .int(Int64($0.rank)) }),
            .list(rows.map { .timestamptz($0.0.at.timestamp) }),
        ]
        try access.writing { connection in
            try connection.transaction {
                _ = try connection.prepare(
                    """
                    INSERT INTO source_memories.access
                    SELECT unnest($1::UUID[]), unnest($2::VARCHAR[]), unnest($3::UUID[]),
                        unnest($4::INTEGER[]), unnest($5::TIMESTAMPTZ[])
                    """
                ).query(columns)
            }
        }
    }
}
