import Foundation
import Search

/// Finds what a question says about time: "last week", "in May 2023", "before 3 April".
struct TimeWords {
    let parser: MomentParser
    /// When the memories happened that are asked: "in August" is the August they are of.
    let told: ClosedRange<Moment>?

    init(now: Moment, zone: TimeZone, told: ClosedRange<Moment>? = nil) {
        parser = MomentParser(now: now, zone: zone)
        self.told = told
    }

    var today: CivilDate { parser.localDate(of: parser.now) }

    /// The window a question speaks of; the first phrase that means one counts. In a question of
    /// another language its words for time are read as their English ones.
    func window(in question: String) -> TimeWindow? {
        if let found = UnspacedTime.find(in: question),
            var window = window(in: found.english.split(separator: " ").map(String.init))
        {
            window.words = found.said
            return window
        }
        let words = question.lowercased().replacing("mid-", with: "mid ")
            .split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
        let folded = words.map { word in
            word.contains("-") ? word : Words.folded(word).first ?? word
        }
        guard let lexicon = TimeLexicon.all[QuestionLanguage(of: folded)] else {
            return window(in: words)
        }
        let tokens = lexicon.english(folded)
        // Where the small words of another language mislead, it may be English yet.
        guard var window = window(in: tokens.map(\.word)) else { return window(in: words) }
        let phrase = window.words.split(separator: " ").map(String.init)
        if let start = tokens.indices.first(where: { at in
            tokens[at...].map(\.word).starts(with: phrase)
        }) {
            let said = tokens[start..<start + phrase.count].map(\.origin)
            let first = said.map(\.lowerBound).min() ?? 0
            let end = said.map(\.upperBound).max() ?? 0
            window.words = words[first..<end].joined(separator: " ")
        }
        return window
    }

    private func window(in words: [String]) -> TimeWindow? {
        for start in words.indices {
            let bound = Bound(rawValue: words[start])
            let from = bound == nil ? start : start + 1
            if let bound, let window = stretch(words, from, bound) { return window }
            guard from < words.count, let span = span(words, from) ?? weekday(words, from, bound)
            else { continue }
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

    /// "between 3 and 10 April", "from March to May": from the first day of the one to the last of
    /// the other.
    private func stretch(_ words: [String], _ at: Int, _ bound: Bound) -> TimeWindow? {
        let links: [Bound: Set<String>] = [
            .between: ["and"], .from: ["to", "until", "till", "through"],
        ]
        guard let link = links[bound],
            let middle = words.indices.dropFirst(at + 1).first(where: { link.contains(words[$0]) }),
            let last = edge(words, middle + 1),
            let first = edge(words, at) ?? day(words[at], before: last),
            at + first.count == middle
        else { return nil }
        var from = first
        var to = last
        if from.first > to.first, from.isYearOpen {
            // "from December to February": the December before.
            while from.first > to.first { from.first = from.first.adding(months: -12) }
        } else if from.first > to.first {
            swap(&from, &to)
        }
        let phrase = words[(at - 1)..<(middle + 1 + last.count)].joined(separator: " ")
        return TimeWindow(
            from: parser.moment(from.first), to: parser.moment(to.end), words: phrase)
    }

    /// One end of a stretch; here months and years need nothing before them.
    private func edge(_ words: [String], _ at: Int) -> CalendarSpan? {
        guard at < words.count else { return nil }
        return span(words, at) ?? month(words, at, needsIntroduction: false)
            ?? yearNumber(words[at]).flatMap { .year($0, words: 1) }
    }

    private func span(_ words: [String], _ at: Int) -> CalendarSpan? {
        namedDay(words, at) ?? ago(words, at) ?? part(words, at) ?? holiday(words, at)
            ?? season(words, at) ?? relative(words, at) ?? date(words, at) ?? month(words, at)
            ?? year(words, at)
    }

    /// "since Monday". With "by" or "until" the day may as well lie ahead: that says nothing.
    private func weekday(_ words: [String], _ at: Int, _ bound: Bound?) -> CalendarSpan? {
        guard bound == .since || bound == .after || bound == .from else { return nil }
        return lastWeekday(words[at], words: 1)
    }
}
