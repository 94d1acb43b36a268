import DuckDB
import Foundation
import PostgreSQL

extension MemoryEngine {
    /// Counts one namespace, or all.
    public func statistics(namespace: String?) throws(MemoryError) -> Statistics {
        try flush()
        let namespaces = try store.namespaces().filter { entry in
            namespace.map { entry.name.utf8.elementsEqual($0.utf8) } ?? true
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: home.sleepFile.path)
        return Statistics(
            place: store.place,
            store: try store.counts(namespace: namespace, model: Encoder.modelName),
            namespaces: namespaces.map { .init(name: $0.name, rows: $0.memories) },
            cycles: try derived.completedCycles(),
            derived: try derived.counts(namespace: namespace),
            bytes: try store.bytes() + ((attributes?[.size] as? Int) ?? 0))
    }

    /// Memories that no sleep has taken in yet; what only says another again is never taken in.
    public func memoriesAwaitingSleep() throws(MemoryError) -> Int {
        if let server = store as? PostgreSQLStore {
            return try server.server.run { connection, _ in
                try connection.query(
                    """
                    SELECT count(*) FROM dormouse.memory m
                    WHERE m.repeats IS NULL
                        AND NOT EXISTS
                            (SELECT FROM dormouse.staged_memory s WHERE s.memory_id = m.id)
                        AND NOT EXISTS (SELECT FROM dormouse.quarantine q WHERE q.memory_id = m.id)
                    """
                ).value()
            }
        }
        guard let files else { return 0 }
        return try files.reading { connection in
            let sleeps = try DuckDBDerived(connection: connection, file: home.sleepFile.path)
                .hasTable("stg_memories")
            let isWaiting: SQL =
                sleeps
                ? """
                AND NOT EXISTS (FROM stg_memories s WHERE s.memory_id = m.id)
                AND NOT EXISTS (FROM quarantine q WHERE q.memory_id = m.id)
                """ : ""
            return try connection.query(
                "SELECT count(*) FROM source_memories.memory m WHERE m.repeats IS NULL " + isWaiting
            ).first?.intValue ?? 0
        }
    }

    /// What sleep has made of a memory: empty before the first sleep.
    public func traces(of memory: MemoryRecord) throws(MemoryError) -> [Trace] {
        try derived.traces(of: memory, now: now)
    }
}
