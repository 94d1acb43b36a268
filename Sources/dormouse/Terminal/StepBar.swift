import Synchronization

/// A progress bar that learns how much there is to do from the first step it is told of.
final class StepBar: Sendable {
    private let label: String
    private let console: Console
    private let bar = Mutex<ProgressBar?>(nil)

    init(_ label: String, on console: Console) {
        self.label = label
        self.console = console
    }

    func update(done: Int, total: Int) {
        let current = bar.withLock { bar in
            let current = bar ?? ProgressBar(label, total: total, on: console)
            bar = current
            return current
        }
        current.update(done: done)
    }

    /// Replaces the bar by a line that sums up, where anything was shown.
    func finish() { bar.withLock { $0?.finish() } }

    /// Takes the bar away without a word.
    func abandon() { bar.withLock { $0?.abandon() } }
}
