import Foundation

/// How long a server wants to be left alone: the header `Retry-After` (RFC 9110, 10.2.3).
struct RetryAfter: Hashable {
    /// An hour at most.
    let delay: Duration

    static let longest = 3600.0

    /// Reads seconds, or a date. A date is held against the server's own clock where it tells it
    /// (`Date`), so that clocks that differ do not matter.
    init?(_ text: String, serverTime: String?, now: Date = Date()) {
        let seconds: Double
        if let number = Double(text) {
            guard number >= 0 else { return nil }
            seconds = number
        } else {
            guard let date = Self.date(text) else { return nil }
            seconds = max(0, date.timeIntervalSince(serverTime.flatMap(Self.date) ?? now))
        }
        delay = .milliseconds(Int(min(seconds, Self.longest) * 1000))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The three forms of a date that may come (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`,
    /// `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    private static func date(_ text: String) -> Date? {
        let usual = /[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT/
        let short = /[A-Z][a-z]+, (\d\d)-([A-Z][a-z]{2})-(\d\d) (\d\d):(\d\d):(\d\d) GMT/
        let old = /[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})/
        if let (_, day, month, year, hour, minute, second) = text.wholeMatch(of: usual)?.output {
            return date(year, month, day, hour, minute, second)
        }
        if let (_, day, month, year, hour, minute, second) = text.wholeMatch(of: short)?.output {
            return date("20" + year, month, day, hour, minute, second)
        }
        if let (_, month, day, hour, minute, second, year) = text.wholeMatch(of: old)?.output {
            return date(year, month, day, hour, minute, second)
        }
        return nil
    }

    private static func date(
        _ year: Substring, _ month: Substring, _ day: Substring, _ hour: Substring,
        _ minute: Substring, _ second: Substring
    ) -> Date? {
        guard let month = months.firstIndex(of: String(month)) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(
            from: DateComponents(
                year: Int(year), month: month + 1, day: Int(day), hour: Int(hour),
                minute: Int(minute), second: Int(second)))
    }
}
