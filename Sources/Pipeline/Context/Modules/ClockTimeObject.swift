internal import Jinja

/// A time of day as templates hold it, Python's time: `modules.datetime.time(9, 30)`.
final class ClockTimeObject: JinjaObject {
    /// Microseconds since midnight.
    let microseconds: Int
    let zone: TimeZoneObject?
    let typeName = "time"

    init(_ microseconds: Int, zone: TimeZoneObject? = nil) {
        self.microseconds = microseconds
        self.zone = zone
    }

    /// `time(hour, minute, second, microsecond, tzinfo)`; what is not given is that of another.
    static func make(
        _ arguments: Arguments, from other: ClockTimeObject? = nil
    ) throws(JinjaError) -> Value {
        let names = ["hour", "minute", "second", "microsecond"]
        try arguments.allow(names + ["tzinfo", "fold"], in: "time")
        let old = other?.civil
        let known = [old?.hour, old?.minute, old?.second, old?.microsecond]
        var parts: [Int] = []
        for (index, name) in names.enumerated() {
            parts.append(try arguments.int(name, at: index) ?? known[index] ?? 0)
        }
        guard
            let civil = CivilTime(
                year: 1970, month: 1, day: 1, hour: parts[0], minute: parts[1], second: parts[2],
                microsecond: parts[3])
        else { throw JinjaError(.value, "this is no time of day") }
        let zone = try arguments.value("tzinfo", at: 4)
        return .object(
            ClockTimeObject(
                civil.microseconds,
                zone: zone == nil ? other?.zone : zone?.object as? TimeZoneObject))
    }

    /// The time on the first day of the calendar.
    var civil: CivilTime { CivilTime(microseconds: microseconds) ?? CivilTime.range.lowerTime }

    private func format(_ pattern: String) -> String { TimeFormat.text(of: civil, pattern) }

    func text() throws(JinjaError) -> String {
        format("%H:%M:%S") + (civil.microsecond == 0 ? "" : format(".%f"))
    }

    func representation() throws(JinjaError) -> String {
        var parts = [civil.hour, civil.minute]
        if civil.second != 0 || civil.microsecond != 0 { parts.append(civil.second) }
        if civil.microsecond != 0 { parts.append(civil.microsecond) }
        return "datetime.time(\(parts.map(String.init).joined(separator: ", ")))"
    }

    func isEqual(to other: Value) -> Bool {
        (other.object as? ClockTimeObject)?.microseconds == microseconds
    }

    func isLess(than other: Value) throws(JinjaError) -> Bool? {
        (other.object as? ClockTimeObject).map { microseconds < $0.microseconds }
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "hour": return .int(civil.hour)
        case "minute": return .int(civil.minute)
        case "second": return .int(civil.second)
        case "microsecond": return .int(civil.microsecond)
        case "tzinfo": return zone.map { .object($0) } ?? Value.none
        case "isoformat":
            let text = try text()
            return .function(name) { (_) throws(JinjaError) in .string(text) }
        case "strftime":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                .string(format(try arguments.string("format", at: 0) ?? ""))
            }
        case "replace":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                try Self.make(arguments, from: self)
            }
        default: return nil
        }
    }
}

/// The class `time`: called, it makes one.
final class ClockTimeClass: JinjaObject {
    let typeName = "type"
    let isCallable = true

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        try ClockTimeObject.make(arguments)
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "min": return .object(ClockTimeObject(0))
        case "max": return .object(ClockTimeObject(CivilTime.perDay - 1))
        case "fromisoformat":
            return .function(name) { (arguments) throws(JinjaError) in
                let text = try arguments.string("time_string", at: 0) ?? ""
                for format in ["%H:%M:%S.%f", "%H:%M:%S", "%H:%M"] {
                    guard let (time, _) = TimeFormat.read(text, format) else { continue }
                    return .object(ClockTimeObject(time.timeOfDay))
                }
                throw JinjaError(.value, "Invalid isoformat string: '\(text)'")
            }
        default: return nil
        }
    }
}
