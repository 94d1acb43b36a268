public import Memory

/// Lends the memories for as long as something is done with them.
public protocol MemoryLender: Sendable {
    /// Opens the memories where they are not open; they stay open until `body` is done.
    func withMemories<T: Sendable>(
        _ body: @Sendable (MemoryService) async throws -> T
    ) async throws -> T
}

extension MemoryService: MemoryLender {
    public func withMemories<T: Sendable>(
        _ body: @Sendable (MemoryService) async throws -> T
    ) async throws -> T { try await body(self) }
}
