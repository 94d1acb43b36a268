import Synchronization

/// Does something once: when it is told to, or when nobody can tell it any more, as when a client is
/// gone before its answer begins.
final class Ending: Sendable {
    private let isOver = Atomic<Bool>(false)
    private let action: @Sendable () -> Void

    init(_ action: @escaping @Sendable () -> Void) { self.action = action }

    deinit { end() }

    func end() {
        if !isOver.exchange(true, ordering: .relaxed) { action() }
    }
}
