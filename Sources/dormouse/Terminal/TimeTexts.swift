import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `just now`, `5 minutes ago`, `in 3 days`: how far a time is from now, in its
/// largest unit, rounded down.
///
/// - Parameters: both in microseconds since 1970-01-01T00:00:00Z.
func relativeTime(_ microseconds: Int64, now: Int64) -> String {
    let (difference, overflow) = now.subtractingReportingOverflow(microseconds)
    let seconds = overflow ? Int64.max / 1_000_000 : Int64(difference.magnitude / 1_000_000)
    if seconds < 10 { return "just now" }
    // A month and a year of the Gregorian calendar, on average.
    let units: [(name: String, seconds: Int64)] = [
        ("year", 31_556_952), ("month", 2_629_746), ("week", 604_800), ("day", 86_400),
        ("hour", 3600), ("minute", 60), ("second", 1),
    ]
    let unit = units.first { seconds >= $0.seconds } ?? ("second", 1)
    let count = seconds / unit.seconds
    let amount = counted(Int(count), unit.name)
    return microseconds > now ? "in " + amount : amount + " ago"
}

/// `2026-11-21 04:08`, on a clock this many seconds ahead of UTC.
func absoluteTime(_ microseconds: Int64, secondsAheadOfUTC: Int) -> String {
    let local = microseconds.addingReportingOverflow(Int64(secondsAheadOfUTC) * 1_000_000)
    let text = timestamp(microsecondsSince1970: local.overflow ? microseconds : local.partialValue)
    guard let separator = text.firstIndex(of: "T") else { return text }
    return text[..<separator] + " " + text[separator...].dropFirst().prefix(5)
}

/// How far ahead of UTC clocks were here at a time; the zone is that of `TZ` or the system.
func secondsAheadOfUTC(at microseconds: Int64) -> Int {
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff
}
