import Foundation
import JSON

/// Reads events of schema.org as pages carry them: JSON-LD, alone or inside a page's HTML.
public enum JSONLDReader {
    public static func events(in text: String) -> [CalendarEvent] {
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        let parts = scripts(of: text) ?? [text]
        if parts.isEmpty { return [fault("the page has no script of application/ld+json")] }
        return parts.flatMap { part -> [CalendarEvent] in
            do {
                var events: [CalendarEvent] = []
                collect(try JSON.parse(part.withoutWrapping, maximumDepth: 64), &events)
                if events.isEmpty { return [fault("there is no event of schema.org in it")] }
                return events
            } catch { return [fault("it is not JSON: \(error)")] }
        }
    }

    private static func fault(_ reason: String) -> CalendarEvent {
        var event = CalendarEvent()
        event.faults = [reason]
        return event
    }

    /// What stands in a page's `<script type="application/ld+json">`; nil for what is no page.
    private static func scripts(of text: String) -> [String]? {
        guard text.prefix(4096).contains("<"), text.trimmed.first == "<" else { return nil }
        let pattern = /<script[^>]*application\/ld\+json[^>]*>/.ignoresCase()
        var parts: [String] = []
        var rest = text[...]
        while let open = rest.firstMatch(of: pattern) {
            rest = rest[open.range.upperBound...]
            let end =
                rest.firstMatch(of: /<\/script\s*>/.ignoresCase())?.range.lowerBound
                ?? rest.endIndex
            parts.append(String(rest[..<end]))
            rest = rest[end...]
        }
        return parts
    }

    private static func collect(_ json: JSON, _ events: inout [CalendarEvent]) {
        switch json {
        case .array(let items): for item in items { collect(item, &events) }
        case .object(let object):
            if isEvent(object) {
                events.append(JSONLDEvent(object).event)
                // The parts of a festival are events too.
                if let parts = object["subEvent"] { collect(parts, &events) }
            } else {
                // A list, a place, an organisation: what it has of events stands under many names.
                for entry in object.entries { collect(entry.value, &events) }
            }
        default: break
        }
    }

    private static func isEvent(_ object: JSON.Object) -> Bool {
        let types =
            object["@type"]?.array?.compactMap(\.string)
            ?? [object["@type"]?.string].compactMap(\.self)
        return types.contains {
            $0.hasSuffix("Event")
                || ["EventSeries", "Festival", "Hackathon", "CourseInstance"].contains(
                    $0.split(separator: "/").last ?? "")
        }
    }
}

/// One event of schema.org.
struct JSONLDEvent {
    private(set) var event = CalendarEvent()

    init(_ object: JSON.Object) {
        event.uid =
            Self.text(object["@id"]) ?? Self.text(object["identifier"]) ?? Self.text(object["url"])
        event.title = Self.text(object["name"]).map { event.cut($0.withoutTags, "the title") }
        event.description = Self.text(object["description"])
            .map { event.cut($0, "the description").withoutTags }
        event.url = Self.text(object["url"])
        event.imageURL = Self.first(object["image"]).flatMap {
            Self.text($0) ?? Self.text($0["url"])
        }
        event.language = Self.text(object["inLanguage"]).map { String($0.lowercased().prefix(2)) }
        event.capacity = object["maximumAttendeeCapacity"].flatMap {
            $0.int ?? $0.string.flatMap { Int($0) }
        }
        if let attendance = Self.text(object["eventAttendanceMode"]) {
            event.isOnline = attendance.hasSuffix("OnlineEventAttendanceMode")
        }
        status(Self.text(object["eventStatus"]))
        place(object["location"])
        people(object)
        topics(object)
        times(object)
        if event.uid == nil, event.start != nil {
            event.faults.append("the event has no id; its title and time stand for one")
            event.uid = "\(event.title ?? "")@\(ICSEvent.key(event.start ?? .distantPast))"
        }
        event.sourceKey = event.uid
        if event.title?.isEmpty != false {
            event.faults.append("the event has no title")
            event.start = nil
        }
    }

    private mutating func status(_ text: String?) {
        guard let name = text?.split(separator: "/").last else { return }
        switch name {
        case "EventScheduled", "EventRescheduled": break
        case "EventMovedOnline": event.isOnline = true
        case "EventCancelled": event.status = .cancelled
        case "EventPostponed": event.status = .postponed
        default: event.faults.append("the status '\(name.prefix(40))' is not known")
        }
    }

    private mutating func place(_ json: JSON?) {
        for item in Self.all(json) {
            if let text = item.string {
                event.location = text
                continue
            }
            if Self.text(item["@type"]) == "VirtualLocation" {
                event.isOnline = true
                continue
            }
            event.location = Self.text(item["name"]) ?? event.location
            let address = item["address"]
            if let text = address?.string {
                event.location = [event.location, text].compactMap(\.self).joined(separator: ", ")
            }
            event.city = Self.text(address?["addressLocality"])
            let country = address?["addressCountry"]
            event.country = Self.text(country) ?? Self.text(country?["name"])
        }
    }

