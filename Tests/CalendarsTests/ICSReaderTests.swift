import Foundation
import Testing

@testable import Calendars

@Suite("What calendars say")
struct ICSReaderTests {
    private func calendar(_ lines: String, head: String = "", ends: Bool = true) -> [CalendarEvent]
    {
        let text =
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\(head)"
            + lines.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\r\n" }
            .joined() + (ends ? "END:VCALENDAR\r\n" : "")
        return ICSReader.events(in: Array(text.utf8))
    }

    private func one(_ lines: String, head: String = "") -> CalendarEvent? {
        let events = calendar(
            "BEGIN:VEVENT\nUID:1\nSUMMARY:A\n\(lines)\nEND:VEVENT", head: head)
        return events.count == 1 ? events[0] : nil
    }

    private func times(_ events: [CalendarEvent]) -> [String] {
        events.compactMap { $0.start.map(ICSEvent.key) }
    }

    /// A zone of the calendar's own, whose clocks change on the last Sundays of March and October.
    private func zone(_ name: String, standard: String, daylight: String, from month: String = "3")
        -> String
    {
        """
        BEGIN:VTIMEZONE\r
        TZID:\(name)\r
        BEGIN:STANDARD\r
        DTSTART:19701025T030000\r
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
        TZOFFSETFROM:\(daylight)\r
        TZOFFSETTO:\(standard)\r
        END:STANDARD\r
        BEGIN:DAYLIGHT\r
        DTSTART:19700329T020000\r
        RRULE:FREQ=YEARLY;BYMONTH=\(month);BYDAY=-1SU\r
        TZOFFSETFROM:\(standard)\r
        TZOFFSETTO:\(daylight)\r
        END:DAYLIGHT\r
        END:VTIMEZONE\r

        """
    }

    @Test("a zone that a calendar defines by itself has its summer time, by the zone that it is")
    func ownZone() {
        let head = zone("Customized Time Zone", standard: "+0100", daylight: "+0200")
        let name = "DTSTART;TZID=Customized Time Zone:"
        let summer = one(name + "20260702T090000", head: head)
        #expect(times([summer].compactMap(\.self)) == ["20260702T070000Z"])
        #expect(summer?.zone == "Europe/Berlin" && summer?.faults == [])
        let winter = one(name + "20260102T090000", head: head)
        #expect(times([winter].compactMap(\.self)) == ["20260102T080000Z"])
        // One that is nobody's is taken by its standard time, which is said.
        let odd = one(
            "DTSTART;TZID=Mine:20260702T090000",
            head: zone("Mine", standard: "+0430", daylight: "+0530", from: "5"))
        #expect(times([odd].compactMap(\.self)) == ["20260702T043000Z"])
        #expect(odd?.faults.count == 1)
    }

    @Test("a change to all later events of a series is said to be taken for one")
    func thisAndFuture() {
        let events = calendar(
            """
            BEGIN:VEVENT
            UID:1
            SUMMARY:A
            DTSTART:20260401T090000Z
            RRULE:FREQ=DAILY;COUNT=3
            END:VEVENT
            BEGIN:VEVENT
            UID:1
            SUMMARY:B
            RECURRENCE-ID;RANGE=THISANDFUTURE:20260402T090000Z
            DTSTART:20260402T110000Z
            END:VEVENT

            """)
        #expect(events.count == 3)
        #expect(events.filter { !$0.faults.isEmpty }.map(\.title) == ["B"])
    }

    @Test("text is unfolded, also inside a character, and unescaped")
    func text() {
        let event = one(
            "DTSTART:20260302T090000Z\nDESCRIPTION:One\\, two\\; three\\\\n\\nfour, fi\n ve\n"
                + "LOCATION;LANGUAGE=de:\"Halle: 4\"\nCATEGORIES:a\\,b,c , d\n"
                + "ATTENDEE;ROLE=CHAIR;CN=\"Ada; Byron: Lovelace\";X-COMPANY=Engines:mailto:a@b.c")
        #expect(event?.description == "One, two; three\\n\nfour, five")
        #expect(event?.location == "\"Halle: 4\"" && event?.language == "de")
        #expect(event?.topics == ["a,b", "c", "d"])
        #expect(event?.speakers == [.init(name: "Ada; Byron: Lovelace", company: "Engines")])
        let bytes = Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260302\nSUMMARY:Zo".utf8)
        let split = bytes + [0xC3, 13, 10, 32, 0xAB] + Array("\nEND:VEVENT\nEND:VCALENDAR".utf8)
        #expect(ICSReader.events(in: split).first?.title == "Zoë")
    }

