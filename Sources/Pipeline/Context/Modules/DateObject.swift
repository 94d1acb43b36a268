internal import Jinja

/// A day as templates hold it, Python's date: dates of queries, `modules.datetime.date.today()`.
final class DateObject: JinjaObject {
    let civil: CivilTime
    let typeName = "date"

    init(_ civil: CivilTime) { self.civil = civil.midnight }

    func text() throws(JinjaError) -> String { TimeFormat.text(of: civil, "%Y-%m-%d") }
    func representation() throws(JinjaError) -> String {
        let (year, month, day) = civil.date
        return "datetime.date(\(year), \(month), \(day))"
    }
    func jsonValue() throws(JinjaError) -> Value? { .string(try text()) }

    func isEqual(to other: Value) -> Bool { (other.object as? DateObject)?.civil == civil }

    func isLess(than other: Value) throws(JinjaError) -> Bool? {
        (other.object as? DateObject).map { civil < $0.civil }
    }

    func apply(
        _ operation: String, _ other: Value, isReversed: Bool
    ) throws(JinjaError) -> Value? {
        if let delta = other.object as? TimeDeltaObject, ["+", "-"].contains(operation) {
            if operation == "-", isReversed { return nil }
            // Only whole days count.
            let days = CivilTime.floorDivide(delta.microseconds, CivilTime.perDay)
            let change = (operation == "+" ? days : -days) * CivilTime.perDay
            guard let moved = civil.adding(microseconds: change) else {
                throw JinjaError(.arithmetic, "date value out of range")
            }
            return .object(DateObject(moved))
        }
        guard let date = other.object as? DateObject, operation == "-", !isReversed else {
            return nil
        }
        return .object(TimeDeltaObject(civil.microseconds - date.civil.microseconds))
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        let civil = civil
        switch name {
        case "strftime":
            return .function(name) { (arguments) throws(JinjaError) in
                .string(
                    TimeFormat.text(of: civil, try arguments.string("format", at: 0) ?? ""))
            }
        case "isoformat":
            let text = try text()
            return .function(name) { (_) throws(JinjaError) in .string(text) }
        case "replace":
            return .function(name) { (arguments) throws(JinjaError) in
                let time = try DateTimeModule.replaced(civil, nil, arguments)
                return .object(DateObject((time.object as? DateTimeObject)?.civil ?? civil))
            }
        default: return try calendarAttribute(name)
        }
    }

    /// What dates and datetimes have in common.
    func calendarAttribute(_ name: String) throws(JinjaError) -> Value? {
        let civil = civil
        switch name {
        case "year": return .int(civil.date.year)
        case "month": return .int(civil.date.month)
        case "day": return .int(civil.date.day)
        case "weekday": return .function(name) { (_) throws(JinjaError) in .int(civil.weekday) }
        case "isoweekday":
            return .function(name) { (_) throws(JinjaError) in .int(civil.weekday + 1) }
        case "toordinal":
            return .function(name) { (_) throws(JinjaError) in .int(civil.dayNumber + 719_163) }
        case "isocalendar":
            let (year, week, day) = civil.isoWeek
            return .function(name) { (_) throws(JinjaError) in
                Value(tuple: [.int(year), .int(week), .int(day)])
            }
        default: return nil
        }
    }
}
