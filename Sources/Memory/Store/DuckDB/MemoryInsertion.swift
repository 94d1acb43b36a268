import DuckDB
import Foundation

/// The statement that inserts memories into the file, and what is bound to it.
enum MemoryInsertion {
    /// For one memory it takes values, for several lists. Most calls tell one, and values are planned
    /// and run in half the time.
    static func statement(_ count: Int) -> String { count == 1 ? ofOne : ofMany }

    /// What follows it where some may be there already: the ids of those that were not.
    static let unlessThere = " ON CONFLICT (id) DO NOTHING RETURNING id"

    static func values(_ records: [MemoryRecord]) -> [Value] {
        func column(_ value: (MemoryRecord) -> Value) -> Value {
            records.count == 1 ? value(records[0]) : .list(records.map(value))
        }
        return [
            column { .uuid($0.id) }, column { .string($0.namespace) },
            column { .string($0.content) }, column { .string($0.contentHash) },
            column { $0.role.duckDBValue }, column { $0.speaker.duckDBValue },
            column { $0.sessionID.duckDBValue }, column { $0.context.duckDBValue },
            column { $0.tags.duckDBValue }, column { $0.metadata.duckDBValue },
            column { .timestamptz($0.occurredAt.timestamp) },
            column { .timestamptz($0.recordedAt.timestamp) },
            column { $0.parentID.duckDBValue }, column { $0.chunkIndex.duckDBValue },
            column { .string($0.timeSource.rawValue) },
            column { $0.repeats.duckDBValue }, column { $0.supersedes.duckDBValue },
            column { $0.sourceFile.duckDBValue }, column { $0.telling.duckDBValue },
        ]
    }

    private static let types = [
        "UUID", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR",
        "VARCHAR[]", "VARCHAR", "TIMESTAMPTZ", "TIMESTAMPTZ", "UUID", "INTEGER", "VARCHAR",
        "UUID", "UUID", "VARCHAR", "UUID",
    ]

    private static let ofOne = insertion(
        of: "VALUES (\(types.indices.map { "$\($0 + 1)::\(types[$0])" }.joined(separator: ", ")))")

    private static let ofMany = insertion(
        of: "SELECT "
            + types.indices.map { "unnest($\($0 + 1)::\(types[$0])[])" }.joined(separator: ", "))

    private static func insertion(of rows: String) -> String {
        "INSERT INTO source_memories.memory \(rows)"
    }
}
