/// The statements that a connection has prepared, the least recently used first to go.
struct StatementCache {
    /// What tells statements apart: the same text with other types is another statement.
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    static let capacity = 200
    private var entries: [Key: (name: String, usedAt: UInt64)] = [:]
    private var clock: UInt64 = 0
    private var made: UInt64 = 0

    /// The name of a prepared statement.
    mutating func name(of key: Key) -> String? {
        clock += 1
        guard let name = entries[key]?.name else { return nil }
        entries[key]?.usedAt = clock
        return name
    }

    /// A name for a new one, and that of the one it displaces.
    mutating func add(_ key: Key) -> (name: String, displaced: String?) {
        var displaced: String?
        if entries.count >= Self.capacity,
            let oldest = entries.min(by: { $0.value.usedAt < $1.value.usedAt })
        {
            displaced = oldest.value.name
            entries[oldest.key] = nil
        }
        clock += 1
        made += 1
        let name = "swift_\(made)"
        entries[key] = (name, clock)
        return (name, displaced)
    }

    mutating func remove(_ key: Key) { entries[key] = nil }
}
