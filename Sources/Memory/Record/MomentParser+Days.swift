import Foundation

/// What a text names may be longer than a moment. As a bound it counts as a whole: it begins with
/// its first moment, and ends with its last.
extension MomentParser {
    /// The forms `start` and `end` take, for error messages.
    public static let acceptedAsBound = accepted + ", 2026-03, \"March 2026\", 2026"

    /// The first moment of what a text names: a moment, a day, a month or a year.
    public func start(_ text: String) -> Moment? {
        span(text).map { moment($0.first) } ?? parse(text)
    }

    /// The first moment after what a text names.
    public func end(_ text: String) -> Moment? {
        (span(text) ?? day(text).map { (first: $0, next: $0.adding(days: 1)) })
            .map { moment($0.next) } ?? parse(text)
    }

    /// The day that a text names without a time of day: `2026-03-02`, `8 May 2023`, `yesterday`.
    /// Nil for a moment, and for what cannot be parsed.
    public func day(_ text: String) -> CivilDate? {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace)
        // Digits alone count seconds; "ago" counts from now.
        guard let moment = parse(text), !text.contains(":"), words != ["now"],
            !words.contains("ago"),
            text.contains(where: { !$0.isASCII || !($0.isNumber || $0 == "." || $0.isWhitespace) })
        else { return nil }
        let date = localDate(of: moment)
        return self.moment(date) == moment ? date : nil
    }

    /// The month or year that a text names: `2026-03`, `March 2026`, `2026`. The first day, and the
    /// first after it.
    private func span(_ text: String) -> (first: CivilDate, next: CivilDate)? {
        let words = text.lowercased().split { $0.isWhitespace || "-/,".contains($0) }
        let years = words.filter { $0.utf8.count == 4 }.compactMap { Int($0) }
        guard let year = years.first, years.count == 1, (1...2).contains(words.count) else {
            return nil
        }
        let others = words.filter { Int($0) != year }.map(String.init)
        guard let named = others.first else {
            return bounded(CivilDate(year: year, month: 1, day: 1), months: 12)
        }
        // Digits stand behind the year, as ISO 8601 has them.
        let isNumber = named.utf8.count == 2 && Int(words[0]) == year
        guard let month = MonthNames.month(named) ?? (isNumber ? Int(named) : nil) else {
            return nil
        }
        return bounded(CivilDate(year: year, month: month, day: 1), months: 1)
    }

    private func bounded(_ first: CivilDate, months: Int) -> (first: CivilDate, next: CivilDate)? {
        let (from, to) = (first, first.adding(months: months))
        guard from.isValid, moment(from) >= .earliest, moment(to) <= .latest else { return nil }
        return (from, to)
    }
}
