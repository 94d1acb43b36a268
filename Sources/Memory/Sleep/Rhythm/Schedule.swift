public import Foundation

/// When something is due again and again: plain words, or the five fields of cron.
///
/// `continuous`, `every 30 minutes`, `hourly`, `nightly`, `nightly at 02:30`, `weekly`,
/// `weekly on Sunday at 04:00`, `15 3 * * 1-5`.
public struct Schedule: Sendable, Hashable, CustomStringConvertible {
    private enum Kind: Sendable, Hashable {
        /// So many microseconds after the last time.
        case interval(Int64)
        case cron(CronFields)
    }

    private let kind: Kind
    /// As it was written.
    public let description: String

    /// What `continuous` means.
    public static let shortestPeriod = 60 * Moment.second

    /// What can be written, for errors and help.
    public static let accepted =
        "continuous, every 30 minutes, hourly, nightly, nightly at 02:30, weekly, "
        + "weekly on Sunday at 04:00, or five fields of cron such as '15 3 * * 1-5'"

    /// Nil where the text is none of it.
    public init?(_ text: String) {
        description = text
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        if let kind = Self.inWords(words) {
            self.kind = kind
        } else if let fields = CronFields(words) {
            kind = .cron(fields)
        } else {
            return nil
        }
    }

    private static func inWords(_ words: [String]) -> Kind? {
        switch words.first {
        case "continuous" where words.count == 1: return .interval(shortestPeriod)
        case "every": return every(Array(words.dropFirst()))
        case "hourly" where words.count == 1: return .cron(CronFields(minute: 0, hour: nil))
        case "nightly", "daily":
            guard let time = time(Array(words.dropFirst()), standard: (3, 0)) else { return nil }
            return .cron(CronFields(minute: time.1, hour: time.0))
        case "weekly":
            var rest = Array(words.dropFirst())
            var day = 0
            if rest.first == "on" {
                guard rest.count > 1, let named = CronFields.weekday(rest[1]) else { return nil }
                day = named
                rest.removeFirst(2)
            }
            guard let time = time(rest, standard: (4, 0)) else { return nil }
            return .cron(CronFields(minute: time.1, hour: time.0, weekday: day))
        default: return nil
        }
    }

    /// `30 minutes`, `hour`, `2 days`, `night at 02:30`.
    private static func every(_ words: [String]) -> Kind? {
        let units: [String: Int64] = [
            "minute": 60 * Moment.second, "hour": 3600 * Moment.second, "day": Moment.day,
            "week": 7 * Moment.day,
        ]
        if ["night", "day"].contains(words.first), words.count > 1 || words.first == "night" {
            return inWords(["nightly"] + words.dropFirst())
        }
        var words = words
        var count: Int64 = 1
        if let first = words.first, let number = Int64(first) {
            count = number
            words.removeFirst()
        }
        guard words.count == 1, (1...10_000).contains(count) else { return nil }
        let word = words[0].hasSuffix("s") ? String(words[0].dropLast()) : words[0]
        return units[word].map { .interval($0 * count) }
    }

    /// `at 02:30`; nothing is the standard.
    private static func time(_ words: [String], standard: (Int, Int)) -> (Int, Int)? {
        if words.isEmpty { return standard }
        guard words.count == 2, words[0] == "at" else { return nil }
        return TimeOfDayText.parse(words[1])
    }

    /// The first time after a moment at which it is due.
    ///
    /// - Parameter last: when it was done last.
    public func next(after last: Moment, zone: TimeZone) -> Moment? {
        switch kind {
        case .interval(let period): last.adding(period)
        case .cron(let fields): fields.next(after: last, zone: zone)
        }
    }
}

/// `02:30`, `2:30`, `23:00`.
enum TimeOfDayText {
    static func parse(_ text: String) -> (hour: Int, minute: Int)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 2, let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return (hour, minute)
    }
}
