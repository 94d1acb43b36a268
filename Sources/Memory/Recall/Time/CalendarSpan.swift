/// Whole days that a phrase means: the first, and the one after the last.
struct CalendarSpan {
    var first: CivilDate
    var end: CivilDate
    /// How many words the phrase has.
    var count: Int
    /// The year was not said: it is that of the last such day.
    var isYearOpen = false

    static func days(_ first: CivilDate, _ count: Int, words: Int) -> CalendarSpan {
        CalendarSpan(first: first, end: first.adding(days: count), count: words)
    }

    static func month(of date: CivilDate, words: Int) -> CalendarSpan {
        let first = date.firstOfMonth
        return CalendarSpan(first: first, end: first.adding(months: 1), count: words)
    }

    /// Nil for a year whose end the calendar does not have.
    static func year(_ year: Int, words: Int) -> CalendarSpan? {
        guard (1...9998).contains(year) else { return nil }
        return CalendarSpan(
            first: CivilDate(year: year, month: 1, day: 1),
            end: CivilDate(year: year + 1, month: 1, day: 1), count: words)
    }
}

extension CivilDate {
    var firstOfMonth: CivilDate { CivilDate(year: year, month: month, day: 1) }

    /// The Monday of its week.
    var monday: CivilDate { adding(days: 1 - weekday) }
}
