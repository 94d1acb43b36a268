import DuckDB
import Foundation
import Testing

@testable import Calendars

@Suite("What pages say of events")
struct JSONLDReaderTests {
    @Test("an event of schema.org with all that pages give it")
    func event() throws {
        let event = try #require(
            JSONLDReader.events(
                in: """
                    {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"},
                     {"@type": ["Event", "EducationEvent"], "@id": "https://x.example/1",
                      "name": "Talk &amp; tea", "description": "<p>One <b>two</b></p>",
                      "startDate": "2026-03-02T18:00:00+01:00", "endDate": "2026-03-02T19:00:00+01:00",
                      "eventStatus": "https://schema.org/EventPostponed", "inLanguage": "de-DE",
                      "location": {"@type": "Place", "name": "Halle", "address":
                        {"addressLocality": "Berlin", "addressCountry": {"name": "DE"}}},
                      "organizer": [{"name": "Hafen", "url": "https://hafen.example"}],
                      "performer": [{"name": " Ada ", "jobTitle": "Engineer", "worksFor": {"name": "E"},
                        "sameAs": ["https://linkedin.com/in/ada"]}, "Bela"],
                      "keywords": "a, b", "about": {"name": "c"}, "image": ["https://x.example/i.png"],
                      "maximumAttendeeCapacity": "80"}]}
                    """
            ).first)
        #expect(event.title == "Talk & tea" && event.description == "One two")
        #expect(event.start.map(ICSEvent.key) == "20260302T170000Z")
        #expect(event.end.map(ICSEvent.key) == "20260302T180000Z")
        #expect(event.status == .postponed && event.language == "de" && event.capacity == 80)
        #expect(event.location == "Halle" && event.city == "Berlin" && event.country == "DE")
        #expect(event.organiser == "Hafen" && event.organiserURL == "https://hafen.example")
        #expect(event.topics == ["a", "b", "c"] && event.imageURL == "https://x.example/i.png")
        #expect(
            event.speakers == [
                .init(
                    name: "Ada", title: "Engineer", company: "E",
                    url: "https://linkedin.com/in/ada"), .init(name: "Bela"),
            ])
        #expect(event.faults.isEmpty)
    }

    @Test(
        "what cannot be used has no start and says why",
        arguments: [
            ("{\"@type\": \"Event\", \"name\": \"A\"}", "no start"),
            ("{\"@type\": \"Event\", \"startDate\": \"2026-03-02\"}", "no title"),
            ("{\"@type\": \"Event\", \"name\": \"A\", \"startDate\": \"soon\"}", "not a time"),
            (
                "{\"@type\": \"Event\", \"name\": \"A\", \"startDate\": \"2026-02-30\"}",
                "not a time"
            ),
            ("{\"@type\": \"Event\", \"name\": \"A\", \"sta", "not JSON"),
            ("{\"@type\": \"Recipe\"}", "no event"), ("", "not JSON"), ("[1, null]", "no event"),
        ])
    func refused(text: String, reason: String) {
        let events = JSONLDReader.events(in: text)
        #expect(events.count == 1 && events[0].start == nil)
        #expect(events[0].faults.contains { $0.contains(reason) }, "\(events[0].faults)")
    }

    @Test("times without a zone are UTC, and that is said; a page has several scripts")
    func pages() {
        let events = JSONLDReader.events(
            in: """
                <!doctype html><script type="text/javascript">var a = "{}"</script>
                <script type='application/ld+json'>{"@type": "Event", "name": "A",
                "startDate": "2026-03-02T18:00", "location": {"@type": "VirtualLocation"}}</script>
                <SCRIPT type="application/ld+json">[{"@type": "Event", "name": "B",
                "startDate": "2026-03-02", "url": "https://b.example"}]</script>
                """)
        #expect(events.map(\.title) == ["A", "B"])
        #expect(events[0].faults.contains { $0.contains("zone") } && events[0].isOnline)
        #expect(events[1].isAllDay && events[1].uid == "https://b.example")
    }

    @Test("no script of a page hides the next, however it is written or wrapped")
    func scripts() {
        let one = { (name: String) in
            "{\"@type\": \"Event\", \"name\": \"\(name)\", \"startDate\": \"2026-03-02\"}"
        }
        let events = JSONLDReader.events(
            in: "\u{FEFF}<html><SCRIPT TYPE=\"application/ld+json\">{\"broken\",}</SCRIPT>"
                + "<script type=\"application/ld+json\">\n//<![CDATA[\n\(one("A"))\n//]]>\n</script >"
                + "<script type=\"application/ld+json\"><!-- \(one("B")) --></script>")
        #expect(events.compactMap(\.title) == ["A", "B"] && events.count == 3)
        #expect(JSONLDReader.events(in: "\u{FEFF}" + one("C")).map(\.title) == ["C"])
    }

    @Test("a page without data is named; one in Latin-1 keeps its letters")
    func encodings() throws {
        let none = JSONLDReader.events(in: "<html><body>nothing</body></html>")
        #expect(none.count == 1 && none.first?.start == nil)
        #expect(none.first?.faults == ["the page has no script of application/ld+json"])
        let connection = try Database(path: nil).connect()
        try CalendarFunctions.register(on: connection)
        let rows = try connection.query(
            """
            SELECT unnest(jsonld_events(
                '{"@type":"Event","name":"F\\xEAte","startDate":"2026-03-02"}'::BLOB)).title
            """)
        #expect(rows[0, 0] == .string("Fête"))
    }

    @Test("events are found wherever they stand, series, their parts and members of groups too")
    func places() {
        let events = JSONLDReader.events(
            in: """
                {"@type": "Organization", "name": "O", "events": [
                  {"@type": "EventSeries", "name": "S", "startDate": "2026-01-01", "subEvent": [
                    {"@type": "Event", "name": "A", "startDate": "2026-01-02", "performer": {
                      "@type": "PerformingGroup", "name": "G", "member": [
                        {"@type": "Person", "name": "Ada", "worksFor": "E"}, "Bela"]}}]},
                  {"@type": "https://schema.org/EventSeries", "name": "T", "startDate": 20260101}],
                 "location": {"@type": "Place", "event": {"@type": "Event", "name": "B",
                  "startDate": "2026-01-03"}}}
                """)
        #expect(events.map(\.title) == ["S", "A", "T", "B"])
        #expect(events[1].speakers == [.init(name: "Ada", company: "E"), .init(name: "Bela")])
        #expect(events[2].faults.contains("the start '20260101' is not a time"))
    }

    @Test("both readers are functions of SQL")
    func functions() throws {
        let connection = try Database(path: nil).connect()
        try CalendarFunctions.register(on: connection)
        let rows = try connection.query(
            """
            SELECT title, starts_at, len(speakers), faults FROM (SELECT unnest(ics_events(
                'BEGIN:VCALENDAR' || chr(10) || 'BEGIN:VEVENT' || chr(10) || 'UID:1' || chr(10)
                || 'SUMMARY:A' || chr(10) || 'DTSTART:20260302T090000Z' || chr(10) || 'END:VEVENT'
                || chr(10) || 'END:VCALENDAR'), max_depth := 2))
            UNION ALL SELECT title, starts_at, len(speakers), faults FROM (
                SELECT unnest(jsonld_events('{"@type":"Event","name":"B"}'::BLOB), max_depth := 2))
            ORDER BY title
            """)
        #expect(rows.rowCount == 2)
        #expect(rows[0, 0] == .string("A") && rows[0, 3] == .list([]))
        #expect(rows[1, 1] == .null && rows[1, 3] == .list([.string("the event has no start")]))
        #expect(try connection.query("SELECT ics_events(NULL::VARCHAR)")[0, 0] == .null)
    }
}
