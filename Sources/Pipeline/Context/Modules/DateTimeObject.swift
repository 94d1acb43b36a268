internal import Foundation
internal import Jinja

/// A moment as templates hold it, Python's datetime: `run_started_at`,
/// `modules.datetime.datetime.now()`, timestamps of queries.
final class DateTimeObject: JinjaObject {
    /// What clocks show: in the zone where there is one.
    let civil: CivilTime
    /// Nil for a naive time.
    let zone: TimeZoneObject?
    let typeName = "datetime"

    init(_ civil: CivilTime, zone: TimeZoneObject? = nil) {
        self.civil = civil
        self.zone = zone
    }

    /// A moment in UTC.
    convenience init(_ date: Date) {
        let microseconds = (date.timeIntervalSince1970 * 1e6).rounded()
        let civil = CivilTime(microseconds: Int(microseconds))
        self.init(civil ?? CivilTime.range.lowerTime, zone: .utc)
    }

    /// Seconds east of UTC; nil for a naive time.
    var offset: Int? { zone?.offset(atLocal: civil) }

    /// The moment in UTC; a naive time is taken as UTC.
    var utc: CivilTime {
        civil.adding(microseconds: -(offset ?? 0) * CivilTime.perSecond) ?? civil
    }

    /// The same moment on the clocks of a zone.
    func moved(to zone: TimeZoneObject?) -> DateTimeObject {
        let seconds = zone?.free.offset(atUTC: utc) ?? 0
        let local = utc.adding(microseconds: seconds * CivilTime.perSecond) ?? utc
        return DateTimeObject(local, zone: zone?.pinned(atUTC: utc))
    }

    func format(_ pattern: String) -> String {
        TimeFormat.text(
            of: civil, pattern, offset: offset, zone: zone?.abbreviation(atUTC: utc))
    }

    func isoText(separator: String = "T") -> String {
        format("%Y-%m-%d\(separator)%H:%M:%S") + (civil.microsecond == 0 ? "" : format(".%f"))
            + (offset.map { TimeFormat.offset($0) } ?? "")
    }

    func text() throws(JinjaError) -> String { isoText(separator: " ") }
    func representation() throws(JinjaError) -> String {
        let (year, month, day) = civil.date
        var parts = [year, month, day, civil.hour, civil.minute]
        if civil.second != 0 || civil.microsecond != 0 { parts.append(civil.second) }
        if civil.microsecond != 0 { parts.append(civil.microsecond) }
        let zone = zone.map { ", tzinfo=<\($0.name)>" } ?? ""
        return "datetime.datetime(\(parts.map(String.init).joined(separator: ", "))\(zone))"
    }
    func jsonValue() throws(JinjaError) -> Value? { .string(isoText()) }

    func isEqual(to other: Value) -> Bool {
        guard let time = other.object as? DateTimeObject else { return false }
        return (zone == nil) == (time.zone == nil) && utc == time.utc
    }

    func isLess(than other: Value) throws(JinjaError) -> Bool? {
        guard let time = other.object as? DateTimeObject else { return nil }
        try checkComparable(with: time)
        return utc < time.utc
    }

    private func checkComparable(with other: DateTimeObject) throws(JinjaError) {
        if (zone == nil) != (other.zone == nil) {
            throw JinjaError(
                .type, "a datetime with a time zone and one without cannot be compared")
        }
    }

    func apply(
        _ operation: String, _ other: Value, isReversed: Bool
    ) throws(JinjaError) -> Value? {
        if let delta = other.object as? TimeDeltaObject, ["+", "-"].contains(operation) {
            if operation == "-", isReversed { return nil }
            let change = operation == "+" ? delta.microseconds : -delta.microseconds
            guard let moved = civil.adding(microseconds: change) else {
                throw JinjaError(.arithmetic, "date value out of range")
            }
            return .object(DateTimeObject(moved, zone: zone))
        }
        guard let time = other.object as? DateTimeObject, operation == "-", !isReversed else {
            return nil
        }
        try checkComparable(with: time)
        return .object(TimeDeltaObject(utc.microseconds - time.utc.microseconds))
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        let (civil, zone) = (civil, zone)
        switch name {
        case "hour": return .int(civil.hour)
        case "minute": return .int(civil.minute)
        case "second": return .int(civil.second)
        case "microsecond": return .int(civil.microsecond)
        case "tzinfo": return zone.map { .object($0) } ?? Value.none
        case "strftime":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                .string(format(try arguments.string("format", at: 0) ?? ""))
            }
        case "isoformat":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                .string(isoText(separator: try arguments.string("sep", at: 0) ?? "T"))
            }
        case "timestamp":
            let seconds = Double(utc.microseconds) / 1e6
            return .function(name) { (_) throws(JinjaError) in .double(seconds) }
        case "date":
            return .function(name) { (_) throws(JinjaError) in .object(DateObject(civil)) }
        case "time":
            let time = ClockTimeObject(civil.timeOfDay)
            return .function(name) { (_) throws(JinjaError) in .object(time) }
        case "timetz":
            let time = ClockTimeObject(civil.timeOfDay, zone: zone)
            return .function(name) { (_) throws(JinjaError) in .object(time) }
        case "utcoffset":
            let delta = offset.map { TimeDeltaObject($0 * CivilTime.perSecond) }
            return .function(name) { (_) throws(JinjaError) in
                delta.map { .object($0) } ?? Value.none
            }
        case "tzname":
            let text = Value(zone?.abbreviation(atUTC: utc))
            return .function(name) { (_) throws(JinjaError) in text }
        case "astimezone":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let target = try arguments.value("tz", at: 0)?.object as? TimeZoneObject
                return .object(moved(to: target ?? .utc))
            }
        case "replace":
            return .function(name) { (arguments) throws(JinjaError) in
                try DateTimeModule.replaced(civil, zone, arguments)
            }
        default: return try DateObject(civil).calendarAttribute(name)
        }
    }
}

extension ClosedRange<Int> {
    /// The first moment that can be held.
    var lowerTime: CivilTime { CivilTime(year: 1, month: 1, day: 1)! }
}
