internal import Foundation
internal import Jinja

/// A time zone of `modules.pytz`.
final class TimeZoneObject: JinjaObject {
    let zone: TimeZone
    /// What Python calls it: `UTC`, `Europe/Berlin`.
    let name: String
    let typeName = "timezone"

    init?(named name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
        self.name = name
    }

    init(offset seconds: Int) {
        zone = TimeZone(secondsFromGMT: seconds) ?? .gmt
        name = seconds == 0 ? "UTC" : TimeFormat.offset(seconds)
    }

    static let utc = TimeZoneObject(offset: 0)

    func text() throws(JinjaError) -> String { name }

    func isEqual(to other: Value) -> Bool { (other.object as? TimeZoneObject)?.name == name }

    /// Seconds east of UTC at a moment.
    func offset(atUTC time: CivilTime) -> Int { zone.secondsFromGMT(for: date(time)) }

    /// Seconds east of UTC when clocks there show a time; where they show it twice, the first.
    func offset(atLocal time: CivilTime) -> Int {
        let guess = zone.secondsFromGMT(for: date(time))
        let moved = time.adding(microseconds: -guess * CivilTime.perSecond) ?? time
        return zone.secondsFromGMT(for: date(moved))
    }

    /// `CET` or `CEST`; the offset where the zone has no letters for it.
    func abbreviation(atUTC time: CivilTime) -> String {
        if name == "UTC" { return name }
        let moment = date(time)
        let isSummer = zone.isDaylightSavingTime(for: moment)
        // Letters are known for some zones: EST and EDT, CET and CEST.
        let known = TimeZone.abbreviationDictionary.filter { $0.value == name }.keys.sorted()
        if let letters = known.first(where: {
            ($0.dropLast().last == "D" || $0.count > 3) == isSummer
        }) {
            return letters
        }
        return zone.abbreviation(for: moment) ?? name
    }

    private func date(_ time: CivilTime) -> Date {
        Date(timeIntervalSince1970: Double(time.microseconds) / 1e6)
    }

    func attribute(_ name: String) throws(JinjaError) -> Value? {
        switch name {
        case "zone": return .string(self.name)
        case "localize":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let time = try Self.time(arguments)
                if time.zone != nil {
                    throw JinjaError(.value, "Not naive datetime (tzinfo is already set)")
                }
                return .object(DateTimeObject(time.civil, zone: self))
            }
        case "normalize":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                .object(try Self.time(arguments).moved(to: self))
            }
        case "utcoffset":
            return .function(name) { [self] (arguments) throws(JinjaError) in
                let seconds = offset(atLocal: try Self.time(arguments).civil)
                return .object(TimeDeltaObject(seconds * CivilTime.perSecond))
            }
        default: return nil
        }
    }

    private static func time(_ arguments: Arguments) throws(JinjaError) -> DateTimeObject {
        guard let time = try arguments.required("dt", at: 0).object as? DateTimeObject else {
            throw JinjaError(.type, "expected a datetime")
        }
        return time
    }

    /// `modules.pytz`.
    static let module: Value = .dict(
        Dict([
            "utc": .object(utc), "UTC": .object(utc),
            "timezone": .function("timezone") { (arguments) throws(JinjaError) in
                let name = try arguments.string("zone", at: 0) ?? ""
                if name.uppercased() == "UTC" { return .object(utc) }
                guard let zone = TimeZoneObject(named: name) else {
                    throw JinjaError(.value, "there is no time zone '\(name)'")
                }
                return .object(zone)
            },
            "FixedOffset": .function("FixedOffset") { (arguments) throws(JinjaError) in
                .object(TimeZoneObject(offset: (try arguments.int("minutes", at: 0) ?? 0) * 60))
            },
            "all_timezones": Value(TimeZone.knownTimeZoneIdentifiers),
            "common_timezones": Value(TimeZone.knownTimeZoneIdentifiers),
        ]))
}
