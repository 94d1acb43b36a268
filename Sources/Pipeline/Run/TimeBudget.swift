internal import Jinja
internal import Synchronization

/// How long a node may take with all its attempts, from when its first turn came.
final class TimeBudget: Sendable {
    /// Nil: as long as it wants.
    let limit: Duration?
    private let now: @Sendable () -> ContinuousClock.Instant
    private let end = Mutex<ContinuousClock.Instant?>(nil)

    init(_ limit: Duration?, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.limit = limit
        self.now = now
    }

    /// What is left; the first call begins the count.
    func begin() -> Duration? {
        guard let limit else { return nil }
        let now = now()
        return end.withLock { end in
            let until = end ?? now + limit
            end = until
            return until - now
        }
    }

    var isOver: Bool {
        let now = now()
        return end.withLock { $0.map { $0 <= now } ?? false }
    }
}

extension Node {
    /// The config `time_limit` in seconds, which goes before the run's own limit.
    func timeLimit() throws(PipelineError) -> Duration? {
        guard let value = configuration["time_limit"], !value.isEmptyOrNone else { return nil }
        guard let seconds = value.double ?? value.int.map(Double.init), seconds > 0, seconds < 1e9
        else {
            throw PipelineError(
                .configuration, "`time_limit` is a number of seconds above 0", file: file,
                hint: "{{ config(time_limit=600) }}")
        }
        return .milliseconds(Int64(seconds * 1000))
    }
}

extension PipelineError {
    /// A node has used up its time.
    static func tooLong(_ limit: Duration, file: String) -> PipelineError {
        let seconds = limit / .seconds(1)
        let shown = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
        return PipelineError(
            .timedOut, "took longer than its time limit of \(shown) s and was stopped", file: file,
            hint: "Nothing of it is left half done. The model's config time_limit (seconds) or "
                + "governor: model_timeout in dormouse.yml allows more.")
    }
}
