import DuckDB
import Foundation

extension DuckDBStore {
    /// Records that recalls returned memories: recalling strengthens.
    public func recordAccesses(_ accesses: [PendingAccess]) throws(MemoryError) {
        try access.writing { connection in
            try connection.transaction {
                let statement = try connection.prepare(
                    """
                    INSERT INTO source_memories.access
                    SELECT $1, $2, unnest($3), generate_subscripts($3, 1)::INTEGER, $4
                    """)
                for access in accesses {
                    try statement.query([
                        .uuid(access.recall), .string(access.namespace),
                        access.memories.duckDBValue, .timestamptz(access.at.timestamp),
                    ])
                }
            }
        }
    }
}
