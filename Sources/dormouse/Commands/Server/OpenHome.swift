import DormouseServer
import Foundation
import Memory

/// A home that is open, and what this process does for others meanwhile.
final class OpenHome: Sendable {
    let service: MemoryService
    private let host: CommandServer?

    /// Takes the home.
    ///
    /// - Parameter memories: who keeps it open, and is asked to let it go.
    /// - Throws: `homeBusy` also as soon as another process has it that answers agents.
    init(_ invocation: Invocation, for memories: LazyService) throws {
        let path = invocation.isOnServer ? nil : try CommandServer.path(in: invocation.home)
        let engine = try invocation.engine { options in
            options.isLongLived = true
            options.borrow = nil
            options.agentSocket = path
            options.whileBusy = { holder throws(MemoryError) in
                if holder.agents != nil {
                    throw MemoryError(.homeBusy, "the home is in use by \(holder)")
                }
            }
        }
        engine.warmUp()
        let service = MemoryService(engine)
        self.service = service
        let desk = AgentDesk(
            version: Dormouse.version, now: Invocation.now, lender: LentService(service, memories))
        host = try path.map {
            try CommandServer(.init(desk: desk, leave: { memories.leave() }), path: $0)
        }
    }

    /// Finishes what is under way, writes down what was recalled, and lets other processes have the
    /// home.
    func close() async throws {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                host?.close(within: .seconds(20))
                continuation.resume()
            }
        }
        defer { try? service.engine.leave() }
        try await service.close()
    }
}

/// The memories of an open home, for the agents of other processes: it stays open while they use it.
private struct LentService: MemoryLender {
    private let service: MemoryService
    private let memories: LazyService

    init(_ service: MemoryService, _ memories: LazyService) {
        self.service = service
        self.memories = memories
    }

    func withMemories<T: Sendable>(
        _ body: @Sendable (MemoryService) async throws -> T
    ) async throws -> T {
        memories.touch()
        defer { memories.touch() }
        return try await body(service)
    }
}
