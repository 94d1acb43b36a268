import Synchronization

/// A task that serves several questions: it is cancelled once all of them are given up.
final class SharedTask: Sendable {
    private let task: Task<Void, Never>
    private let wanted: Mutex<Int>

    init(_ task: Task<Void, Never>, count: Int) {
        self.task = task
        wanted = Mutex(count)
    }

    /// One question is given up.
    func release() {
        let isUnwanted = wanted.withLock { wanted in
            wanted -= 1
            return wanted == 0
        }
        if isUnwanted { task.cancel() }
    }
}
