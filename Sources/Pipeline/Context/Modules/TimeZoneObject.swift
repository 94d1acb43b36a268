internal import Foundation
internal import Jinja

/// A time zone of `modules.pytz`.
final class TimeZoneObject: JinjaObject {
    let zone: TimeZone
    /// What Python calls it: `UTC`, `Europe/Berlin`.
    let name: String
    let typeName = "timezone"
    /// The offset that a time of this zone has, whatever its date is: those of pytz are settled
    /// when a time is placed in the zone.
    private let pin: Pin?

    private struct Pin {
        let offset: Int
        let abbreviation: String
    }

    private init(_ other: TimeZoneObject, _ pin: Pin) {
        (zone, name, self.pin) = (other.zone, other.name, pin)
    }

    /// The zone whose offset follows the date.
    var free: TimeZoneObject { pin == nil ? self : TimeZoneObject(named: name) ?? self }

    /// The zone with the offset of a moment.
    func pinned(atUTC time: CivilTime) -> TimeZoneObject {
        let free = free
        return TimeZoneObject(
            self,
            Pin(
                offset: free.offset(atUTC: time), abbreviation: free.abbreviation(atUTC: time)))
    }

    /// The zone as it is without a date: pytz takes the first offset that it knows of a place,
    /// its mean time in whole minutes.
    var first: TimeZoneObject {
        if pin != nil { return self }
        let seconds = zone.secondsFromGMT(for: Date(timeIntervalSince1970: -5_364_662_400))
        let minutes = CivilTime.floorDivide(seconds + 30, 60)
        let later = zone.secondsFromGMT(for: Date(timeIntervalSince1970: 0))
        let isMean = seconds % 60 != 0 || seconds != later
        return isMean ? TimeZoneObject(self, Pin(offset: minutes * 60, abbreviation: "LMT")) : self
    }

    init?(named name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
        self.name = name
        pin = nil
    }

    init(offset seconds: Int) {
        zone = TimeZone(secondsFromGMT: seconds) ?? .gmt
        name = seconds == 0 ? "UTC" : TimeFormat.offset(seconds)
        pin = nil
    }

    static let utc = TimeZoneObject(offset: 0)

    func text() throws(JinjaError) -> String { name }

    func isEqual(to other: Value) -> Bool { (other.object as? TimeZoneObject)?.name == name }

    /// Seconds east of UTC at a moment.
    func offset(atUTC time: CivilTime) -> Int {
        pin?.offset ?? zone.secondsFromGMT(for: date(time))
    }

    /// Seconds east of UTC when clocks there show a time; where they show it twice, the first.
    func offset(atLocal time: CivilTime) -> Int {
        if let pin { return pin.offset }
        let guess = zone.secondsFromGMT(for: date(time))
        let moved = time.adding(microseconds: -guess * CivilTime.perSecond) ?? time
        return zone.secondsFromGMT(for: date(moved))
    }

    /// `CET` or `CEST`; the offset where the zone has no letters for it.
    func abbreviation(atUTC time: CivilTime) -> String {
        if name == "UTC" { return name }
        if let pin { return pin.abbreviation }
        let moment = date(time)
        let isSummer = zone.isDaylightSavingTime(for: moment)
        let seconds = CivilTime.floorDivide(time.microseconds, CivilTime.perSecond)
        if let letters = ZoneNames.abbreviation(of: name, at: seconds, isSummer: isSummer) {
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
                let seconds = free.offset(atLocal: time.civil)
                let utc = time.civil.adding(microseconds: -seconds * CivilTime.perSecond)
                return .object(
                    DateTimeObject(time.civil, zone: free.pinned(atUTC: utc ?? time.civil)))
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
