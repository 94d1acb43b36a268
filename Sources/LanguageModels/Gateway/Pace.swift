public import Foundation

/// Time and chance as the gateway sees them, so that a test can give others.
public struct Pace: Sendable {
    /// Goes forward only.
    public var now: @Sendable () -> Duration
    /// Of the calendar, for budgets of a day and for what is written down.
    public var date: @Sendable () -> Date
    /// 0 up to 1.
    public var random: @Sendable () -> Double

    public init(
        now: @escaping @Sendable () -> Duration, date: @escaping @Sendable () -> Date,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.date = date
        self.random = random
    }

    /// The machine's clocks and chance.
    public static var system: Pace {
        let start = ContinuousClock.now
        return Pace(
            now: { ContinuousClock.now - start }, date: { Date() },
            random: { Double.random(in: 0..<1) })
    }
}
