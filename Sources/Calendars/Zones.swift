import Foundation

/// The zones that times are in, by the names that calendars give them.
struct Zones: Sendable {
    /// A calendar's own definitions (VTIMEZONE), by their names.
    var defined: [String: OwnZone] = [:]
    /// The known zones that they are, by name and year.
    private var known: [String: [Int: TimeZone]] = [:]
    /// For times without a zone.
    var standard: TimeZone = .gmt

    struct Found {
        let zone: TimeZone
        let fault: String?
    }

    /// Names that are in no database of zones, as a widespread program writes them.
    static let others = [
        "W. Europe Standard Time": "Europe/Berlin", "Romance Standard Time": "Europe/Paris",
        "Central Europe Standard Time": "Europe/Budapest",
        "Central European Standard Time": "Europe/Warsaw", "GMT Standard Time": "Europe/London",
        "FLE Standard Time": "Europe/Helsinki", "E. Europe Standard Time": "Europe/Chisinau",
        "Eastern Standard Time": "America/New_York", "Central Standard Time": "America/Chicago",
        "Mountain Standard Time": "America/Denver", "Pacific Standard Time": "America/Los_Angeles",
        "Tokyo Standard Time": "Asia/Tokyo", "India Standard Time": "Asia/Kolkata",
        "China Standard Time": "Asia/Shanghai", "AUS Eastern Standard Time": "Australia/Sydney",
    ]

    /// Looks up which known zones the calendar's own are, once for all its events.
    mutating func prepare(for years: Set<Int>) {
        for (name, zone) in defined {
            for year in years.sorted().prefix(Self.mostYears) {
                known[name, default: [:]][year] = zone.known(in: year)
            }
        }
    }

    /// A calendar of more years than these is none of events.
    private static let mostYears = 100

    /// - Parameter year: of the time that is in it.
    func find(_ name: String?, in year: Int? = nil) -> Found {
        guard let name = name?.trimmed, !name.isEmpty else {
            return Found(zone: standard, fault: nil)
        }
        if let zone = Self.known(name) { return Found(zone: zone, fault: nil) }
        // `/mozilla.org/20050126_1/Europe/Berlin`
        let parts = name.split(separator: "/")
        if parts.count > 2, let zone = Self.known(parts.suffix(2).joined(separator: "/")) {
            return Found(zone: zone, fault: nil)
        }
        if let year, let zone = known[name]?[year] { return Found(zone: zone, fault: nil) }
        if let offset = defined[name]?.standardOffset, let zone = TimeZone(secondsFromGMT: offset) {
            return Found(
                zone: zone, fault: "the zone '\(name)' is taken as UTC\(Self.text(offset))")
        }
        return Found(
            zone: standard,
            fault: "there is no zone '\(name.prefix(80))'; \(standard.shownName) was taken")
    }

    private static func known(_ name: String) -> TimeZone? {
        if ["UTC", "GMT", "Z", "Etc/UTC"].contains(name) { return .gmt }
        if let other = others[name] { return TimeZone(identifier: other) }
        // Abbreviations such as EST mean several places.
        guard name.contains("/") else { return nil }
        return TimeZone(identifier: name)
    }

    /// `+0100` as seconds.
    static func offset(_ text: String) -> Int? {
        let sign = text.first == "-" ? -1 : 1
        let digits = text.filter(\.isNumber)
        guard text.first == "+" || text.first == "-", digits.count >= 4,
            let hours = Int(digits.prefix(2)), let minutes = Int(digits.dropFirst(2).prefix(2)),
            hours <= 18, minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private static func text(_ offset: Int) -> String {
        let minutes = abs(offset) / 60
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }
}

extension TimeZone {
    /// `UTC` where it is that.
    var shownName: String { identifier == "GMT" ? "UTC" : identifier }
}
