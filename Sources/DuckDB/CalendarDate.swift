/// A day of the Gregorian calendar: days since 1970-01-01.
public struct CalendarDate: Sendable, Hashable, Comparable {
    public var days: Int32

    public init(days: Int32) { self.days = days }

    /// A day by year, month (1–12) and day of the month (1–31).
    ///
    /// The count of days is that of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    public init(year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.flooredQuotient(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        days = Int32(clamping: era * 146_097 + dayOfEra - 719_468)
    }

    /// Year, month and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(days) + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    public static let infinity = CalendarDate(days: .max)
    public static let negativeInfinity = CalendarDate(days: -.max)

    public static func < (left: Self, right: Self) -> Bool { left.days < right.days }

    static let microsecondsPerDay: Int64 = 86_400_000_000
}

extension CalendarDate: CustomStringConvertible {
    /// `2024-05-01`; years before 1 as `0044-03-15 (BC)`.
    public var description: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let (year, month, day) = parts
        let shown = year > 0 ? year : 1 - year
        let text = "\(shown.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
        return year > 0 ? text : text + " (BC)"
    }
}

extension BinaryInteger {
    /// The quotient rounded towards negative infinity.
    func flooredQuotient(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The quotient rounded towards negative infinity, and what is left, never negative.
    func floored(by divisor: Self) -> (quotient: Self, remainder: Self) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// The digits with leading zeros.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
