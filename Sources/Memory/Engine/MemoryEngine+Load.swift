/// What an engine keeps in memory, and what waits in it. For metrics.
public struct EngineLoad: Sendable, Hashable {
    /// What the indexes of all namespaces take, as far as it is counted.
    public let indexBytes: Int
    /// Namespaces whose index is kept.
    public let indexes: Int
    /// Texts that wait for their vectors.
    public let waitingTexts: Int
    /// Recalls that are not written down yet.
    public let waitingAccesses: Int
    /// Connections to the server that keeps the memories; nil where a file does.
    public let connections: StoreConnections?
}

extension MemoryEngine {
    /// Looked up without waiting for anything.
    public var load: EngineLoad {
        let size = indexes.size
        return EngineLoad(
            indexBytes: size.bytes, indexes: size.indexes, waitingTexts: encoder.waiting,
            waitingAccesses: journal.count,
            connections: (store as? PostgreSQLStore)?.server.load)
    }
}
