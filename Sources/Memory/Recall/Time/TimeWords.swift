import Foundation

/// Finds what a question says about time: "last week", "in May 2023", "before 3 April".
struct TimeWords {
    let parser: MomentParser

    init(now: Moment, zone: TimeZone) {
        parser = MomentParser(now: now, zone: zone)
    }

    private var today: CivilDate { parser.localDate(of: parser.now) }

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

    /// Whole days, the first and the one after the last; `count` words were read.
    private struct Span {
        var first: CivilDate
        var end: CivilDate
        var count: Int
    }

    private func window(_ span: Span, _ bound: Bound?, _ phrase: String) -> TimeWindow {
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
        guard at < words.count, let first = span(words, at) else { return nil }
        let and = at + first.count
        guard and + 1 < words.count, words[and] == "and", let last = span(words, and + 1) else {
            return nil
        }
        let phrase = words[(at - 1)..<(and + 1 + last.count)].joined(separator: " ")
        return TimeWindow(
            from: parser.moment(first.first), to: parser.moment(last.end), words: phrase)
    }

    private func span(_ words: [String], _ at: Int) -> Span? {
        namedDay(words, at) ?? ago(words, at) ?? relative(words, at) ?? part(words, at)
            ?? date(words, at) ?? month(words, at) ?? year(words, at)
    }

    // MARK: phrases

    private func namedDay(_ words: [String], _ at: Int) -> Span? {
        switch words[at] {
        case "today", "tonight": return days(today, 1, words: 1)
        case "yesterday": return days(today.adding(days: -1), 1, words: 1)
        default: break
        }
        guard at + 1 < words.count else { return nil }
        switch (words[at], words[at + 1]) {
        case ("last", "night"): return days(today.adding(days: -1), 1, words: 2)
        case ("this", "morning"), ("this", "afternoon"), ("this", "evening"):
            return days(today, 1, words: 2)
        case ("last", let name), ("on", let name), ("past", let name):
            // Short forms ("sun", "sat") are words of their own in English.
            guard name.count > 3, let weekday = WeekdayNames.weekday(name) else { return nil }
            let back = (today.weekday - weekday + 7) % 7
            return days(today.adding(days: -(back == 0 ? 7 : back)), 1, words: 2)
        default: return nil
        }
    }

    private func ago(_ words: [String], _ at: Int) -> Span? {
        guard at + 2 < words.count, words[at + 2] == "ago",
            let count = NumberWords.value(words[at]), count <= 10_000
        else { return nil }
        switch words[at + 1] {
        case "day", "days": return days(today.adding(days: -count), 1, words: 3)
        case "week", "weeks":
            return days(monday(today).adding(days: -7 * count), 7, words: 3)
        case "month", "months": return wholeMonth(today.adding(months: -count), words: 3)
        case "year", "years": return wholeYear(today.year - count, words: 3)
        default: return nil
        }
    }

    private func relative(_ words: [String], _ at: Int) -> Span? {
        guard at + 1 < words.count, ["last", "this", "past", "next"].contains(words[at]) else {
            return nil
        }
        let step = words[at] == "this" ? 0 : words[at] == "next" ? 1 : -1
        switch words[at + 1] {
        case "week": return days(monday(today).adding(days: 7 * step), 7, words: 2)
        case "weekend": return days(monday(today).adding(days: 7 * step + 5), 2, words: 2)
        case "month": return wholeMonth(firstOfMonth(today).adding(months: step), words: 2)
        case "year": return wholeYear(today.year + step, words: 2)
        default: break
        }
        // "the last three days", "the past 2 weeks": up to and with today.
        guard at + 2 < words.count, step == -1, let count = NumberWords.value(words[at + 1]),
            (1...10_000).contains(count)
        else { return nil }
        let end = today.adding(days: 1)
        switch words[at + 2] {
        case "days": return Span(first: end.adding(days: -count), end: end, count: 3)
        case "weeks": return Span(first: end.adding(days: -7 * count), end: end, count: 3)
        case "months": return Span(first: end.adding(months: -count), end: end, count: 3)
        case "years": return Span(first: end.adding(months: -12 * count), end: end, count: 3)
        default: return nil
        }
    }

