public import Foundation

/// A moment in microseconds since 1970-01-01 00:00, exact.
///
/// Whether that is an instant (TIMESTAMP WITH TIME ZONE, in UTC) or a local reading of a clock
/// (TIMESTAMP) is told by the case of `Value` it stands in.
public struct Timestamp: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// To the nearest microsecond; dates out of range become the infinities.
    public init(_ date: Date) {
        // Seconds since 2001 are the numbers a Date holds: no digits are lost before rounding.
        let sinceReference = (date.timeIntervalSinceReferenceDate * 1e6).rounded()
        let micros = sinceReference + Self.referenceMicroseconds
        // Written so that a date that is not a number goes here too.
        if !(micros < 9.2e18) {
            self = .infinity
        } else if micros <= -9.2e18 {
            self = .negativeInfinity
        } else {
            microseconds = Int64(sinceReference) + Int64(Self.referenceMicroseconds)
        }
    }

    /// As a Foundation date; the infinities become the distant future and past.
    public var date: Date {
        switch self {
        case .infinity: .distantFuture
        case .negativeInfinity: .distantPast
        default:
            Date(timeIntervalSinceReferenceDate: secondsSinceReference)
        }
    }

    private var secondsSinceReference: Double {
        let (exact, overflow) = microseconds.subtractingReportingOverflow(
            Int64(Self.referenceMicroseconds))
        return overflow
            ? (Double(microseconds) - Self.referenceMicroseconds) / 1e6 : Double(exact) / 1e6
    }

    /// DuckDB's `'infinity'`, later than every other moment.
    public static let infinity = Timestamp(microseconds: .max)
    /// DuckDB's `'-infinity'`.
    public static let negativeInfinity = Timestamp(microseconds: -.max)
    public var isFinite: Bool { self != .infinity && self != .negativeInfinity }

    public static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    /// 2001-01-01 in microseconds since 1970.
    private static let referenceMicroseconds = 978_307_200e6
}

extension Timestamp: CustomStringConvertible {
    /// As DuckDB prints it: `2024-05-01 12:30:00.25`.
    public var description: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let (days, rest) = microseconds.floored(by: CalendarDate.microsecondsPerDay)
        return "\(CalendarDate(days: Int32(days))) \(TimeOfDay(microseconds: rest))"
    }
}
