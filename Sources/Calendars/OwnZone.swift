import Foundation

/// A zone that a calendar defines by itself (VTIMEZONE of RFC 5545): when its clocks change, and by
/// how much.
struct OwnZone: Sendable {
    /// A part of the year: STANDARD or DAYLIGHT.
    struct Observance: Sendable {
        var isDaylight = false
        var start: CivilTime?
        /// Seconds east of Greenwich, before it and in it.
        var from: Int?
        var to: Int?
        var rule: String?
    }

    var observances: [Observance] = []

    /// The offset of standard time, for where the changes fit no zone that is known.
    var standardOffset: Int? {
        observances.first { !$0.isDaylight && $0.to != nil }?.to
            ?? observances.first { $0.to != nil }?.to
    }

    /// The zone whose clocks change in a year just as this one's do; nil where none does, or where
    /// this one's do not change.
    func known(in year: Int) -> TimeZone? {
        let changes = [false, true].compactMap { change(isDaylight: $0, in: year) }
        guard changes.count == 2 else { return nil }
        return Self.candidates.first { zone in
            changes.allSatisfy {
                zone.secondsFromGMT(for: $0.instant - 1) == $0.before
                    && zone.secondsFromGMT(for: $0.instant) == $0.after
            }
        }
    }

    /// Many zones change alike: those of the largest places come first.
    private static let candidates: [TimeZone] =
        (Zones.others.values.sorted() + TimeZone.knownTimeZoneIdentifiers.sorted())
        .compactMap(TimeZone.init(identifier:))

    private func change(isDaylight: Bool, in year: Int) -> (
        instant: Date, before: Int, after: Int
    )? {
        let rules = observances.filter {
            $0.isDaylight == isDaylight && $0.rule != nil && ($0.start?.civil.year ?? 0) <= year
                && $0.lastYear >= year
        }
        guard let one = rules.max(by: { ($0.start ?? .first) < ($1.start ?? .first) }),
            let start = one.start, let from = one.from, let to = one.to,
            let text = one.rule?.uppercased()
        else { return nil }
        let parts = text.split(separator: ";").filter {
            !$0.hasPrefix("UNTIL=") && !$0.hasPrefix("COUNT=")
        }
        let (_, month, day) = start.civil
        let first = CivilTime(
            year: year, month: text.contains("BYMONTH=") ? 1 : month,
            day: text.contains("DAY=") ? 1 : day, hour: start.second / 3600,
            minute: start.second / 60 % 60, second: start.second % 60)
        guard let first, let rule = try? RecurrenceRule(parts.joined(separator: ";")),
            let time = rule.times(from: first, in: .gmt).times.first
        else { return nil }
        let local = Double(time.day) * 86_400 + Double(time.second)
        return (Date(timeIntervalSince1970: local - Double(from)), from, to)
    }
}

extension OwnZone.Observance {
    /// The last year in which it holds.
    fileprivate var lastYear: Int {
        let until = rule?.uppercased().split(separator: ";").first { $0.hasPrefix("UNTIL=") }
        return until.flatMap { CivilTime(basic: String($0.dropFirst(6)))?.civil.year } ?? .max
    }
}

extension CivilTime {
    fileprivate static let first = CivilTime(day: 0, second: 0)
}
