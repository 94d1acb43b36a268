import DormouseServer
import Foundation
import Memory
import Synchronization

/// A service that is opened when it is asked for and closed when it has not been for a while, so
/// that other processes get the home in between.
///
/// It is opened on a thread of its own, once for all who ask meanwhile. Where that fails, the next
/// one tries again.
final class LazyService: MemoryLender {
    private struct State {
        var opening: Task<MemoryService, any Error>?
        var users = 0
        var lastUsed = ContinuousClock.now
        var watches = false
    }

    private let open: @Sendable () throws -> MemoryService
    private let idle: Duration
    private let state = Mutex(State())

    /// - Parameter idle: how long it is kept open after it was used last.
    init(idle: Duration, _ open: @escaping @Sendable () throws -> MemoryService) {
        self.idle = idle
        self.open = open
    }

    func withMemories<T: Sendable>(
        _ body: @Sendable (MemoryService) async throws -> T
    ) async throws -> T {
        let task = enter()
        defer {
            state.withLock { state in
                state.users -= 1
                state.lastUsed = .now
            }
        }
        let service: MemoryService
        do { service = try await task.value } catch {
            state.withLock { if $0.opening == task { $0.opening = nil } }
            throw error
        }
        return try await body(service)
    }

    private func enter() -> Task<MemoryService, any Error> {
        state.withLock { state in
            state.users += 1
            if let opening = state.opening { return opening }
            let open = open
            let task = Task {
                try await withCheckedThrowingContinuation { continuation in
                    Thread.detachNewThread { continuation.resume(with: Result { try open() }) }
                }
            }
            state.opening = task
            if !state.watches {
                state.watches = true
                Task { await watch() }
            }
            return task
        }
    }

    /// Closes what is open; what is under way is finished first, and what was recalled is written
    /// down.
    func close() async throws {
        let task = state.withLock { state in
            defer { state.opening = nil }
            return state.opening
        }
        guard let task, let service = try? await task.value else { return }
        try await service.close()
    }

    private func watch() async {
        while true {
            try? await Task.sleep(for: idle / 4)
            let task: Task<MemoryService, any Error>?? = state.withLock { state in
                guard state.users == 0, .now - state.lastUsed >= idle else { return nil }
                state.watches = false
                defer { state.opening = nil }
                return .some(state.opening)
            }
            guard let task else { continue }
            // A write that fails is said when the memories are asked for again: it stays journalled.
            if let service = try? await task?.value { try? await service.close() }
            return
        }
    }
}
