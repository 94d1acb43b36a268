import Foundation

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

    /// What sleep has made of a memory: empty before the first sleep.
    public func traces(of memory: MemoryRecord) throws(MemoryError) -> [Trace] {
        try derived.traces(of: memory, now: now)
    }
}
