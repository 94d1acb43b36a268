import Synchronization

/// The number of something under way, and whether it was cancelled, whichever comes first.
final class Started: Sendable {
    private struct State {
        var id: UInt64?
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// Says whether it was cancelled before it had a number.
    func set(_ id: UInt64) -> Bool {
        state.withLock { state in
            state.id = id
            return state.isCancelled
        }
    }

    /// The number to cancel, where there is one yet.
    func cancel() -> UInt64? {
        state.withLock { state in
            state.isCancelled = true
            return state.id
        }
    }
}
