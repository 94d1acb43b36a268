import Foundation

/// One VEVENT: its lines, and what they come to.
struct ICSEvent {
    var lines: [ContentLine] = []
    var event = CalendarEvent()
    var isCut = false

    /// An event with what makes a series of it.
    struct Parsed {
        var event: CalendarEvent
        var start: CivilTime?
        var zone = TimeZone.gmt
        var rule: RecurrenceRule?
        var length = 0.0
        /// Times that are added, and left out.
        var added: [Date] = []
        var left: Set<Date> = []
        /// The occurrence that it stands for.
        var recurrence: Date?
    }

    /// The years that its times name.
    var years: [Int] {
        lines.filter { ["DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"].contains($0.name) }
            .compactMap { CivilTime(basic: String($0.value.trimmed.prefix(8)))?.civil.year }
    }

    func parsed(_ zones: Zones, isCancelled: Bool) -> Parsed {
        var parsed = Parsed(event: event)
        for line in lines { Self.take(line, into: &parsed.event) }
        if isCancelled { parsed.event.status = .cancelled }
        times(zones, &parsed)
        if parsed.event.title?.isEmpty != false, parsed.event.start != nil {
            Self.refuse(&parsed, "the event has no title")
        }
        if isCut { Self.refuse(&parsed, "the calendar is cut inside this event") }
        if parsed.event.uid == nil, parsed.event.start != nil {
            parsed.event.faults.append("the event has no UID; its title and time stand for one")
            parsed.event.uid =
                "\(parsed.event.title ?? "")@\(Self.key(parsed.event.start ?? .distantPast))"
        }
        parsed.event.sourceKey = parsed.event.uid
        return parsed
    }

    private static func refuse(_ parsed: inout Parsed, _ reason: String) {
        parsed.event.faults.append(reason)
        parsed.event.start = nil
        parsed.event.end = nil
        parsed.start = nil
        parsed.rule = nil
    }

    private static func take(_ line: ContentLine, into event: inout CalendarEvent) {
        switch line.name {
        case "UID": event.uid = line.value.trimmed
        case "SUMMARY": event.title = event.cut(line.text.trimmed, "the title")
        case "DESCRIPTION": event.description = event.cut(line.text.trimmed, "the description")
        case "LOCATION":
            event.location = event.cut(line.text.trimmed, "the location")
            let text = line.text.lowercased()
            if text.contains("online") || text.hasPrefix("http") { event.isOnline = true }
        case "URL": event.url = line.value.trimmed
        case "STATUS":
            switch line.value.trimmed.uppercased() {
            case "CANCELLED", "CANCELED": event.status = .cancelled
            case "TENTATIVE": event.status = .draft
            case "CONFIRMED": event.status = .scheduled
            default: event.faults.append("the status '\(line.value.prefix(40))' is not known")
            }
        case "ORGANIZER":
            event.organiser = line.parameters["CN"]?.trimmed
            if line.value.hasPrefix("http") { event.organiserURL = line.value.trimmed }
        case "ATTENDEE":
            guard let name = line.parameters["CN"]?.trimmed, !name.isEmpty else { break }
            let role = line.parameters["ROLE"]?.uppercased()
            guard role == "CHAIR" || role == "REQ-PARTICIPANT" else { break }
            event.speakers.append(
                .init(
                    name: name, title: line.parameters["X-TITLE"],
                    company: line.parameters["X-COMPANY"],
                    url: line.value.hasPrefix("http") ? line.value.trimmed : nil))
        case "CATEGORIES": event.topics += line.list
        case "ATTACH", "IMAGE":
            if line.value.hasPrefix("http") { event.imageURL = line.value.trimmed }
        case "LAST-MODIFIED", "DTSTAMP":
            if event.updated == nil || line.name == "LAST-MODIFIED" {
                event.updated = CivilTime(basic: line.value)?.instant(in: .gmt)
            }
        default: break
        }
        if let language = line.parameters["LANGUAGE"]?.lowercased() {
            event.language = String(language.prefix(2))
        }
    }

