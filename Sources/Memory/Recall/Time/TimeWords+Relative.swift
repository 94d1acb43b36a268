/// Phrases that count from today.
extension TimeWords {
    func namedDay(_ words: [String], _ at: Int) -> CalendarSpan? {
        switch words[at] {
        case "today", "tonight": return .days(today, 1, words: 1)
        case "yesterday": return .days(today.adding(days: -1), 1, words: 1)
        case "tomorrow": return .days(today.adding(days: 1), 1, words: 1)
        default: break
        }
        if words[at...].starts(with: ["day", "before", "yesterday"]) {
            return .days(today.adding(days: -2), 1, words: 3)
        }
        if words[at...].starts(with: ["day", "after", "tomorrow"]) {
            return .days(today.adding(days: 2), 1, words: 3)
        }
        guard at + 1 < words.count else { return nil }
        switch (words[at], words[at + 1]) {
        case ("last", "night"): return .days(today.adding(days: -1), 1, words: 2)
        case ("this", "morning"), ("this", "afternoon"), ("this", "evening"):
            return .days(today, 1, words: 2)
        case ("last", let name), ("on", let name), ("past", let name):
            return lastWeekday(name, words: 2)
        default: return nil
        }
    }

    /// The last such day before today.
    func lastWeekday(_ name: String, words: Int) -> CalendarSpan? {
        // Short forms ("sun", "sat") are words of their own in English.
        guard name.count > 3, let weekday = WeekdayNames.weekday(name) else { return nil }
        let back = (today.weekday - weekday + 7) % 7
        return .days(today.adding(days: -(back == 0 ? 7 : back)), 1, words: words)
    }

    func ago(_ words: [String], _ at: Int) -> CalendarSpan? {
        guard at + 2 < words.count, words[at + 2] == "ago",
            let count = NumberWords.value(words[at]), count <= 10_000
        else { return nil }
        switch words[at + 1] {
        case "day", "days": return .days(today.adding(days: -count), 1, words: 3)
        case "week", "weeks":
            return .days(today.monday.adding(days: -7 * count), 7, words: 3)
        case "month", "months": return .month(of: today.adding(months: -count), words: 3)
        case "year", "years": return .year(today.year - count, words: 3)
        default: return nil
        }
    }

    func relative(_ words: [String], _ at: Int) -> CalendarSpan? {
        guard at + 1 < words.count, ["last", "this", "past", "next"].contains(words[at]) else {
            return nil
        }
        let step = words[at] == "this" ? 0 : words[at] == "next" ? 1 : -1
        switch words[at + 1] {
        case "week": return .days(today.monday.adding(days: 7 * step), 7, words: 2)
        case "weekend": return .days(today.monday.adding(days: 7 * step + 5), 2, words: 2)
        case "month": return .month(of: today.firstOfMonth.adding(months: step), words: 2)
        case "year": return .year(today.year + step, words: 2)
        default: break
        }
        // "the last three days", "the past 2 weeks": up to and with today.
        guard at + 2 < words.count, step == -1, let count = NumberWords.value(words[at + 1]),
            (1...10_000).contains(count)
        else { return nil }
        let end = today.adding(days: 1)
        switch words[at + 2] {
        case "days": return CalendarSpan(first: end.adding(days: -count), end: end, count: 3)
        case "weeks": return CalendarSpan(first: end.adding(days: -7 * count), end: end, count: 3)
        case "months": return CalendarSpan(first: end.adding(months: -count), end: end, count: 3)
        case "years":
            return CalendarSpan(first: end.adding(months: -12 * count), end: end, count: 3)
        default: return nil
        }
    }
}