    private mutating func people(_ object: JSON.Object) {
        if let organiser = Self.first(object["organizer"]) {
            event.organiser = Self.text(organiser) ?? Self.text(organiser["name"])
            event.organiserURL = Self.text(organiser["url"])
        }
        for key in ["performer", "performers", "actor", "speaker", "contributor"] {
            for person in Self.all(object[key]) { take(person) }
        }
    }

    private mutating func take(_ person: JSON) {
        if let name = person.string {
            event.speakers.append(.init(name: name.trimmed))
            return
        }
        // Of a group, its members.
        let members = Self.all(person["member"]) + Self.all(person["members"])
        guard members.isEmpty else {
            for member in members { take(member) }
            return
        }
        guard let name = Self.text(person["name"]) else { return }
        let company = Self.first(person["worksFor"]) ?? Self.first(person["affiliation"])
        event.speakers.append(
            .init(
                name: name, title: Self.text(person["jobTitle"]),
                company: company.flatMap { Self.text($0) ?? Self.text($0["name"]) },
                url: Self.first(person["sameAs"]).flatMap(Self.text) ?? Self.text(person["url"])))
    }

    private mutating func topics(_ object: JSON.Object) {
        for item in Self.all(object["keywords"]) + Self.all(object["about"]) {
            let text = item.string ?? Self.text(item["name"]) ?? ""
            event.topics += text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
        }
    }

    private mutating func times(_ object: JSON.Object) {
        let number = object["startDate"].flatMap { $0.int.map(String.init) }
        guard let text = Self.text(object["startDate"]) ?? number else {
            event.faults.append("the event has no start")
            return
        }
        guard let start = ISOTime(text) else {
            event.faults.append("the start '\(text.prefix(40))' is not a time")
            return
        }
        event.zone = "UTC"
        if start.isWithoutZone {
            event.faults.append("the start names no zone; it is taken as UTC")
        }
        event.isAllDay = start.isDay
        event.start = start.date
        event.end = start.isDay ? start.date + 86_400 : start.date
        if let text = Self.text(object["endDate"]) {
            if let end = ISOTime(text) {
                event.end = end.isDay ? end.date + 86_400 : end.date
            } else {
                event.faults.append("the end '\(text.prefix(40))' is not a time")
            }
        } else if let text = Self.text(object["duration"]), let seconds = ICSEvent.seconds(text) {
            event.end = start.date + seconds
        }
        if let end = event.end, end < start.date {
            event.faults.append("the event ends before it begins; its end was left out")
            event.end = start.date
        }
        event.updated = Self.text(object["dateModified"]).flatMap(ISOTime.init)?.date
    }

    private static func text(_ json: JSON?) -> String? {
        guard let json else { return nil }
        let text = json.string ?? json["@value"]?.string ?? json.array?.first?.string
        return text.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func all(_ json: JSON?) -> [JSON] {
        guard let json, !json.isNull else { return [] }
        return json.array ?? [json]
    }

    private static func first(_ json: JSON?) -> JSON? { all(json).first }
}

/// A time of ISO 8601: `2026-03-02T09:00:00+01:00`, `2026-03-02T09:00`, `2026-03-02`.
struct ISOTime {
    let date: Date
    let isDay: Bool
    let isWithoutZone: Bool

    init?(_ text: String) {
        let form =
            /([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?)?/
        guard let match = text.trimmed.wholeMatch(of: form), let year = Int(match.1),
            let month = Int(match.2), let day = Int(match.3),
            let time = CivilTime(
                year: year, month: month, day: day, hour: match.4.flatMap { Int($0) } ?? 0,
                minute: match.5.flatMap { Int($0) } ?? 0, second: match.6.flatMap { Int($0) } ?? 0)
        else { return nil }
        let local = time.instant(in: .gmt)
        isDay = match.4 == nil
        isWithoutZone = !isDay && match.7 == nil
        guard let zone = match.7, zone != "Z" else {
            date = local
            return
        }
        guard let offset = Zones.offset(String(zone)) else { return nil }
        date = local - Double(offset)
    }
}

extension String {
    /// Without what pages of old put around a script: `<!-- … -->`, `//<![CDATA[ … //]]>`.
    fileprivate var withoutWrapping: String {
        let text = trimmed
        guard text.first == "<" || text.first == "/" else { return text }
        return text.replacing(/^(?:<!--|(?:\/\/|\/\*)?\s*<!\[CDATA\[(?:\s*\*\/)?)/, with: "")
            .replacing(/(?:-->|(?:\/\/|\/\*)?\s*\]\]>(?:\s*\*\/)?)$/, with: "").trimmed
    }

    /// Without HTML's tags and with its commonest entities taken back.
    var withoutTags: String {
        guard contains("<") || contains("&") else { return self }
        var text = replacing(/<[^<>]{0,2000}>/, with: " ")
        for (entity, plain) in [
            ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"),
            ("&amp;", "&"),
        ] { text = text.replacing(entity, with: plain) }
        return text.replacing(/\s+/, with: " ").trimmed
    }
}
