import Synchronization

/// Joins a caller in line with the cancellation of its task, whichever comes first.
final class PoolLine: Sendable {
    private struct State {
        var waiter: PoolWaiter?
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// True where the task was cancelled before.
    func join(_ waiter: PoolWaiter) -> Bool {
        state.withLock { state in
            state.waiter = waiter
            return state.isCancelled
        }
    }

    func leave() -> PoolWaiter? {
        state.withLock { state in
            state.isCancelled = true
            return state.waiter
        }
    }
}
