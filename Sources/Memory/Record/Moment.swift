/// A point in time, in whole microseconds since 1970-01-01T00:00:00Z: the resolution PostgreSQL
/// and DuckDB keep, so that a time survives every way it can travel.
public struct Moment: Sendable, Hashable, Comparable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// What this engine keeps: 0001-01-01 to 9999-12-31, the years ISO 8601 writes with four digits.
    public static let earliest = Moment(CivilDate(year: 1, month: 1, day: 1))
    public static let latest = Moment(
        microseconds: Moment(CivilDate(year: 10000, month: 1, day: 1)).microseconds - 1)

    public static let second: Int64 = 1_000_000
    public static let day: Int64 = 86_400 * second

    public static func < (left: Moment, right: Moment) -> Bool {
        left.microseconds < right.microseconds
    }

    /// Midnight UTC of a date.
    public init(_ date: CivilDate) {
        microseconds = Int64(date.daysSince1970) * Moment.day
    }

    /// This moment and `count` of something, such as `Moment.day`.
    public func adding(_ count: Int64) -> Moment { Moment(microseconds: microseconds + count) }

    /// The date in UTC.
    public var date: CivilDate {
        CivilDate(daysSince1970: Int(floorDivide(microseconds, Moment.day)))
    }

    /// Microseconds since midnight UTC.
    public var timeOfDay: Int64 {
        microseconds - floorDivide(microseconds, Moment.day) * Moment.day
    }
}

extension Moment: CustomStringConvertible {
    /// ISO 8601 in UTC; microseconds only where there are any: `2026-03-02T09:05:00Z`.
    public var description: String {
        let seconds = timeOfDay / Moment.second
        let fraction = timeOfDay % Moment.second
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        return date.description + "T" + time.joined(separator: ":")
            + (fraction == 0 ? "" : "." + padded(fraction, 6)) + "Z"
    }
}

/// Division that rounds down, also below zero.
func floorDivide<Number: BinaryInteger>(_ dividend: Number, _ divisor: Number) -> Number {
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
}

func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
