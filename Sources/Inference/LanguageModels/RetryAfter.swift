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

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that a server may send.
    private static func date(_ text: String) -> Date? {
        let form = /[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT/
        guard let match = text.wholeMatch(of: form)?.output,
            let month = months.firstIndex(of: String(match.2))
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(
            from: DateComponents(
                year: Int(match.3), month: month + 1, day: Int(match.1), hour: Int(match.4),
                minute: Int(match.5), second: Int(match.6)))
    }
}
