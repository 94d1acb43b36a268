import Foundation

/// Finds what a question says about time: "last week", "in May 2023", "before 3 April".
struct TimeWords {
    let parser: MomentParser

    init(now: Moment, zone: TimeZone) {
        parser = MomentParser(now: now, zone: zone)
    }

    var today: CivilDate { parser.localDate(of: parser.now) }

    /// The window a question speaks of; the first phrase that means one counts.
    func window(in question: String) -> TimeWindow? {
        let words = question.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "-") }
            .map(String.init)
        for start in words.indices {
            let bound = Bound(rawValue: words[start])
            let from = bound == nil ? start : start + 1
            if bound == .between, let window = between(words, from) { return window }
            guard from < words.count, let span = span(words, from) else { continue }
            let phrase = words[start..<from + span.count].joined(separator: " ")
            return window(span, bound, phrase)
        }
        return nil
    }

    private enum Bound: String {
        case before, until, by, after, since, from, between
    }

    private func window(_ span: CalendarSpan, _ bound: Bound?, _ phrase: String) -> TimeWindow {
        let from = parser.moment(span.first)
        let to = parser.moment(span.end)
        switch bound {
        case .before: return TimeWindow(from: .earliest, to: from, words: phrase)
        case .until, .by: return TimeWindow(from: .earliest, to: to, words: phrase)
        case .after: return TimeWindow(from: to, to: .latest, words: phrase)
        case .since, .from: return TimeWindow(from: from, to: .latest, words: phrase)
        case .between, nil: return TimeWindow(from: from, to: to, words: phrase)
        }
    }

    private func between(_ words: [String], _ at: Int) -> TimeWindow? {
        guard at < words.count else { return nil }
        if let window = betweenDays(words, at) { return window }
        guard let first = span(words, at) else { return nil }
        let and = at + first.count
        guard and + 1 < words.count, words[and] == "and", let last = span(words, and + 1) else {
            return nil
        }
        let phrase = words[(at - 1)..<(and + 1 + last.count)].joined(separator: " ")
        return TimeWindow(
            from: parser.moment(first.first), to: parser.moment(last.end), words: phrase)
    }

    private func span(_ words: [String], _ at: Int) -> CalendarSpan? {
        namedDay(words, at) ?? ago(words, at) ?? relative(words, at) ?? part(words, at)
            ?? date(words, at) ?? month(words, at) ?? year(words, at)
    }
}
