/// `2026-11-21T04:08:41.107000Z`: ISO 8601 in UTC with microseconds.
///
/// - Parameter microseconds: since 1970-01-01T00:00:00Z, before it negative, between the years 1 and
///   9999.
public func timestamp(microsecondsSince1970 microseconds: Int64) -> String {
    let (seconds, fraction) = floorDivide(microseconds, by: 1_000_000)
    let (days, second) = floorDivide(seconds, by: 86_400)
    let date = civilDate(days)
    return pad(date.year, 4) + "-" + pad(date.month, 2) + "-" + pad(date.day, 2) + "T"
        + pad(second / 3600, 2) + ":" + pad(second / 60 % 60, 2) + ":" + pad(second % 60, 2) + "."
        + pad(fraction, 6) + "Z"
}

private func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
    let rest = ((value % divisor) + divisor) % divisor
    return ((value - rest) / divisor, rest)
}

/// The date of the proleptic Gregorian calendar, by counting from 1 March, so that the leap day is
/// a year's last; an era is 400 years (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
private func civilDate(_ daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = floorDivide(daysSince1970 + 719_468, by: 146_097)
    let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let isNextYear = month >= 10
    return (era * 400 + year + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3, day)
}

private func pad(_ number: Int64, _ width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
}
