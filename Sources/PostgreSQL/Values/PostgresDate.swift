/// A day: days since 1970-01-01.
public struct PostgresDate: Sendable, Hashable, Comparable {
    public var days: Int32

    public init(days: Int32) { self.days = days }

    /// A day of the Gregorian calendar.
    ///
    /// The count of days is that of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    public init(year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        days = Int32(clamping: era * 146_097 + dayOfEra - 719_468)
    }

    /// Year (0 is 1 BC), month and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * fromMarch + 2) / 5 + 1
        )
    }

    public static let infinity = Self(days: .max)
    public static let negativeInfinity = Self(days: .min)
    public var isFinite: Bool { self != .infinity && self != .negativeInfinity }

    public static func < (left: Self, right: Self) -> Bool { left.days < right.days }

    /// PostgreSQL counts from 2000-01-01, 10,957 days later.
    var wire: Int32? {
        guard isFinite else { return days }
        let (value, overflow) = days.subtractingReportingOverflow(10_957)
        return overflow ? nil : value
    }

    init(wire: Int32) { days = wire == .max || wire == .min ? wire : wire &+ 10_957 }
}

extension PostgresDate: CustomStringConvertible {
    /// `2024-05-01`; years before 1 as `0044-03-15 BC`.
    public var description: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let (year, month, day) = parts
        let text =
            "\(padded(year > 0 ? year : 1 - year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
        return year > 0 ? text : text + " BC"
    }
}

/// The digits with leading zeros.
func padded(_ value: some BinaryInteger, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
