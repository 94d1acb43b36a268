import Synchronization

/// Gives those who tell one after the other moments that follow each other, also where the clock
/// has not moved meanwhile.
final class TellingClock: Sendable {
    private let last = Mutex<Moment?>(nil)

    /// The first moment of so many that follow each other by a microsecond: that of the clock, or
    /// the next free one. A clock that was set back by more than a second is believed.
    func take(_ count: Int, at now: Moment) -> Moment {
        last.withLock { last in
            var first = now
            if let last, last >= now, last < now.adding(Moment.second) { first = last.adding(1) }
            last = first.adding(Int64(max(0, count - 1)))
            return first
        }
    }
}
