import DuckDB
import Foundation

extension MemoryStore {
    /// Records that a recall returned memories, the best first: recalling strengthens.
    func recordAccess(recall: UUID, namespace: String, memories: [UUID], at moment: Moment)
        throws(MemoryError)
    {
        try reporting(file) {
            _ = try connection.query(
                """
                INSERT INTO source_memories.access
                SELECT \(recall), \(namespace), memory, place, \(moment.timestamp)
                FROM (SELECT unnest(\(memories)) AS memory,
                             generate_subscripts(\(memories), 1)::INTEGER AS place)
                """)
        }
    }
}
