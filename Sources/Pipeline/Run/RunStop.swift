internal import Synchronization

/// Ends a run from outside, as Ctrl-C does: what runs is interrupted, what has not begun never
/// does, and the report tells of what has ended.
public final class RunStop: Sendable {
    private struct State: Sendable {
        var isRequested = false
        var action: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    public init() {}

    public var isRequested: Bool { state.withLock { $0.isRequested } }

    /// Asks the run to end. Safe to call from any thread, and more than once.
    public func request() {
        let action = state.withLock { state in
            state.isRequested = true
            return state.action
        }
        action?()
    }

    /// Says what a request does; nil when the run has ended.
    func connect(_ action: (@Sendable () -> Void)?) {
        let isLate = state.withLock { state in
            state.action = action
            return state.isRequested
        }
        if isLate { action?() }
    }
}
