/// A date and time of day in the Gregorian calendar, without a time zone: Python's naive datetime.
struct CivilTime: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01 00:00:00.
    let microseconds: Int

    static let perSecond = 1_000_000
    static let perDay = 86_400 * perSecond
    /// 0001-01-01 and the last microsecond of 9999-12-31: what Python can hold.
    static let range = -62_135_596_800 * perSecond...253_402_300_800 * perSecond - 1

    /// Nil outside of the years 1 to 9999.
    init?(microseconds: Int) {
        guard Self.range.contains(microseconds) else { return nil }
        self.microseconds = microseconds
    }

    /// Nil for what is in no calendar or on no clock.
    init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        microsecond: Int = 0
    ) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.days(in: month, of: year)).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second),
            (0...999_999).contains(microsecond)
        else { return nil }
        let seconds = hour * 3600 + minute * 60 + second
        microseconds =
            Self.dayNumber(year, month, day) * Self.perDay + seconds * Self.perSecond + microsecond
    }

    static func < (a: CivilTime, b: CivilTime) -> Bool { a.microseconds < b.microseconds }

    static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    static func days(in month: Int, of year: Int) -> Int {
        month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days since 1970-01-01, counting years from March so that a leap day is the last of its year.
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func floorDivide(_ a: Int, _ b: Int) -> Int {
        a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0)
    }

    /// Days since 1970-01-01.
    var dayNumber: Int { Self.floorDivide(microseconds, Self.perDay) }
    /// Microseconds since midnight.
    var timeOfDay: Int { microseconds - dayNumber * Self.perDay }

    var date: (year: Int, month: Int, day: Int) {
        let z = dayNumber + 719_468
        let era = Self.floorDivide(z, 146_097)
        let dayOfEra = z - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    var hour: Int { timeOfDay / (3600 * Self.perSecond) }
    var minute: Int { timeOfDay / (60 * Self.perSecond) % 60 }
    var second: Int { timeOfDay / Self.perSecond % 60 }
    var microsecond: Int { timeOfDay % Self.perSecond }

    /// Monday is 0.
    var weekday: Int { ((dayNumber + 3) % 7 + 7) % 7 }

    var dayOfYear: Int {
        let year = date.year
        return dayNumber - Self.dayNumber(year, 1, 1) + 1
    }

    /// The week of ISO 8601 with its year; Monday is day 1.
    var isoWeek: (year: Int, week: Int, day: Int) {
        let thursday = dayNumber - weekday + 3
        let year = CivilTime(microseconds: thursday * Self.perDay)?.date.year ?? date.year
        return (year, (thursday - Self.dayNumber(year, 1, 1)) / 7 + 1, weekday + 1)
    }

    /// Midnight of the day.
    var midnight: CivilTime { CivilTime(microseconds: dayNumber * Self.perDay) ?? self }

    /// Nil where the result is outside of the years 1 to 9999.
    func adding(microseconds other: Int) -> CivilTime? {
        let sum = microseconds.addingReportingOverflow(other)
        return sum.overflow ? nil : CivilTime(microseconds: sum.partialValue)
    }
}
