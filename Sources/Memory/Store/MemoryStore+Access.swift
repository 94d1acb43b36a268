import DuckDB
import Foundation

/// One recall and what it returned, not yet written down.
struct PendingAccess: Sendable {
    var recall: UUID
    var namespace: String
    /// The best first.
    var memories: [UUID]
    var at: Moment
}

extension MemoryStore {
    /// Records that recalls returned memories: recalling strengthens.
    func recordAccesses(_ accesses: [PendingAccess]) throws(MemoryError) {
        try reporting(file) {
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
