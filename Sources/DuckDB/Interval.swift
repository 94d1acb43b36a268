/// A span of calendar time. Months, days and microseconds are kept apart, because a month has no
/// fixed number of days and a day no fixed number of hours.
public struct Interval: Sendable, Hashable, CustomStringConvertible {
    public var months: Int32
    public var days: Int32
    public var microseconds: Int64

    public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    /// A length of clock time; what is below a microsecond is cut off, and what is beyond 292,000
    /// years.
    public init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let micros = Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000)
        self.init(microseconds: Int64(clamping: micros))
    }

    /// `14 months 3 days 12:30:00`.
    public var description: String {
        var parts: [String] = []
        if months != 0 { parts.append("\(months) months") }
        if days != 0 { parts.append("\(days) days") }
        if microseconds != 0 || parts.isEmpty {
            let size = TimeOfDay(microseconds: Int64(clamping: microseconds.magnitude))
            parts.append((microseconds < 0 ? "-" : "") + size.description)
        }
        return parts.joined(separator: " ")
    }
}
