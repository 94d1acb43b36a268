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
        /// Which opening it is: whoever comes after another process has asked for the home waits for
        /// the next, so that those who use this one come to an end.
        var number = 0
        /// When it was let go for another process; nil where nobody asked for it.
        var closing: Task<ContinuousClock.Instant?, Never>?
        /// By the number of the opening they use.
        var users: [Int: Int] = [:]
        /// Who waits until nobody uses an opening any more.
        var ends: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastUsed = ContinuousClock.now
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
        let (task, number) = enter()
        defer { exit(number) }
        let home: OpenHome
        do { home = try await task.value } catch {
            state.withLock { if $0.opening == task { $0.opening = nil } }
            throw error
        }
        return try await body(home.service)
    }

    /// Is used by somebody who was lent it in another way.
    func touch() { state.withLock { $0.lastUsed = .now } }

    private func enter() -> (Task<OpenHome, any Error>, number: Int) {
        state.withLock { state in
            if let opening = state.opening {
                state.users[state.number, default: 0] += 1
                return (opening, state.number)
            }
            state.number += 1
            state.users[state.number] = 1
            let (open, closing) = (open, state.closing)
            let task = Task {
                if let letGoAt = await closing?.value {
                    try await Task.sleep(until: letGoAt + Self.leave)
                }
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
            return (task, state.number)
        }
    }

    private func exit(_ number: Int) {
        let end = state.withLock { state in
            state.lastUsed = .now
            state.users[number, default: 1] -= 1
            guard state.users[number] == 0 else { return nil as CheckedContinuation<Void, Never>? }
            state.users[number] = nil
            return state.ends.removeValue(forKey: number)
        }
        end?.resume()
    }

    /// Lets another process have the home; what is under way is finished first.
    func leave() {
        state.withLock { beginClosing(&$0, isWanted: true) }
    }

    private func beginClosing(_ state: inout State, isWanted: Bool) {
        guard let opening = state.opening else { return }
        state.opening = nil
        let (before, number) = (state.closing, state.number)
        state.closing = Task {
            _ = await before?.value
            await end(of: number)
            // A write that fails is said when the memories are asked for again: it stays journalled.
            if let home = try? await opening.value { try? await home.close() }
            return isWanted ? .now : nil
        }
    }

    /// Waits until nobody uses an opening any more.
    private func end(of number: Int) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard state.users[number] != nil else { return true }
                state.ends[number] = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Closes what is open; what is under way is finished first, and what was recalled is written
    /// down.
    func close() async throws {
        let (opening, closing) = state.withLock { state in
            defer { state.opening = nil }
            return (state.opening, state.closing)
        }
        _ = await closing?.value
        guard let opening, let home = try? await opening.value else { return }
        try await home.close()
    }

    private func watch() async {
        while true {
            try? await Task.sleep(for: idle / 4)
            let isOver = state.withLock { state in
                guard state.users.isEmpty, .now - state.lastUsed >= idle else { return false }
                state.watches = false
                beginClosing(&state, isWanted: false)
                return true
            }
            if isOver { return }
        }
    }
}