    @Test(
        "times in every form, with their zones; a zone that is not there is said and UTC taken",
        arguments: [
            ("DTSTART:20260302T090000Z", "20260302T090000Z", true),
            ("DTSTART;TZID=Europe/Berlin:20260302T090000", "20260302T080000Z", true),
            ("DTSTART;TZID=Europe/Berlin:20260702T090000", "20260702T070000Z", true),
            ("DTSTART;TZID=\"W. Europe Standard Time\":20260702T090000", "20260702T070000Z", true),
            (
                "DTSTART;TZID=/mozilla.org/2005/America/New_York:20260302T090000",
                "20260302T140000Z", true
            ),
            ("DTSTART;TZID=Mars/Olympus:20260302T090000", "20260302T090000Z", false),
            ("DTSTART;TZID=EST:20260302T090000", "20260302T090000Z", false),
            ("DTSTART;VALUE=DATE:20260302", "20260302T000000Z", true),
            // Clocks go forward at two: half past two is not there, and is taken as half past three.
            ("DTSTART;TZID=Europe/Berlin:20260329T023000", "20260329T013000Z", true),
            // They go back at three: the first of the two.
            ("DTSTART;TZID=Europe/Berlin:20261025T023000", "20261025T003000Z", true),
        ])
    func zones(line: String, instant: String, isKnown: Bool) {
        let event = one(line)
        #expect(event?.start.map(ICSEvent.key) == instant)
        #expect(event?.faults.isEmpty == isKnown, "\(event?.faults ?? [])")
    }

