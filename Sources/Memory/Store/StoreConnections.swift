/// Connections to the server that keeps the memories: now, and since the pool was made.
public struct StoreConnections: Sendable, Hashable {
    public let inUse: Int
    public let idle: Int
    /// Callers that wait for one.
    public let waiting: Int
    public let opened: Int
    public let failed: Int
}
