import DuckDB
import Foundation

/// What a home holds.
public struct Statistics: Sendable {
    /// Rows of a table, or memories of a namespace.
    public struct Entry: Sendable, Hashable {
        public var name: String
        public var rows: Int
    }

    public var store: StoreCounts
    public var namespaces: [Entry]
    /// Cycles that were completed.
    public var cycles: Int
    /// What sleep derived and stands now, by table.
    public var derived: [Entry]
    /// Both files together.
    public var bytes: Int
}

extension MemoryEngine {
    /// Counts one namespace, or all.
    public func statistics(namespace: String?) throws(MemoryError) -> Statistics {
        try flush()
        let counts = try store.counts(namespace: namespace, model: Encoder.modelName)
        let namespaces = try store.namespaces().filter { entry in
            namespace.map { entry.name.utf8.elementsEqual($0.utf8) } ?? true
        }
        return try reporting(home.sleepFile.path) {
            Statistics(
                store: counts,
                namespaces: namespaces.map { .init(name: $0.name, rows: $0.memories) },
                cycles: try completedCycles(), derived: try derivedCounts(namespace),
                bytes: size(of: home.storeFile) + size(of: home.sleepFile))
        }
    }

    private func completedCycles() throws(DuckDBError) -> Int {
        guard try hasTable("sleep_cycle") else { return 0 }
        return try connection.query("SELECT count(*) FROM sleep_cycle WHERE is_complete")
            .first?.intValue ?? 0
    }

    /// Rows of the views that tell what stands now.
    private func derivedCounts(_ namespace: String?) throws(DuckDBError) -> [Statistics.Entry] {
        let views: [(name: String, view: String)] = [
            ("episodes", "episodes_current"), ("associations", "associations_current"),
            ("semantic memories", "semantic_memories_current"), ("facts", "facts_current"),
            ("in quarantine", "quarantine"),
        ]
        var entries: [Statistics.Entry] = []
        for (name, view) in views where try hasTable(view) {
            var sql: SQL = "SELECT count(*) FROM \(identifier: view)"
            if let namespace { sql = sql + " WHERE namespace = \(namespace)" }
            entries.append(.init(name: name, rows: try connection.query(sql).first?.intValue ?? 0))
        }
        return entries
    }

    /// Whether the sleep database has a table or view of this name.
    func hasTable(_ name: String) throws(DuckDBError) -> Bool {
        try connection.query(
            """
            SELECT count(*) > 0 FROM information_schema.tables
            WHERE table_catalog = current_database() AND table_name = \(name)
            """
        ).first == .bool(true)
    }

    private func size(of file: URL) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        return (attributes?[.size] as? Int) ?? 0
    }
}
