import Foundation

/// A day and a time on the clock, wherever the clock hangs.
struct CivilTime: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    var day: Int
    /// Seconds since midnight.
    var second: Int

    static func < (left: Self, right: Self) -> Bool {
        (left.day, left.second) < (right.day, right.second)
    }

    /// Nil where there is no such day or time.
    init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.days(year: year, month: month)).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        self.day = Self.number(year: year, month: month, day: day)
        self.second = hour * 3600 + minute * 60 + min(second, 59)
    }

    init(day: Int, second: Int) {
        self.day = day
        self.second = second
    }

    /// `20260302`, `20260302T090000`; what follows is left to the caller.
    init?(basic text: String) {
        let digits = text.utf8.map { Int($0) - 48 }
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= digits.count else { return nil }
            return digits[range].reduce(0 as Int?) { sum, digit in
                (0...9).contains(digit) ? sum.map { $0 * 10 + digit } : nil
            }
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8) else {
            return nil
        }
        if digits.count == 8 {
            self.init(year: year, month: month, day: day)
            return
        }
        guard digits.count >= 15, text.utf8[text.utf8.index(text.startIndex, offsetBy: 8)] == 84,
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15)
        else { return nil }
        self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// The instant at which a clock in the zone shows it. A time that a clock skips is taken as the
    /// one after; of a time that comes twice the first is.
    func instant(in zone: TimeZone) -> Date {
        let local = Double(day) * 86_400 + Double(second)
        // The offset before the change, so that the first of two is found.
        var offset = Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: local - 86_400)))
        let first = local - offset
        if zone.secondsFromGMT(for: Date(timeIntervalSince1970: first)) == Int(offset) {
            return Date(timeIntervalSince1970: first)
        }
        offset = Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: first)))
        return Date(timeIntervalSince1970: max(first, local - offset))
    }

    /// What a clock in the zone shows at an instant.
    init(_ date: Date, in zone: TimeZone) {
        let local =
            Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
        let (days, rest) = local.quotientAndRemainder(dividingBy: 86_400)
        day = rest < 0 ? days - 1 : days
        second = rest < 0 ? rest + 86_400 : rest
    }

    /// Monday is 0.
    var weekday: Int { ((day + 3) % 7 + 7) % 7 }

    var civil: (year: Int, month: Int, day: Int) {
        // Howard Hinnant's days_from_civil, the other way round.
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * ofYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * part + 2) / 5 + 1
        )
    }

    static func number(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let ofEra = year - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    static func days(year: Int, month: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}
