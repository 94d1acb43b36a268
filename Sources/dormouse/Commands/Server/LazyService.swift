import DormouseServer
import Foundation
import Memory
import Synchronization

/// A service that is opened when it is asked for and closed when another process wants the home, or
/// when it has not been asked for long.
///
/// It is opened on a thread of its own, once for all who ask meanwhile. Where that fails, the next
/// one tries again.
final class LazyService: MemoryLender {
    private struct State {
        var opening: Task<OpenHome, any Error>?
        var closing: Task<Void, Never>?
        var users = 0
        var lastUsed = ContinuousClock.now
        /// Another process waits for the home.
        var isWanted = false
        var letGoAt: ContinuousClock.Instant?
        var watches = false
    }

    private let open: @Sendable (LazyService) throws -> OpenHome
    private let idle: Duration
    private let state = Mutex(State())
    /// So long a home that another process asked for is left to it.
    private static let leave = Duration.milliseconds(200)

    /// - Parameter idle: how long it is kept open after it was used last.
    init(idle: Duration, _ open: @escaping @Sendable (LazyService) throws -> OpenHome) {
        self.idle = idle
        self.open = open
    }

    /// Whether the home is this process's, or is being taken.
    var isOpen: Bool { state.withLock { $0.opening != nil } }

    func withMemories<T: Sendable>(
        _ body: @Sendable (MemoryService) async throws -> T
    ) async throws -> T {
        let task = enter()
        defer { exit() }
        let home: OpenHome
        do { home = try await task.value } catch {
            state.withLock { if $0.opening == task { $0.opening = nil } }
            throw error
        }
        return try await body(home.service)
    }

    /// Is used by somebody who was lent it in another way.
    func touch() { state.withLock { $0.lastUsed = .now } }

    private func enter() -> Task<OpenHome, any Error> {
        state.withLock { state in
            state.users += 1
            if let opening = state.opening { return opening }
            let (open, closing, letGoAt) = (open, state.closing, state.letGoAt)
            let task = Task {
                await closing?.value
                if let letGoAt { try await Task.sleep(until: letGoAt + Self.leave) }
                return try await withCheckedThrowingContinuation { continuation in
                    Thread.detachNewThread { [self] in
                        continuation.resume(with: Result { try open(self) })
                    }
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

    private func exit() {
        state.withLock { state in
            state.users -= 1
            state.lastUsed = .now
            if state.users == 0, state.isWanted { beginClosing(&state) }
        }
    }

    /// Lets another process have the home; what is under way is finished first.
    func leave() {
        state.withLock { state in
            guard state.opening != nil else { return }
            state.isWanted = true
            if state.users == 0 { beginClosing(&state) }
        }
    }

    private func beginClosing(_ state: inout State) {
        guard let opening = state.opening else { return }
        if state.isWanted { state.letGoAt = .now }
        state.opening = nil
        state.isWanted = false
        let before = state.closing
        state.closing = Task {
            await before?.value
            // A write that fails is said when the memories are asked for again: it stays journalled.
            if let home = try? await opening.value { try? await home.close() }
        }
    }

    /// Closes what is open; what is under way is finished first, and what was recalled is written
    /// down.
    func close() async throws {
        let (opening, closing) = state.withLock { state in
            defer { state.opening = nil }
            return (state.opening, state.closing)
        }
        await closing?.value
        guard let opening, let home = try? await opening.value else { return }
        try await home.close()
    }

    private func watch() async {
        while true {
            try? await Task.sleep(for: idle / 4)
            let isOver = state.withLock { state in
                guard state.users == 0, .now - state.lastUsed >= idle else { return false }
                state.watches = false
                beginClosing(&state)
                return true
            }
            if isOver { return }
        }
    }
}
