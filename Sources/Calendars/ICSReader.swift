import Foundation

/// Reads calendars (iCalendar, RFC 5545), as programs and people write them.
///
/// Nothing that is there is passed over: what cannot be used is an event without a start, whose
/// `faults` say why.
public enum ICSReader {
    /// The events of a calendar, each occurrence of a series by itself.
    public static func events(in bytes: some Sequence<UInt8>) -> [CalendarEvent] {
        var lines = ContentLine.lines(of: WrittenText.withoutUTF16(Array(bytes)))
        if lines.first?.hasPrefix("\u{FEFF}") == true { lines[0].removeFirst() }
        guard lines.contains(where: { $0.uppercased().hasPrefix("BEGIN:VCALENDAR") }) else {
            var event = CalendarEvent()
            event.faults = ["this is no calendar: there is no BEGIN:VCALENDAR"]
            return [event]
        }
        var calendar = ICSCalendar()
        for line in lines { calendar.take(line) }
        return calendar.finish()
    }
}

/// A calendar while it is read.
struct ICSCalendar {
    private var zones = Zones()
    private var path: [String] = []
    private var isCancelling = false
    private var event: ICSEvent?
    private var zone: (name: String?, own: OwnZone) = (nil, OwnZone())
    private var found: [ICSEvent] = []
    private var strays: [CalendarEvent] = []

    mutating func take(_ text: String) {
        guard let line = ContentLine(text) else {
            event?.event.faults.append("a line that is none was passed over: '\(text.prefix(60))'")
            return
        }
        switch line.name {
        case "BEGIN": begin(line.value.trimmed.uppercased())
        case "END": end(line.value.trimmed.uppercased())
        default:
            switch path.last {
            case "VEVENT": event?.lines.append(line)
            case "VTIMEZONE": if line.name == "TZID" { zone.name = line.value }
            case "STANDARD", "DAYLIGHT": takeOfZone(line)
            case "VCALENDAR":
                if line.name == "METHOD" { isCancelling = line.value.uppercased() == "CANCEL" }
                if line.name == "X-WR-TIMEZONE" {
                    zones.standard = zones.find(line.value).zone
                }
            default: break
            }
        }
    }

    private mutating func takeOfZone(_ line: ContentLine) {
        guard let last = zone.own.observances.indices.last else { return }
        let value = line.value.trimmed
        switch line.name {
        case "TZOFFSETFROM": zone.own.observances[last].from = Zones.offset(value)
        case "TZOFFSETTO": zone.own.observances[last].to = Zones.offset(value)
        case "DTSTART": zone.own.observances[last].start = CivilTime(basic: value)
        case "RRULE": zone.own.observances[last].rule = value
        default: break
        }
    }

    private mutating func begin(_ name: String) {
        if name == "VEVENT" {
            // One that is not closed ends where the next begins.
            if var open = event {
                open.event.faults.append("the event has no end")
                found.append(open)
                path.removeAll { $0 != "VCALENDAR" }
            }
            event = ICSEvent()
        }
        if name == "VTIMEZONE" { zone = (nil, OwnZone()) }
        if path.last == "VTIMEZONE", name == "STANDARD" || name == "DAYLIGHT" {
            zone.own.observances.append(.init(isDaylight: name == "DAYLIGHT"))
        }
        path.append(name)
    }

    private mutating func end(_ name: String) {
        if name == "VTIMEZONE", let known = zone.name { zones.defined[known] = zone.own }
        if name == "VEVENT", let closed = event {
            found.append(closed)
            event = nil
        }
        if let place = path.lastIndex(of: name) { path.removeSubrange(place...) }
    }

    mutating func finish() -> [CalendarEvent] {
        if var open = event {
            // What stands there may be half of what was meant.
            open.isCut = true
            found.append(open)
        } else if path.contains("VCALENDAR") {
            var stray = CalendarEvent()
            stray.faults = [
                "the calendar is cut: there is no END:VCALENDAR; the events before it stand"
            ]
            strays.append(stray)
        }
        zones.prepare(for: Set(found.flatMap(\.years)))
        var overrides: [String: Set<Date>] = [:]
        var parsed = found.map { $0.parsed(zones, isCancelled: isCancelling) }
        for one in parsed where one.recurrence != nil {
            overrides[one.event.uid ?? "", default: []].insert(one.recurrence!)
        }
        parsed.sort { ($0.recurrence == nil ? 0 : 1) < ($1.recurrence == nil ? 0 : 1) }
        return parsed.flatMap { $0.occurrences(without: overrides[$0.event.uid ?? ""] ?? []) }
            + strays
    }
}
