/// Decides when a sleep is due, by a rhythm: it only decides. Whoever asks gives the time, does what
/// is due, one sleep at a time, and says how it went.
public struct SleepClock: Sendable {
    public let rhythm: SleepRhythm
    /// When each part was done last, or began to be waited for.
    private var last: [Moment]
    /// Sleeps that failed, one after another.
    public private(set) var failures = 0
    private var notBefore: Moment?

    /// - Parameters:
    ///   - slept: what was slept before, as the journal has it.
    ///   - now: when this begins.
    public init(_ rhythm: SleepRhythm, slept: [SleepEntry], now: Moment) {
        self.rhythm = rhythm
        last = rhythm.parts.map { part in
            guard rhythm.catchesUp else { return now }
            let covering = slept.last { entry in
                entry.state == .stands && Self.covers(entry.stage, part.stage)
            }
            // A home that never slept is due for the longest.
            guard let covering else { return Moment(microseconds: 0) }
            return min(now, covering.writtenAt ?? covering.asOf)
        }
    }

    /// Whether a sleep up to one stage has done what one up to another does.
    private static func covers(_ done: String, _ wanted: SleepStage?) -> Bool {
        guard let done = SleepStage(rawValue: done) else { return true }
        guard let wanted else { return false }
        return done.upToHere.count >= wanted.upToHere.count
    }

    /// What is due now: the deepest sleep of those that are; nil where none is.
    public func due(at now: Moment) -> SleepRhythm.Part? {
        if let notBefore, now < notBefore { return nil }
        if rhythm.isQuiet(at: now) { return nil }
        return rhythm.parts.indices.filter { at in
            rhythm.parts[at].schedule.next(after: last[at], zone: rhythm.zone)
                .map { $0 <= now } ?? false
        }.map { rhythm.parts[$0] }.max { Self.depth($0.stage) < Self.depth($1.stage) }
    }

    private static func depth(_ stage: SleepStage?) -> Int { stage?.upToHere.count ?? .max }

    /// When something is due next, quiet hours and back-off left out of account.
    public var nextDue: Moment? {
        rhythm.parts.indices.compactMap { at in
            rhythm.parts[at].schedule.next(after: last[at], zone: rhythm.zone)
        }.min()
    }

    /// How a sleep went.
    public enum Outcome: Sendable {
        case done
        /// It failed, or its cycle was rolled back: the next try waits, ever longer.
        case failed
        /// Somebody else sleeps: that is no failure, and soon tried again.
        case busy
    }

    /// Says how what was due went.
    public mutating func ended(_ part: SleepRhythm.Part, _ outcome: Outcome, at now: Moment) {
        switch outcome {
        case .busy: notBefore = now.adding(60 * Moment.second)
        case .failed:
            failures += 1
            notBefore = now.adding(Self.pause(after: failures))
        case .done:
            failures = 0
            notBefore = nil
            // A deep sleep is a light one, too.
            for at in rhythm.parts.indices
            where Self.depth(rhythm.parts[at].stage) <= Self.depth(part.stage) { last[at] = now }
        }
    }

    /// 1, 2, 4 minutes and so on, at most six hours.
    static func pause(after failures: Int) -> Int64 {
        min(6 * 3600, 60 << Int64(min(failures - 1, 12))) * Moment.second
    }
}
