/// Actions waiting for their time. There are few: those of requests that are being backed off.
struct Timers {
    private var waiting: [UInt64: (time: ContinuousClock.Instant, action: @Sendable () -> Void)] =
        [:]
    private var earliest: ContinuousClock.Instant?

    mutating func add(
        _ id: UInt64, _ time: ContinuousClock.Instant, _ action: @escaping @Sendable () -> Void
    ) {
        waiting[id] = (time, action)
        earliest = min(earliest ?? time, time)
    }

    /// Takes one out before its time.
    mutating func fire(_ id: UInt64) -> (@Sendable () -> Void)? {
        waiting.removeValue(forKey: id)?.action
    }

    /// Takes out those whose time has come, the earliest first.
    mutating func due(at now: ContinuousClock.Instant) -> [@Sendable () -> Void] {
        guard let earliest, earliest <= now else { return [] }
        let due = waiting.filter { $0.value.time <= now }
        for id in due.keys { waiting[id] = nil }
        self.earliest = waiting.values.lazy.map(\.time).min()
        return due.values.sorted { $0.time < $1.time }.map(\.action)
    }

    /// How long the loop may sleep: until the next one, a minute at most.
    func milliseconds(from now: ContinuousClock.Instant) -> Int {
        guard let earliest else { return 60_000 }
        // Rounded up, so that the loop does not turn idly before the time.
        return min(60_000, earliest <= now ? 0 : (earliest - now).milliseconds + 1)
    }
}
