import Foundation

/// A stretch of event time that a question speaks of.
public struct TimeWindow: Sendable, Equatable {
    /// The first moment inside.
    public var from: Moment
    /// The first moment after it.
    public var to: Moment
    /// The words of the question that mean it.
    public var words: String

    /// Days after which a memory told later counts a third.
    static let tellingDelayDays: Float = 7

    func contains(_ moment: Moment) -> Bool { moment >= from && moment < to }

    /// Up to so many days a window is narrow.
    static let narrowDays: Float = 7

    /// 1 for a window of a week or less, less for a longer one.
    var narrowness: Float {
        let days = Float(to.microseconds - from.microseconds) / Float(Moment.day)
        return days <= 0 ? 0 : min(1, Self.narrowDays / days)
    }

    /// 1 inside and 0 before. After it, it falls as exp(−days / 7): what happened last week is
    /// often told this week.
    func nearness(of moment: Moment) -> Float {
        if moment < from { return 0 }
        if moment < to { return 1 }
        let late = Float(moment.microseconds - to.microseconds) / Float(Moment.day)
        return exp(-late / Self.tellingDelayDays)
    }
}
