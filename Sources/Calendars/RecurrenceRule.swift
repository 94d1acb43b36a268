import Foundation

/// How a series goes on (RRULE of RFC 5545): what calendars of events use of it.
struct RecurrenceRule: Sendable {
    enum Frequency: String {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// A series without an end has none that could be stored.
    static let mostOccurrences = 366
    static let mostDays = 3 * 366

    private let frequency: Frequency
    private var interval = 1
    private var count: Int?
    private var until: String?
    private var weekdays: [(ordinal: Int, day: Int)] = []
    private var monthDays: [Int] = []
    private var months: [Int] = []

    /// Throws what is not understood, by name: then only the first of the series is known.
    init(_ text: String) throws(Fault) {
        var parts: [String: String] = [:]
        for part in text.split(separator: ";") {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { throw Fault("'\(part)' is no part of a rule") }
            parts[halves[0].uppercased()] = String(halves[1])
        }
        guard let frequency = parts["FREQ"].flatMap({ Frequency(rawValue: $0.uppercased()) }) else {
            throw Fault("FREQ=\(parts["FREQ"] ?? "") is not understood")
        }
        self.frequency = frequency
        for (name, value) in parts.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "FREQ", "WKST": break
            case "INTERVAL": interval = try Self.number(name, value, 1...1000)
            case "COUNT": count = try Self.number(name, value, 1...1_000_000)
            case "UNTIL": until = value
            case "BYMONTHDAY":
                monthDays = try Self.numbers(name, value, -31...31)
            case "BYMONTH": months = try Self.numbers(name, value, 1...12)
            case "BYDAY":
                for item in value.split(separator: ",") {
                    guard
                        let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
                            .firstIndex(of: item.suffix(2).uppercased())
                    else { throw Fault("BYDAY=\(item) is not understood") }
                    let ordinal = item.dropLast(2)
                    weekdays.append(
                        (
                            ordinal.isEmpty ? 0 : try Self.number(name, String(ordinal), -53...53),
                            day
                        ))
                }
            default: throw Fault("\(name) is not understood")
            }
        }
    }

    struct Fault: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private static func number(_ name: String, _ text: String, _ range: ClosedRange<Int>)
        throws(Fault) -> Int
    {
        guard let number = Int(text), range.contains(number) else {
            throw Fault(
                "\(name)=\(text) is not between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    private static func numbers(_ name: String, _ text: String, _ range: ClosedRange<Int>)
        throws(Fault) -> [Int]
    {
        var numbers: [Int] = []
        for part in text.split(separator: ",") {
            numbers.append(try number(name, String(part), range))
        }
        return numbers
    }

    /// The times of the series from the first on; whether it goes on beyond them.
    func times(from start: CivilTime, in zone: TimeZone) -> (times: [CivilTime], goesOn: Bool) {
        let last = until.flatMap { text -> CivilTime? in
            guard let time = CivilTime(basic: text) else { return nil }
            guard text.hasSuffix("Z") else {
                return text.utf8.count == 8 ? CivilTime(day: time.day, second: 86_399) : time
            }
            return CivilTime(time.instant(in: .gmt), in: zone)
        }
        let horizon = start.day + Self.mostDays
        var times: [CivilTime] = []
        var period = 0
        while true {
            guard let days = days(period, of: start), (days.first ?? start.day) <= horizon else {
                return (times, true)
            }
            period += interval
            for day in days.sorted() where day >= start.day {
                let time = CivilTime(day: day, second: start.second)
                if let last, time > last { return (times, false) }
                if times.count == count { return (times, false) }
                if times.count == Self.mostOccurrences || day > horizon { return (times, true) }
                times.append(time)
            }
            if times.count == count { return (times, false) }
            if let last, let day = days.max(), day > last.day { return (times, false) }
            if period > Self.mostDays { return (times, count == nil && last == nil) }
        }
    }

    /// The days of one period of the series.
    private func days(_ period: Int, of start: CivilTime) -> [Int]? {
        let (year, month, day) = start.civil
        switch frequency {
        case .daily:
            let at = CivilTime(day: start.day + period, second: 0)
            let (_, month, day) = at.civil
            let fits =
                (weekdays.isEmpty || weekdays.contains { $0.day == at.weekday })
                && (months.isEmpty || months.contains(month))
                && (monthDays.isEmpty || monthDays.contains(day))
            return fits ? [at.day] : []
        case .weekly:
            let monday = start.day - start.weekday + 7 * period
            let days = weekdays.isEmpty ? [start.weekday] : weekdays.map(\.day)
            return days.map { monday + $0 }.filter {
                months.isEmpty || months.contains(CivilTime(day: $0, second: 0).civil.month)
            }
        case .monthly:
            let index = year * 12 + month - 1 + period
            guard index / 12 <= 9999 else { return nil }
            let inMonth = index % 12 + 1
            guard months.isEmpty || months.contains(inMonth) else { return [] }
            return Self.days(index / 12, inMonth, standard: day, weekdays, monthDays)
        case .yearly:
            guard year + period <= 9999 else { return nil }
            return (months.isEmpty ? [month] : months).flatMap {
                Self.days(year + period, $0, standard: day, weekdays, monthDays)
            }
        }
    }

    private static func days(
        _ year: Int, _ month: Int, standard: Int, _ weekdays: [(ordinal: Int, day: Int)],
        _ monthDays: [Int]
    ) -> [Int] {
        let length = CivilTime.days(year: year, month: month)
        let first = CivilTime.number(year: year, month: month, day: 1)
        let wanted = monthDays.map { $0 < 0 ? length + 1 + $0 : $0 }
        if weekdays.isEmpty {
            return (monthDays.isEmpty ? [standard] : wanted)
                .filter { (1...length).contains($0) }.map { first + $0 - 1 }
        }
        return weekdays.flatMap { ordinal, weekday -> [Int] in
            let offset = ((weekday - CivilTime(day: first, second: 0).weekday) % 7 + 7) % 7
            let all = stride(from: 1 + offset, through: length, by: 7).map { $0 }
            let chosen: [Int]
            switch ordinal {
            case 0: chosen = all
            case 1...: chosen = ordinal <= all.count ? [all[ordinal - 1]] : []
            default: chosen = -ordinal <= all.count ? [all[all.count + ordinal]] : []
            }
            return chosen.filter { monthDays.isEmpty || wanted.contains($0) }.map { first + $0 - 1 }
        }
    }
}
