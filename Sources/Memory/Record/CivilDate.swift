/// A date of the proleptic Gregorian calendar.
public struct CivilDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var year: Int
    public var month: Int
    public var day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days in a month; nil for a month outside 1…12.
    public static func days(inMonth month: Int, of year: Int) -> Int? {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        default: nil
        }
    }

    /// Whether the calendar has this date.
    public var isValid: Bool {
        guard (1...9999).contains(year), let days = Self.days(inMonth: month, of: year) else {
            return false
        }
        return (1...days).contains(day)
    }

    /// Counted in eras of 400 years that begin in March, so that the leap day comes last.
    public var daysSince1970: Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    public init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// 1 Monday … 7 Sunday, as ISO 8601 counts.
    public var weekday: Int { (daysSince1970 + 3) - floorDivide(daysSince1970 + 3, 7) * 7 + 1 }

    /// The same day `months` later, or the month's last where it has no such day.
    public func adding(months: Int) -> CivilDate {
        let total = year * 12 + month - 1 + months
        let year = floorDivide(total, 12)
        let month = total - year * 12 + 1
        return CivilDate(
            year: year, month: month, day: min(day, Self.days(inMonth: month, of: year) ?? 28))
    }

    public func adding(days: Int) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    public var description: String {
        padded(Int64(year), 4) + "-" + padded(Int64(month), 2) + "-" + padded(Int64(day), 2)
    }
}
