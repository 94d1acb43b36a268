import Foundation

/// Minute, hour, day of month, month and day of week, as cron has them: `*`, `5`, `1-5`, `*/15`,
/// `1,15`, names of months and days. Where both days are given, either will do.
struct CronFields: Sendable, Hashable {
    private var minutes: Set<Int>
    private var hours: Set<Int>
    private var days: Set<Int>
    private var months: Set<Int>
    private var weekdays: Set<Int>
    private var anyDay = true
    private var anyWeekday = true

    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// The number of a day by its name or the beginning of it: Sunday is 0.
    static func weekday(_ name: String) -> Int? {
        guard name.count >= 3 else { return nil }
        let full = [
            "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
        ]
        return full.firstIndex { $0.hasPrefix(name) }
    }

    /// Nil for an hour: every hour.
    init(minute: Int, hour: Int?, weekday: Int? = nil) {
        minutes = [minute]
        hours = hour.map { [$0] } ?? Set(0...23)
        days = Set(1...31)
        months = Set(1...12)
        weekdays = weekday.map { [$0] } ?? Set(0...6)
        anyWeekday = weekday == nil
    }

    init?(_ words: [String]) {
        guard words.count == 5, let minutes = Self.values(words[0], 0...59),
            let hours = Self.values(words[1], 0...23), let days = Self.values(words[2], 1...31),
            let months = Self.values(words[3], 1...12, names: Self.monthNames, from: 1),
            let weekdays = Self.values(words[4], 0...7, names: Self.dayNames, from: 0)
        else { return nil }
        self.minutes = minutes
        self.hours = hours
        self.days = days
        self.months = months
        // Sunday is 0 and 7.
        self.weekdays = Set(weekdays.map { $0 % 7 })
        anyDay = words[2].hasPrefix("*")
        anyWeekday = words[4].hasPrefix("*")
    }

    private static func values(
        _ text: String, _ range: ClosedRange<Int>, names: [String] = [], from first: Int = 0
    ) -> Set<Int>? {
        func number(_ text: Substring) -> Int? {
            if let place = names.firstIndex(of: String(text)) { return place + first }
            return Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
        var found: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "/", omittingEmptySubsequences: false)
            guard halves.count <= 2, let body = halves.first else { return nil }
            var step = 1
            if halves.count == 2 {
                guard let every = Int(halves[1]), every > 0 else { return nil }
                step = every
            }
            var (low, high) = (range.lowerBound, range.upperBound)
            if body != "*" {
                let ends = body.split(separator: "-", omittingEmptySubsequences: false)
                guard ends.count <= 2, let from = ends.first.flatMap(number) else { return nil }
                low = from
                high = halves.count == 2 && ends.count == 1 ? range.upperBound : from
                if ends.count == 2 {
                    guard let to = number(ends[1]), to >= from else { return nil }
                    high = to
                }
            }
            found.formUnion(stride(from: low, through: high, by: step))
        }
        return found
    }

    /// The next minute that fits, by clocks in a zone; nil where none does within eight years, as
    /// for 30 February. A time that clocks skip in spring comes as much later.
    func next(after moment: Moment, zone: TimeZone) -> Moment? {
        func offset(_ at: Moment) -> Int64 {
            let seconds = Double(at.microseconds) / 1e6
            return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds)))
                * Moment.second
        }
        let local = moment.adding(offset(moment)).microseconds
        let firstDay = local.floored(by: Moment.day)
        for number in 0..<2_923 {
            let day = firstDay + Int64(number)
            guard isIn(day: day) else { continue }
            for hour in hours.sorted() {
                for minute in minutes.sorted() {
                    let wall = day * Moment.day + Int64(hour * 60 + minute) * 60 * Moment.second
                    let guess = Moment(microseconds: wall)
                    let time = guess.adding(-offset(guess.adding(-offset(guess))))
                    if time > moment { return time }
                }
            }
        }
        return nil
    }

    /// - Parameter day: since 1970-01-01, a Thursday.
    private func isIn(day: Int64) -> Bool {
        let date = Moment(microseconds: day * Moment.day).date
        guard months.contains(date.month) else { return false }
        let fitsDay = days.contains(date.day)
        let fitsWeekday = weekdays.contains(Int(((day + 4) % 7 + 7) % 7))
        return anyDay || anyWeekday ? fitsDay && fitsWeekday : fitsDay || fitsWeekday
    }
}

extension Int64 {
    fileprivate func floored(by unit: Int64) -> Int64 {
        let quotient = self / unit
        return self % unit < 0 ? quotient - 1 : quotient
    }
}
