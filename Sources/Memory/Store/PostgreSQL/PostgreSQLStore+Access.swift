import Foundation
import PostgreSQL

extension PostgreSQLStore {
    public func recordAccesses(_ accesses: [PendingAccess]) throws(MemoryError) {
        var recalls: [UUID] = []
        var memories: [UUID] = []
        var ranks: [Int32] = []
        var times: [PostgresTimestamp] = []
        for access in accesses {
            for (rank, memory) in access.memories.enumerated() {
                recalls.append(access.recall)
                memories.append(memory)
                ranks.append(Int32(rank + 1))
                times.append(access.at.postgres)
            }
        }
        // A memory that was erased meanwhile has no accesses.
        try server.insert(
            """
            INSERT INTO dormouse.access (recall_id, namespace, memory_id, rank, accessed_at)
            SELECT t.recall, m.namespace, m.id, t.rank, t.at
            FROM unnest(\(recalls), \(memories), \(ranks), \(times))
                AS t (recall, memory, rank, at)
            JOIN dormouse.memory m ON m.id = t.memory
            ORDER BY 1, 3 ON CONFLICT DO NOTHING
            """)
    }
}
