import Synchronization

/// Shows on the terminal how far a long piece of work has come. Silent in a pipe and when quiet.
///
/// May be called from any thread and as often as there is something to tell.
final class ProgressBar: Sendable {
    private let console: Console
    private let meter: Mutex<ProgressMeter>
    private let now: @Sendable () -> Duration

    /// - Parameters:
    ///   - total: how much there is to do; nil when nobody knows.
    ///   - now: the time on a clock that does not go backwards.
    init(
        _ label: String, total: Int?, on console: Console,
        now: @escaping @Sendable () -> Duration = monotonicTime
    ) {
        self.console = console
        self.now = now
        meter = Mutex(ProgressMeter(label: label, total: total, now: now()))
    }

    /// Tells how much is done in all.
    func update(done: Int) {
        guard console.showsStatus else { return }
        meter.withLock { meter in
            let line = meter.update(
                done: done, now: now(), width: console.settings.statusWidth)
            if let line { console.drawStatus(line) }
        }
    }

    /// Tells that this much more is done.
    func advance(by count: Int = 1) {
        guard console.showsStatus else { return }
        meter.withLock { meter in
            let line = meter.update(
                done: meter.done + count, now: now(), width: console.settings.statusWidth)
            if let line { console.drawStatus(line) }
        }
    }

    /// Replaces the bar by a line that sums up.
    func finish() {
        guard console.showsStatus else { return }
        let summary = meter.withLock { $0.summary(now: now()) }
        console.note(TerminalText(summary))
    }

    /// Takes the bar away without a word, for when the work has failed.
    func abandon() { console.clearStatus() }
}

/// Time since the first call, from a clock that does not go backwards.
@Sendable func monotonicTime() -> Duration { timeOrigin.duration(to: .now) }

private let timeOrigin = ContinuousClock.now
