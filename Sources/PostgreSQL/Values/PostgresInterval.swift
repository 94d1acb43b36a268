/// A span of calendar time. Months, days and microseconds are kept apart, because a month has no
/// fixed number of days and a day no fixed number of hours.
public struct PostgresInterval: Sendable, Hashable {
    public var months: Int32
    public var days: Int32
    public var microseconds: Int64

    public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    /// Seconds and their fractions only, to the microsecond.
    public init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(microseconds: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}

extension PostgresInterval: CustomStringConvertible {
    /// As SQL reads it: `14 months 3 days 5000 microseconds`.
    public var description: String {
        "\(months) months \(days) days \(microseconds) microseconds"
    }
}
