public import Foundation

/// Reads times as people and machines write them.
public struct MomentParser: Sendable {
    /// What "yesterday" and "2 hours ago" are counted from.
    public let now: Moment
    /// For times that name no zone of their own.
    public let zone: TimeZone

    public init(now: Moment, zone: TimeZone) {
        self.now = now
        self.zone = zone
    }

    /// The forms `parse` takes, for error messages.
    public static let accepted =
        "2026-03-02, 2026-03-02T09:05:00+01:00, \"8 May 2023 1:56 pm\", yesterday, \"3 days ago\""

    /// The moment `text` names, or nil.
    ///
    /// Takes ISO 8601 (a space for the T, any fraction, with or without offset), seconds or
    /// milliseconds since 1970, dates with month names and a time in 12 or 24 hours, and `now`,
    /// `today`, `yesterday`, `N minutes|hours|days|weeks|months|years ago`.
    public func parse(_ text: String) -> Moment? {
        guard text.utf8.count <= 64 else { return nil }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let moment = iso(trimmed) ?? epoch(trimmed) ?? relative(trimmed) ?? worded(trimmed)
        guard let moment, moment >= .earliest, moment <= .latest else { return nil }
        return moment
    }

    /// A local date and time of day as a moment.
    public func moment(_ date: CivilDate, timeOfDay: Int64 = 0) -> Moment {
        let local = Moment(date).adding(timeOfDay)
        return local.adding(-offset(atLocal: local))
    }

    /// The date in `zone` at a moment.
    public func localDate(of moment: Moment) -> CivilDate {
        moment.adding(offset(at: moment)).date
    }

    private func offset(at moment: Moment) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(moment.microseconds) / 1e6)
        return Int64(zone.secondsFromGMT(for: date)) * Moment.second
    }

    /// The offset that a local reading has; where clocks change, and a reading stands for no moment
    /// or for two, the one before the change.
    private func offset(atLocal local: Moment) -> Int64 {
        let before = offset(at: local.adding(-Moment.day))
        if offset(at: local.adding(-before)) == before { return before }
        let after = offset(at: local.adding(Moment.day))
        return offset(at: local.adding(-after)) == after ? after : before
    }

    // MARK: forms

    private func iso(_ text: String) -> Moment? {
        var scanner = DigitScanner(text)
        guard let year = scanner.digits(4), scanner.take("-") || scanner.take("/"),
            let month = scanner.digits(2), scanner.take("-") || scanner.take("/"),
            let day = scanner.digits(2)
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard date.isValid else { return nil }
        if scanner.atEnd { return moment(date) }
        guard scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let time = scanner.timeOfDay()
        else { return nil }
        _ = scanner.take(" ")
        if scanner.atEnd { return moment(date, timeOfDay: time) }
        guard let offset = scanner.zoneOffset(), scanner.atEnd else { return nil }
        return Moment(date).adding(time - offset)
    }

    private func epoch(_ text: String) -> Moment? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2e }),
            let number = Double(text), text.utf8.count >= 9
        else { return nil }
        let whole = text.prefix { $0 != "." }.count
        guard whole <= 16 else { return nil }
        // Seconds have ten digits in this century, milliseconds thirteen, microseconds sixteen.
        let scale = whole <= 11 ? 1e6 : whole <= 14 ? 1e3 : 1
        return Moment(microseconds: Int64((number * scale).rounded()))
    }

    private func relative(_ text: String) -> Moment? {
        let words = text.lowercased().split(separator: " ")
        let today = localDate(of: now)
        switch words {
        case ["now"]: return now
        case ["today"]: return moment(today)
        case ["yesterday"]: return moment(today.adding(days: -1))
        case ["tomorrow"]: return moment(today.adding(days: 1))
        default: break
        }
        guard words.count == 3, words[2] == "ago",
            let count = NumberWords.value(String(words[0])), (0...100_000).contains(count)
        else { return nil }
        let unit = words[1].hasSuffix("s") ? String(words[1].dropLast()) : String(words[1])
        switch unit {
        case "second": return now.adding(-Int64(count) * Moment.second)
        case "minute": return now.adding(-Int64(count) * 60 * Moment.second)
        case "hour": return now.adding(-Int64(count) * 3600 * Moment.second)
        case "day": return now.adding(-Int64(count) * Moment.day)
        case "week": return now.adding(-Int64(count) * 7 * Moment.day)
        case "month": return shifted(months: -count)
        case "year": return shifted(months: -count * 12)
        default: return nil
        }
    }

    private func shifted(months: Int) -> Moment {
        let local = now.adding(offset(at: now))
        return moment(local.date.adding(months: months), timeOfDay: local.timeOfDay)
    }

    /// "1:56 pm on 8 May, 2023", "May 8, 2023", "Mon 8 May 2023 13:56".
    private func worded(_ text: String) -> Moment? {
        var day: Int?
        var month: Int?
        var year: Int?
        var time: Int64?
        var isAfternoon: Bool?
        let separators: (Character) -> Bool = { $0.isWhitespace || $0 == "," }
        for word in text.lowercased().split(whereSeparator: separators).map(String.init) {
            if let named = MonthNames.month(word) {
                guard month == nil else { return nil }
                month = named
            } else if word == "am" || word == "a.m." {
                isAfternoon = false
            } else if word == "pm" || word == "p.m." {
                isAfternoon = true
            } else if word.contains(":"), time == nil {
                var scanner = DigitScanner(word)
                guard let read = scanner.looseTimeOfDay() else { return nil }
                time = read.time
                isAfternoon = read.isAfternoon ?? isAfternoon
            } else if let number = ordinal(word) {
                if number >= 1000, year == nil {
                    year = number
                } else if day == nil {
                    day = number
                } else {
                    return nil
                }
            } else if !["on", "at", "the", "of"].contains(word), WeekdayNames.weekday(word) == nil {
                return nil
            }
        }
        guard let day, let month, let year else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard date.isValid else { return nil }
        guard var time else { return isAfternoon == nil ? moment(date) : nil }
        let hour = time / (3600 * Moment.second)
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            let noon = 12 * 3600 * Moment.second
            time =
                isAfternoon ? (hour == 12 ? time : time + noon) : (hour == 12 ? time - noon : time)
        }
        return moment(date, timeOfDay: time)
    }

    private func ordinal(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count))
        else { return nil }
        return Int(digits)
    }
}
