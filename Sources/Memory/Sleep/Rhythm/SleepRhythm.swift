public import Foundation

/// When to sleep how deeply, by itself.
public struct SleepRhythm: Sendable, Hashable {
    /// What is done how often: a sleep up to a stage; nil: all stages.
    public struct Part: Sendable, Hashable {
        public var stage: SleepStage?
        public var schedule: Schedule

        public init(stage: SleepStage?, schedule: Schedule) {
            self.stage = stage
            self.schedule = schedule
        }
    }

    /// A part of each day in which no sleep begins, in minutes since midnight; it may go over
    /// midnight.
    public struct QuietHours: Sendable, Hashable {
        var from: Int
        var to: Int

        /// `08:00-18:00`, `22:00-06:30`; nil for anything else.
        public init?(_ text: String) {
            let ends = text.split(separator: "-").map { $0.filter { !$0.isWhitespace } }
            guard ends.count == 2, let from = TimeOfDayText.parse(String(ends[0])),
                let to = TimeOfDayText.parse(String(ends[1]))
            else { return nil }
            self.from = from.hour * 60 + from.minute
            self.to = to.hour * 60 + to.minute
            if self.from == self.to { return nil }
        }

        func contains(_ minute: Int) -> Bool {
            from < to ? (from..<to).contains(minute) : minute >= from || minute < to
        }
    }

    public var parts: [Part]
    public var quietHours: QuietHours?
    /// Whether what was missed while nothing ran is made up for, once.
    public var catchesUp = true
    /// The zone of times of day.
    public var zone: TimeZone

    public init(parts: [Part], zone: TimeZone) {
        self.parts = parts
        self.zone = zone
    }

    /// Whether no sleep may begin at a moment.
    func isQuiet(at moment: Moment) -> Bool {
        guard let quietHours else { return false }
        let seconds = Double(moment.microseconds) / 1e6
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds))
        let local = moment.adding(Int64(offset) * Moment.second)
        return quietHours.contains(Int(local.timeOfDay / (60 * Moment.second)))
    }
}
