/// Phrases that name seasons and holidays.
extension TimeWords {
    /// "last summer", "in the summer of 2023", "this spring": the northern seasons of whole months.
    func season(_ words: [String], _ at: Int) -> CalendarSpan? {
        var next = at
        var step: String?
        if ["last", "this", "next", "past"].contains(words[at]) {
            step = words[at]
            next += 1
        }
        guard next < words.count, let first = SeasonNames.names[words[next]] else { return nil }
        next += 1
        let (year, end) = yearAfter(words, next)
        if step == nil, year == nil {
            // Alone they are words of other things: "spring", "fall".
            guard at > 0, SeasonNames.introductions.contains(words[at - 1]) else { return nil }
        }
        if let year { return season(first, year, words: end - at) }
        guard let latest = latestYear(month: first, day: 1) else { return nil }
        var span = season(first, latest, words: next - at)
        switch step {
        // The season that is on is this one, not the last.
        case "last" where span.end > today, "past" where span.end > today:
            span = season(first, latest - 1, words: next - at)
        case "this" where span.end.adding(months: 6) < today && told == nil:
            span = season(first, latest + 1, words: next - at)
        case "next": span = season(first, latest + 1, words: next - at)
        default: break
        }
        span.isYearOpen = step == nil
        return span
    }

    private func season(_ month: Int, _ year: Int, words: Int) -> CalendarSpan {
        let first = CivilDate(year: year, month: month, day: 1)
        return CalendarSpan(first: first, end: first.adding(months: 3), count: words)
    }

    /// "Christmas 2023", "last Easter", "New Year's Eve".
    func holiday(_ words: [String], _ at: Int) -> CalendarSpan? {
        var next = at
        var step = 0
        if words[at] == "last" || words[at] == "next", at + 1 < words.count {
            step = words[at] == "last" ? -1 : 1
            next += 1
        }
        guard let (holiday, length) = Holiday.named(words, next) else { return nil }
        next += length
        let (stated, end) = yearAfter(words, next)
        if let stated {
            return .days(holiday.date(in: stated), holiday.days, words: end - at)
        }
        let years = (today.year - 9...today.year).map { holiday.date(in: $0) }
        guard let latest = years.last(where: { $0 <= limit }) else { return nil }
        let isOn = latest.adding(days: holiday.days) > today
        let date = holiday.date(
            in: latest.year + (step > 0 ? 1 : step < 0 && isOn ? -1 : 0))
        var span = CalendarSpan.days(date, holiday.days, words: next - at)
        span.isYearOpen = step == 0
        return span
    }

    /// The last day that a holiday without a year may be of.
    private var limit: CivilDate {
        guard let year = latestYear(month: 12, day: 31) else { return today }
        return year < today.year - 1 ? CivilDate(year: year + 1, month: 12, day: 31) : today
    }

    private func yearAfter(_ words: [String], _ at: Int) -> (year: Int?, end: Int) {
        var next = at
        if next < words.count, words[next] == "of" || words[next] == "in" { next += 1 }
        guard next < words.count, let year = yearNumber(words[next]) else { return (nil, at) }
        return (year, next + 1)
    }
}

/// English names of seasons, with their first month.
enum SeasonNames {
    static let names = ["spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12]
    static let introductions: Set<String> = [
        "in", "during", "since", "before", "after", "until", "by", "the", "of",
    ]
}

/// Days that are called by a name.
enum Holiday {
    case fixed(month: Int, day: Int, days: Int)
    case easter
    /// The fourth Thursday of November.
    case thanksgiving

    var days: Int {
        switch self {
        case .fixed(_, _, let days): days
        case .easter: 2
        case .thanksgiving: 1
        }
    }

    func date(in year: Int) -> CivilDate {
        switch self {
        case .fixed(let month, let day, _):
            return CivilDate(year: year, month: month, day: day)
        case .thanksgiving:
            let first = CivilDate(year: year, month: 11, day: 1)
            return first.adding(days: (4 - first.weekday + 7) % 7 + 21)
        case .easter:
            // Gregorian computus (Meeus, Jones, Butcher).
            let (a, b, c) = (year % 19, year / 100, year % 100)
            let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
            let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
            let m = (a + 11 * h + 22 * l) / 451
            let n = h + l - 7 * m + 114
            return CivilDate(year: year, month: n / 31, day: n % 31 + 1)
        }
    }

    /// The holiday that is named at a place, and how many words its name has.
    static func named(_ words: [String], _ at: Int) -> (Holiday, Int)? {
        for (name, holiday) in names where words[at...].starts(with: name) {
            return (holiday, name.count)
        }
        return nil
    }

    /// Words that name a holiday, those left out that mean more than that.
    static let words: Set<String> = [
        "christmas", "halloween", "valentine", "valentines", "thanksgiving", "easter", "eve",
    ]

    /// The longer names first.
    private static let names: [([String], Holiday)] = [
        (["christmas", "eve"], .fixed(month: 12, day: 24, days: 1)),
        (["christmas", "day"], .fixed(month: 12, day: 25, days: 1)),
        (["christmas"], .fixed(month: 12, day: 24, days: 3)),
        (["new", "year", "s", "eve"], .fixed(month: 12, day: 31, days: 1)),
        (["new", "year", "eve"], .fixed(month: 12, day: 31, days: 1)),
        (["new", "years", "eve"], .fixed(month: 12, day: 31, days: 1)),
        (["new", "year", "s", "day"], .fixed(month: 1, day: 1, days: 1)),
        (["new", "year", "day"], .fixed(month: 1, day: 1, days: 1)),
        (["new", "years", "day"], .fixed(month: 1, day: 1, days: 1)),
        (["new", "year", "s"], .fixed(month: 1, day: 1, days: 1)),
        (["halloween"], .fixed(month: 10, day: 31, days: 1)),
        (["valentine", "s", "day"], .fixed(month: 2, day: 14, days: 1)),
        (["valentines", "day"], .fixed(month: 2, day: 14, days: 1)),
        (["thanksgiving"], .thanksgiving), (["easter"], .easter),
    ]
}
