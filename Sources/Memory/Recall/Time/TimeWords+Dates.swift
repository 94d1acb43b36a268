/// Phrases that name days, months and years.
extension TimeWords {
    /// "early May", "the last week of April", "the end of March 2026".
    func part(_ words: [String], _ at: Int) -> CalendarSpan? {
        var next = at + 1
        var part = words[at]
        if ["first", "second", "third", "last"].contains(part), next < words.count {
            if ["week", "day", "weekend"].contains(words[next]) {
                part += " " + words[next]
                next += 1
            } else if let count = NumberWords.value(words[next]), next + 1 < words.count,
                let unit = ["days": 1, "weeks": 7][words[next + 1]], (1...31).contains(count)
            {
                return stretch(part, count * unit, words, at, next + 2)
            }
        }
        let shares: [String: (Int, Int)] = [
            "early": (0, 10), "beginning": (0, 10), "start": (0, 10), "mid": (10, 20),
            "middle": (10, 20), "late": (20, 31), "end": (20, 31), "first week": (0, 7),
            "second week": (7, 14), "third week": (14, 21), "last week": (-7, 31),
            "first day": (0, 1), "last day": (-1, 31), "first weekend": (0, 31),
            "second weekend": (7, 31), "third weekend": (14, 31), "last weekend": (0, 31),
        ]
        guard let share = shares[part], let month = monthOf(words, &next) else { return nil }
        if part.hasSuffix("weekend") {
            let saturday =
                part == "last weekend"
                ? month.end.adding(days: -1).monday.adding(days: 5)
                : month.first.adding(days: (6 - month.first.weekday + 7) % 7 + share.0)
            // The last Saturday, where the month ends before one.
            let first = saturday < month.end ? saturday : saturday.adding(days: -7)
            return .days(first, 2, words: next - at)
        }
        let first =
            share.0 < 0 ? month.end.adding(days: share.0) : month.first.adding(days: share.0)
        let end = min(month.end, month.first.adding(days: share.1))
        return CalendarSpan(first: first, end: end, count: next - at)
    }

    /// "the last two weeks of August 2023".
    private func stretch(
        _ part: String, _ days: Int, _ words: [String], _ at: Int, _ after: Int
    ) -> CalendarSpan? {
        var next = after
        guard part == "first" || part == "last", let month = monthOf(words, &next) else {
            return nil
        }
        let first =
            part == "first" ? month.first : max(month.first, month.end.adding(days: -days))
        return CalendarSpan(
            first: first, end: min(month.end, first.adding(days: days)), count: next - at)
    }

    /// The month after "of" or "in"; moves past it.
    private func monthOf(_ words: [String], _ next: inout Int) -> CalendarSpan? {
        while next < words.count, ["of", "in", "this", "last"].contains(words[next]) { next += 1 }
        guard next < words.count, let month = month(words, next, needsIntroduction: false) else {
            return nil
        }
        next += month.count
        return month
    }

    /// "8 May 2023", "May 8", "the 8th of May", "2026-04-02".
    func date(_ words: [String], _ at: Int) -> CalendarSpan? {
        // Only with hyphens: ten digits may be the number of a telephone.
        if words[at].count == 10, words[at].contains("-"), let moment = parser.parse(words[at]) {
            return .days(parser.localDate(of: moment), 1, words: 1)
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
        guard let certain = year ?? latestYear(month: month, day: day) else { return nil }
        let date = CivilDate(year: certain, month: month, day: day)
        guard date.isValid else { return nil }
        var span = CalendarSpan.days(date, 1, words: next - at)
        span.isYearOpen = year == nil
        return span
    }

    /// The day of a month that is said later: the 3 of "3 and 10 April".
    func day(_ word: String, before last: CalendarSpan) -> CalendarSpan? {
        guard let day = dayOfMonth(word), last.end == last.first.adding(days: 1) else { return nil }
        let date = CivilDate(year: last.first.year, month: last.first.month, day: day)
        return date.isValid ? .days(date, 1, words: 1) : nil
    }

    func month(_ words: [String], _ at: Int) -> CalendarSpan? {
        if words[at].count == 7, let span = numericMonth(words[at]) { return span }
        return month(words, at, needsIntroduction: true)
    }

    /// A month's name. "may" and "march" are verbs too: alone they need an "in" or the like before
    /// them, unless a year follows.
    func month(_ words: [String], _ at: Int, needsIntroduction: Bool) -> CalendarSpan? {
        guard let month = MonthNames.month(words[at]) else { return nil }
        if at + 1 < words.count, let year = yearNumber(words[at + 1]) {
            return .month(of: CivilDate(year: year, month: month, day: 1), words: 2)
        }
        let introduced =
            at > 0
            && ["in", "during", "last", "this", "before", "after", "since", "until", "by", "of"]
                .contains(words[at - 1])
        guard !needsIntroduction || introduced, !isVerb(words, at),
            let year = latestYear(month: month, day: 1)
        else { return nil }
        var span = CalendarSpan.month(of: CivilDate(year: year, month: month, day: 1), words: 1)
        span.isYearOpen = true
        return span
    }

    /// "this may work": a month would end the phrase.
    private func isVerb(_ words: [String], _ at: Int) -> Bool {
        guard words[at] == "may", at > 0, words[at - 1] == "this", at + 1 < words.count else {
            return false
        }
        return !["in", "at", "on", "for", "with", "and", "or", "by", "to", "from"]
            .contains(words[at + 1])
    }

    func numericMonth(_ word: String) -> CalendarSpan? {
        let parts = word.split(separator: "-")
        guard parts.count == 2, let year = yearNumber(String(parts[0])), let month = Int(parts[1]),
            (1...12).contains(month)
        else { return nil }
        return .month(of: CivilDate(year: year, month: month, day: 1), words: 1)
    }

    func year(_ words: [String], _ at: Int) -> CalendarSpan? {
        guard let year = yearNumber(words[at]), at > 0,
            ["in", "during", "of", "before", "after", "since", "until", "by", "year"]
                .contains(words[at - 1])
        else { return nil }
        return .year(year, words: 1)
    }

    private func dayOfMonth(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)),
            let day = Int(digits), (1...31).contains(day)
        else { return nil }
        return day
    }

    func yearNumber(_ word: String) -> Int? {
        guard word.count == 4, let year = Int(word), (1900...2199).contains(year) else {
            return nil
        }
        return year
    }

    /// The year of the last such day that is not after today, nor long after the last memory; nil
    /// for a day no year has.
    func latestYear(month: Int, day: Int) -> Int? {
        let latest = latestAsked
        // Eight years at most from one 29 February to the next.
        return (latest.year - 8...latest.year).last { year in
            let date = CivilDate(year: year, month: month, day: day)
            return date.isValid && date <= latest
        }
    }

    /// Today; or the day of the last memory, where it is long ago: who asks then of "August" means
    /// the August that the memories are of.
    private var latestAsked: CivilDate {
        guard let last = told?.upperBound else { return today }
        let day = parser.localDate(of: last)
        return day.adding(months: 6) < today ? day : today
    }
}
