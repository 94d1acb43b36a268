internal import Foundation
internal import Jinja

/// `modules.datetime`. The clock is the run's own: `now()` is when the run started.
final class DateTimeModule: JinjaObject {
    let typeName = "module"
    private let startedAt: Date

    init(startedAt: Date) { self.startedAt = startedAt }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "datetime": .object(TimeClass(startedAt: startedAt, isDate: false))
        case "date": .object(TimeClass(startedAt: startedAt, isDate: true))
        case "time": .object(ClockTimeClass())
        case "timedelta":
            .function(name) { (arguments) throws(JinjaError) in
                try TimeDeltaObject.make(arguments)
            }
        default: nil
        }
    }

    static let partNames = ["year", "month", "day", "hour", "minute", "second", "microsecond"]

    /// A time made of parts, those that are not given taken from another time.
    static func replaced(
        _ old: CivilTime?, _ zone: TimeZoneObject?, _ arguments: Arguments
    ) throws(JinjaError) -> Value {
        try arguments.allow(
            partNames + ["tzinfo", "fold"], in: old == nil ? "datetime" : "replace")
        let date = old?.date
        let known: [Int?] = [
            date?.year, date?.month, date?.day, old?.hour ?? 0, old?.minute ?? 0,
            old?.second ?? 0, old?.microsecond ?? 0,
        ]
        var parts: [Int] = []
        for (index, name) in partNames.enumerated() {
            guard let part = try arguments.int(name, at: index) ?? known[index] else {
                throw JinjaError(.argument, "datetime() needs a \(name)")
            }
            parts.append(part)
        }
        guard
            let civil = CivilTime(
                year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4],
                second: parts[5], microsecond: parts[6])
        else {
            throw JinjaError(.value, "\(parts.map(String.init).joined(separator: "-")) is no date")
        }
        let given = try arguments.value("tzinfo", at: partNames.count)
        return .object(
            DateTimeObject(
                civil, zone: given == nil ? zone : (given?.object as? TimeZoneObject)?.first))
    }
}

/// The class `datetime` or `date`: called, it makes one; its attributes are the other makers.
private final class TimeClass: JinjaObject {
    let typeName = "type"
    let isCallable = true
    private let startedAt: Date
    private let isDate: Bool

    init(startedAt: Date, isDate: Bool) {
        self.startedAt = startedAt
        self.isDate = isDate
    }

    func call(_ arguments: Arguments) throws(JinjaError) -> Value {
        try shaped(try DateTimeModule.replaced(nil, nil, arguments))
    }

    /// The value as a date where this is the class of dates.
    private func shaped(_ value: Value) throws(JinjaError) -> Value {
        guard isDate, let time = value.object as? DateTimeObject else { return value }
        return .object(DateObject(time.civil))
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        let now = DateTimeObject(startedAt)
        switch name {
        case "now", "utcnow", "today":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                if let zone = try arguments.value("tz", at: 0)?.object as? TimeZoneObject {
                    return try shaped(.object(now.moved(to: zone)))
                }
                return try shaped(.object(DateTimeObject(now.civil)))
            }
        case "strptime":
            return .function(name) { (arguments) throws(JinjaError) in
                let text = try arguments.string("date_string", at: 0) ?? ""
                let format = try arguments.string("format", at: 1) ?? ""
                guard let (civil, offset) = TimeFormat.read(text, format) else {
                    throw JinjaError(
                        .value, "time data '\(text)' does not match format '\(format)'")
                }
                return .object(
                    DateTimeObject(civil, zone: offset.map(TimeZoneObject.init(offset:))))
            }
        case "fromisoformat":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let text = try arguments.string("date_string", at: 0) ?? ""
                for format in Self.isoFormats {
                    guard let (civil, offset) = TimeFormat.read(text, format) else { continue }
                    let zone = offset.map(TimeZoneObject.init(offset:))
                    return try shaped(.object(DateTimeObject(civil, zone: zone)))
                }
                throw JinjaError(.value, "Invalid isoformat string: '\(text)'")
            }
        case "fromtimestamp", "utcfromtimestamp":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                guard let seconds = try arguments.required("timestamp", at: 0).double,
                    abs(seconds) < 2.6e11
                else { throw JinjaError(.value, "the timestamp is out of range") }
                let moment = DateTimeObject(Date(timeIntervalSince1970: seconds))
                let zone = try arguments.value("tz", at: 1)?.object as? TimeZoneObject
                return try shaped(.object(moment.moved(to: zone)))
            }
        case "combine":
            return .function(name) { (arguments) throws(JinjaError) in
                let day = try arguments.required("date", at: 0).object
                let time = try arguments.required("time", at: 1).object as? ClockTimeObject
                let date = (day as? DateObject)?.civil ?? (day as? DateTimeObject)?.civil.midnight
                guard let date, let time, let sum = date.adding(microseconds: time.microseconds)
                else { throw JinjaError(.type, "combine() takes a date and a time") }
                return .object(DateTimeObject(sum, zone: time.zone))
            }
        case "min": return try shaped(.object(DateTimeObject(CivilTime.range.lowerTime)))
        case "max":
            let last = CivilTime(microseconds: CivilTime.range.upperBound)
            return try shaped(.object(DateTimeObject(last ?? CivilTime.range.lowerTime)))
        default: return nil
        }
    }

    private static let isoFormats =
        ["T", " "].flatMap { separator in
            ["", "%z"].flatMap { zone in
                [
                    "%Y-%m-%d\(separator)%H:%M:%S.%f", "%Y-%m-%d\(separator)%H:%M:%S",
                    "%Y-%m-%d\(separator)%H:%M",
                ].map { $0 + zone }
            }
        } + ["%Y-%m-%d", "%Y%m%d"]
}