    @Test("a calendar's own zone is used where it names none that is known")
    func defined() {
        let zone =
            "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:DAYLIGHT\r\nTZOFFSETTO:+0300\r\nEND:DAYLIGHT\r\n"
            + "BEGIN:STANDARD\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        #expect(
            one("DTSTART;TZID=Ours:20260302T090000", head: zone)?.start.map(ICSEvent.key)
                == "20260302T070000Z")
        #expect(
            one("DTSTART:20260302T090000", head: "X-WR-TIMEZONE:Europe/Lisbon\r\n")?.zone
                == "Europe/Lisbon")
    }

    @Test(
        "ends, durations, and what ends before it begins",
        arguments: [
            ("DTEND:20260302T103000Z", 5400.0, 0), ("DURATION:PT45M", 2700, 0),
            ("DURATION:P1DT2H", 93_600, 0), ("DURATION:P2W", 1_209_600, 0),
            ("DURATION:soon", 0, 1), ("DTEND:20260302T080000Z", 0, 1), ("DTEND:2026", 0, 1),
            ("X-NOTHING:1", 0, 0),
        ])
    func ends(line: String, seconds: Double, faults: Int) throws {
        let event = try #require(one("DTSTART:20260302T090000Z\n" + line))
        let start = try #require(event.start)
        #expect(try #require(event.end).timeIntervalSince(start) == seconds)
        #expect(event.faults.count == faults, "\(event.faults)")
    }

    @Test(
        "series, each of their events by itself",
        arguments: [
            ("FREQ=DAILY;COUNT=3", ["0302", "0303", "0304"]),
            ("FREQ=DAILY;INTERVAL=2;UNTIL=20260306T235959Z", ["0302", "0304", "0306"]),
            ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", ["0302", "0304", "0309", "0311"]),
            ("FREQ=WEEKLY;INTERVAL=2;COUNT=2", ["0302", "0316"]),
            ("FREQ=MONTHLY;COUNT=2", ["0302", "0402"]),
            ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", ["0331", "0531"]),
            ("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", ["0302", "0406", "0504"]),
            ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["0327", "0424"]),
            ("FREQ=YEARLY;BYMONTH=3,6;COUNT=3", ["0302", "0602", "0302"]),
            ("FREQ=DAILY;BYDAY=SA,SU;COUNT=2", ["0307", "0308"]),
        ])
    func series(rule: String, days: [String]) {
        let events = calendar(
            "BEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Berlin:20260302T180000\n"
                + "DURATION:PT1H\nRRULE:\(rule)\nEND:VEVENT")
        #expect(times(events).map { String($0.dropFirst(4).prefix(4)) } == days)
        #expect(Set(events.compactMap(\.sourceKey)).count == events.count)
        #expect(events.allSatisfy { $0.seriesKey == "1" && $0.faults.isEmpty })
    }

    @Test("six in the evening stays six in the evening when the clocks change")
    func clocks() {
        let events = calendar(
            "BEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART;TZID=Europe/Berlin:20260324T180000\n"
                + "RRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT")
        #expect(times(events) == ["20260324T170000Z", "20260331T160000Z"])
    }

    @Test("what is left out, added and moved")
    func exceptions() {
        let events = calendar(
            """
            BEGIN:VEVENT
            UID:1
            SUMMARY:A
            DTSTART:20260302T180000Z
            RRULE:FREQ=WEEKLY;COUNT=4
            EXDATE:20260309T180000Z
            RDATE:20260312T180000Z
            END:VEVENT
            BEGIN:VEVENT
            UID:1
            SUMMARY:A, moved
            RECURRENCE-ID:20260316T180000Z
            DTSTART:20260317T180000Z
            END:VEVENT
            """)
        #expect(
            times(events).sorted().map { $0.prefix(8) } == [
                "20260302", "20260312", "20260317", "20260323",
            ])
        #expect(events.first { $0.title == "A, moved" }?.sourceKey == "1/20260316T180000Z")
    }

    @Test("a series without an end stops somewhere and says so; a strange rule is named")
    func bounds() {
        let endless = calendar(
            "BEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20260302T180000Z\nRRULE:FREQ=DAILY\nEND:VEVENT"
        )
        #expect(endless.count == RecurrenceRule.mostOccurrences)
        #expect(endless.last?.faults.first?.contains("goes on") == true)
        for rule in [
            "FREQ=SECONDLY", "FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;COUNT=0", "COUNT=3",
            "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;INTERVAL=0", "nonsense",
        ] {
            let events = calendar(
                "BEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20260302T180000Z\nRRULE:\(rule)\nEND:VEVENT"
            )
            #expect(events.count == 1 && events[0].start != nil, "\(rule)")
            #expect(events.first?.faults.first?.contains("rule of the series") == true, "\(rule)")
        }
        // One that can never come ends nevertheless.
        let never = calendar(
            "BEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20260302T180000Z\n"
                + "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT")
        #expect(never.isEmpty || never.allSatisfy { !$0.faults.isEmpty })
    }

    @Test("a calendar that is cut keeps what was whole, and names what was not")
    func cut() {
        let whole = "BEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20260302T180000Z\nEND:VEVENT\n"
        let inside = calendar(whole + "BEGIN:VEVENT\nUID:2\nSUMMARY:B\nDTSTART:2026", ends: false)
        #expect(inside.filter { $0.start != nil }.map(\.uid) == ["1"])
        #expect(inside.contains { $0.uid == "2" && $0.faults.contains { $0.contains("cut") } })
        let between = calendar(whole, ends: false)
        #expect(between.filter { $0.start != nil }.count == 1)
        #expect(between.contains { $0.faults.contains { $0.contains("cut") } })
        #expect(ICSReader.events(in: []).first?.faults.count == 1)
        #expect(ICSReader.events(in: Array("<html>".utf8)).first?.faults.count == 1)
    }

    @Test("cancelled, without a title, without a start, without a UID")
    func odd() {
        #expect(one("DTSTART:20260302\nSTATUS:CANCELLED")?.status == .cancelled)
        #expect(one("DTSTART:20260302", head: "METHOD:CANCEL\r\n")?.status == .cancelled)
        #expect(one("SUMMARY:")?.start == nil)
        #expect(one("X:1")?.faults == ["the event has no start"])
        #expect(one("DTSTART:20261341")?.faults.first?.contains("not a time") == true)
        let nameless = calendar("BEGIN:VEVENT\nSUMMARY:A\nDTSTART:20260302T180000Z\nEND:VEVENT")
        #expect(nameless.first?.uid == "A@20260302T180000Z")
    }

    @Test("a description of ten megabytes is cut, which is said, and the event stays")
    func large() throws {
        let event = try #require(
            one("DTSTART:20260302\nDESCRIPTION:" + String(repeating: "é", count: 5 << 20)))
        #expect(event.start != nil)
        #expect(event.description?.unicodeScalars.count == CalendarEvent.mostCharacters)
        #expect(event.faults.count == 1)
    }

    @Test("a calendar in Latin-1 or UTF-16 keeps its letters; broken UTF-8 does not become Latin-1")
    func encodings() {
        let text =
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Café in Zürich\r\n"
            + "DTSTART:20260302\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        let latin1 = text.unicodeScalars.map { UInt8($0.value) }
        var little: [UInt8] = [0xFF, 0xFE]
        var big: [UInt8] = [0xFE, 0xFF]
        for unit in text.utf16 {
            little += [UInt8(unit & 255), UInt8(unit >> 8)]
            big += [UInt8(unit >> 8), UInt8(unit & 255)]
        }
        for bytes in [Array(text.utf8), latin1, little, big, little + [13]] {
            #expect(ICSReader.events(in: bytes).map(\.title) == ["Café in Zürich"])
        }
        #expect(WrittenText.decode(Array("é".utf8) + [0xC3]) == "é\u{FFFD}")
        #expect(WrittenText.decode(Array("a\u{FFFD}".utf8)) == "a\u{FFFD}")
        #expect(WrittenText.withoutUTF16([0xFF, 0xFE, 65]).isEmpty)
    }

    @Test("bytes that are no UTF-8 and lines that are none stop nothing")
    func garbage() {
        var bytes = Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:A".utf8)
        bytes += [0xFF, 0xFE, 10] + Array("no line\n:\n;=:\nDTSTART:20260302\nEND:VEVENT\n".utf8)
        #expect(ICSReader.events(in: bytes).contains { $0.start != nil && $0.uid == "1" })
    }
}