    /// "early May", "the last week of April", "the end of March 2026".
    private func part(_ words: [String], _ at: Int) -> Span? {
        var next = at + 1
        var part = words[at]
        if ["first", "second", "third", "last"].contains(part), next < words.count,
            words[next] == "week" || words[next] == "weekend"
        {
            part += " week"
            next += 1
        }
        let shares: [String: (Int, Int)] = [
            "early": (0, 10), "beginning": (0, 10), "start": (0, 10), "mid": (10, 20),
            "middle": (10, 20), "late": (20, 31), "end": (20, 31), "first week": (0, 7),
            "second week": (7, 14), "third week": (14, 21), "last week": (-7, 31),
        ]
        guard let share = shares[part] else { return nil }
        while next < words.count, words[next] == "of" || words[next] == "in" { next += 1 }
        guard next < words.count, let month = month(words, next, needsIntroduction: false) else {
            return nil
        }
        let first =
            share.0 < 0 ? month.end.adding(days: share.0) : month.first.adding(days: share.0)
        let end = min(month.end, month.first.adding(days: share.1))
        return Span(first: first, end: end, count: next - at + month.count)
    }

    /// "8 May 2023", "May 8", "the 8th of May", "2026-04-02".
    private func date(_ words: [String], _ at: Int) -> Span? {
        if words[at].count == 10, let moment = parser.parse(words[at]) {
            return days(parser.localDate(of: moment), 1, words: 1)
        }
        var next = at
        var day: Int?
        var month: Int?
        if let number = dayOfMonth(words[at]) {
            day = number
            next += 1
            if next < words.count, words[next] == "of" { next += 1 }
            guard next < words.count, let named = MonthNames.month(words[next]) else { return nil }
            month = named
            next += 1
        } else if let named = MonthNames.month(words[at]), at + 1 < words.count,
            let number = dayOfMonth(words[at + 1])
        {
            month = named
            day = number
            next += 2
        }
        guard let day, let month else { return nil }
        var year: Int?
        if next < words.count, let stated = yearNumber(words[next]) {
            year = stated
            next += 1
        }
        let date = CivilDate(
            year: year ?? latestYear(month: month, day: day), month: month, day: day)
        return date.isValid ? days(date, 1, words: next - at) : nil
    }

    private func month(_ words: [String], _ at: Int) -> Span? {
        if words[at].count == 7, let span = numericMonth(words[at]) { return span }
        return month(words, at, needsIntroduction: true)
    }

    /// A month's name. "may" and "march" are verbs too: alone they need an "in" or the like before
    /// them, unless a year follows.
    private func month(_ words: [String], _ at: Int, needsIntroduction: Bool) -> Span? {
        guard let month = MonthNames.month(words[at]) else { return nil }
        if at + 1 < words.count, let year = yearNumber(words[at + 1]) {
            return wholeMonth(CivilDate(year: year, month: month, day: 1), words: 2)
        }
        let introduced =
            at > 0
            && ["in", "during", "last", "this", "before", "after", "since", "until", "by", "of"]
                .contains(words[at - 1])
        guard !needsIntroduction || introduced else { return nil }
        let year = latestYear(month: month, day: 1)
        return wholeMonth(CivilDate(year: year, month: month, day: 1), words: 1)
    }

    private func numericMonth(_ word: String) -> Span? {
        let parts = word.split(separator: "-")
        guard parts.count == 2, let year = yearNumber(String(parts[0])), let month = Int(parts[1]),
            (1...12).contains(month)
        else { return nil }
        return wholeMonth(CivilDate(year: year, month: month, day: 1), words: 1)
    }

    private func year(_ words: [String], _ at: Int) -> Span? {
        guard let year = yearNumber(words[at]), at > 0,
            ["in", "during", "of", "before", "after", "since", "until", "by", "year"]
                .contains(words[at - 1])
        else { return nil }
        return wholeYear(year, words: 1)
    }

    // MARK: calendar

    private func days(_ first: CivilDate, _ count: Int, words: Int) -> Span {
        Span(first: first, end: first.adding(days: count), count: words)
    }

    private func wholeMonth(_ date: CivilDate, words: Int) -> Span {
        let first = firstOfMonth(date)
        return Span(first: first, end: first.adding(months: 1), count: words)
    }

    private func wholeYear(_ year: Int, words: Int) -> Span? {
        guard (1...9998).contains(year) else { return nil }
        return Span(
            first: CivilDate(year: year, month: 1, day: 1),
            end: CivilDate(year: year + 1, month: 1, day: 1), count: words)
    }

    private func firstOfMonth(_ date: CivilDate) -> CivilDate {
        CivilDate(year: date.year, month: date.month, day: 1)
    }

    private func monday(_ date: CivilDate) -> CivilDate { date.adding(days: 1 - date.weekday) }

    private func dayOfMonth(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)),
            let day = Int(digits), (1...31).contains(day)
        else { return nil }
        return day
    }

    private func yearNumber(_ word: String) -> Int? {
        guard word.count == 4, let year = Int(word), (1900...2199).contains(year) else {
            return nil
        }
        return year
    }

    /// The year of the last such day that is not after today.
    private func latestYear(month: Int, day: Int) -> Int {
        CivilDate(year: today.year, month: month, day: day) <= today ? today.year : today.year - 1
    }
}