    private func times(_ zones: Zones, _ parsed: inout Parsed) {
        guard let line = lines.first(where: { $0.name == "DTSTART" }) else {
            return Self.refuse(&parsed, "the event has no start")
        }
        guard let start = CivilTime(basic: line.value.trimmed) else {
            return Self.refuse(&parsed, "the start '\(line.value.prefix(40))' is not a time")
        }
        let place = zone(of: line, zones, &parsed.event.faults)
        parsed.zone = place
        parsed.start = start
        parsed.event.isAllDay = line.value.trimmed.utf8.count == 8
        parsed.event.zone = place.shownName
        let begin = start.instant(in: place)
        parsed.event.start = begin
        var end = parsed.event.isAllDay ? begin + 86_400 : begin
        if let last = lines.first(where: { $0.name == "DTEND" }) {
            if let time = CivilTime(basic: last.value.trimmed) {
                end = time.instant(in: zone(of: last, zones, &parsed.event.faults))
            } else {
                parsed.event.faults.append("the end '\(last.value.prefix(40))' is not a time")
            }
        } else if let duration = lines.first(where: { $0.name == "DURATION" }) {
            if let seconds = Self.seconds(duration.value) {
                end = begin + seconds
            } else {
                parsed.event.faults.append("the duration '\(duration.value.prefix(40))' is none")
            }
        }
        if end < begin {
            parsed.event.faults.append("the event ends before it begins; its end was left out")
            end = begin
        }
        parsed.event.end = end
        parsed.length = end.timeIntervalSince(begin)
        series(zones, &parsed)
    }

    private func series(_ zones: Zones, _ parsed: inout Parsed) {
        for line in lines {
            switch line.name {
            case "RRULE":
                do throws(RecurrenceRule.Fault) {
                    parsed.rule = try RecurrenceRule(line.value)
                } catch {
                    parsed.event.faults.append(
                        "the rule of the series: \(error.reason); only its first event is known")
                }
            case "RDATE", "EXDATE":
                let place = zone(of: line, zones, &parsed.event.faults)
                for text in line.list {
                    guard var time = CivilTime(basic: text) else { continue }
                    if text.utf8.count == 8, !parsed.event.isAllDay {
                        time.second = parsed.start?.second ?? 0
                    }
                    let date = time.instant(in: place)
                    if line.name == "RDATE" {
                        parsed.added.append(date)
                    } else {
                        parsed.left.insert(date)
                    }
                }
            case "RECURRENCE-ID":
                parsed.recurrence = CivilTime(basic: line.value.trimmed)?
                    .instant(in: zone(of: line, zones, &parsed.event.faults))
                if line.parameters["RANGE"]?.uppercased() == "THISANDFUTURE" {
                    parsed.event.faults.append(
                        "it is meant for all later events of the series too, which stay as they are"
                    )
                }
            default: break
            }
        }
    }

    private func zone(of line: ContentLine, _ zones: Zones, _ faults: inout [String]) -> TimeZone {
        if line.value.trimmed.hasSuffix("Z") { return .gmt }
        let found = zones.find(
            line.parameters["TZID"],
            in: CivilTime(basic: String(line.value.trimmed.prefix(8)))?.civil.year)
        if let fault = found.fault, !faults.contains(fault) { faults.append(fault) }
        return found.zone
    }

    /// `P1DT2H30M`, `PT45M`, `P2W`.
    static func seconds(_ text: String) -> Double? {
        guard
            let match = text.trimmed.uppercased().wholeMatch(
                of:
                    /\+?P(?:([0-9]{1,4})W)?(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,7})S)?)?/
            )
        else { return nil }
        let numbers = [match.1, match.2, match.3, match.4, match.5].map {
            $0.flatMap { Double($0) }
        }
        guard numbers.contains(where: { $0 != nil }) else { return nil }
        return zip(numbers, [604_800, 86_400, 3600, 60, 1]).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 }
    }

    static func key(_ date: Date) -> String {
        let time = CivilTime(date, in: .gmt)
        let (year, month, day) = time.civil
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)\(two(month))\(two(day))T\(two(time.second / 3600))"
            + "\(two(time.second / 60 % 60))\(two(time.second % 60))Z"
    }
}

extension ICSEvent.Parsed {
    /// The event, or each of its series.
    ///
    /// - Parameter overrides: occurrences that other events of the calendar stand for.
    func occurrences(without overrides: Set<Date>) -> [CalendarEvent] {
        guard let start, event.start != nil else { return [event] }
        if let recurrence {
            var one = event
            one.seriesKey = event.uid
            one.sourceKey = (event.uid ?? "") + "/" + ICSEvent.key(recurrence)
            return [one]
        }
        guard rule != nil || !added.isEmpty else { return [event] }
        let (times, goesOn) = rule?.times(from: start, in: zone) ?? ([start], false)
        var dates = times.map { $0.instant(in: zone) } + added
        dates = Array(Set(dates).subtracting(left).subtracting(overrides)).sorted()
        return dates.enumerated().map { index, date in
            var one = event
            one.start = date
            one.end = date + length
            one.seriesKey = event.uid
            one.sourceKey = (event.uid ?? "") + "/" + ICSEvent.key(date)
            if goesOn, index == dates.count - 1 {
                one.faults.append(
                    "the series goes on; \(dates.count) events of it were taken")
            }
            return one
        }
    }
}
