public import Foundation

/// A moment in microseconds since 1970-01-01 00:00, exact.
///
/// Whether it is an instant (timestamptz, in UTC) or a local reading of a clock (timestamp) is
/// told by the case of `PostgresValue` it stands in.
public struct PostgresTimestamp: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// To the nearest microsecond. Dates beyond PostgreSQL's range become the infinities.
    public init(_ date: Date) {
        // Seconds since 2001 are what a Date holds: no digit is lost before rounding.
        let micros = (date.timeIntervalSinceReferenceDate * 1e6).rounded()
        // Written so that a date that is not a number goes here too.
        if !(micros < 9.1e18) {
            self = .infinity
        } else if micros <= -9.1e18 {
            self = .negativeInfinity
        } else {
            microseconds = Int64(micros) + 978_307_200_000_000
        }
    }

    /// As a Foundation date; the infinities become the distant future and past.
    public var date: Date {
        switch self {
        case .infinity: .distantFuture
        case .negativeInfinity: .distantPast
        default:
            Date(timeIntervalSinceReferenceDate: Double(microseconds &- 978_307_200_000_000) / 1e6)
        }
    }

    /// `'infinity'`: later than every other moment.
    public static let infinity = Self(microseconds: .max)
    /// `'-infinity'`.
    public static let negativeInfinity = Self(microseconds: .min)
    public var isFinite: Bool { self != .infinity && self != .negativeInfinity }

    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    /// PostgreSQL counts from 2000-01-01.
    static let epoch: Int64 = 946_684_800_000_000

    var wire: Int64? {
        guard isFinite else { return microseconds }
        let (value, overflow) = microseconds.subtractingReportingOverflow(Self.epoch)
        return overflow ? nil : value
    }

    init(wire: Int64) {
        microseconds = wire == .max || wire == .min ? wire : wire + Self.epoch
    }
}

extension PostgresTimestamp: CustomStringConvertible {
    /// As PostgreSQL prints it: `2024-05-01 12:30:00.25`.
    public var description: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let day: Int64 = 86_400_000_000
        let days = Int64((Double(microseconds) / Double(day)).rounded(.down))
        var rest = microseconds - days * day
        var whole = days
        if rest < 0 { (rest, whole) = (rest + day, whole - 1) }
        if rest >= day { (rest, whole) = (rest - day, whole + 1) }
        let date = PostgresDate(days: Int32(clamping: whole)).description
        let time = PostgresTime(microseconds: rest).description
        return date.hasSuffix(" BC") ? "\(date.dropLast(3)) \(time) BC" : "\(date) \(time)"
    }
}
