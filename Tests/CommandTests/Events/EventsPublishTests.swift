import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// What happens to what is here when sources tell of it again.
@Suite(
    .serialized, .enabled(if: EventsHome.isPossible, Comment(rawValue: EventsHome.missing)))
struct EventsPublishTests {
    private let events: EventsHome
    private let owner: BlockingConnection

    init() throws {
        events = try EventsHome()
        owner = try events.database.connect()
    }

    private static let id = "00000000-0000-5000-8000-0000000000"

    /// Copies an event with a speaker and an organiser, as the pipeline does, and publishes.
    private func publish(
        title: String = "Talk", event: Bool = true, other: Bool = true, company: String = "0c"
    ) throws {
        func row(_ id: String, _ title: String) -> String {
            """
            INSERT INTO load.events (id, organiser_id, source, source_key, title, kind, status,
                starts_at, ends_at, timezone, is_all_day, is_online)
            VALUES ('\(Self.id)\(id)', '\(Self.id)\(company)', 'ics', '\(id)', '\(title)', 'talk',
                'scheduled', '2026-03-02', '2026-03-02', 'UTC', false, false);
            INSERT INTO load.event_speakers VALUES ('\(Self.id)\(id)', '\(Self.id)0a', 'speaker', 1, 1);
            """
        }
        try owner.execute(
            script: """
                INSERT INTO load.companies (id, name) VALUES ('\(Self.id)\(company)', 'Nordwind GmbH');
                INSERT INTO load.speakers (id, name, title) VALUES ('\(Self.id)0a', 'Ada Byron', 'Engineer');
                \(event ? row("01", title) : "") \(other ? row("02", "Other") : "")
                SELECT load.publish('pipeline');
                """)
    }

    private func text(_ query: String) throws -> String? {
        try owner.query(PostgresQuery(unescaped: query)).rows.first?.decode(0, as: String.self)
    }

    @Test func whatIsChangedByHandStaysUntilItsSourceSaysSomethingNewOfIt() throws {
        try publish()
        try owner.execute(
            script: """
                UPDATE speakers SET twitter_url = 'https://x.com/ada', title = 'Countess';
                UPDATE events SET title = 'By hand', venue = 'Hall' WHERE source_key = '01';
                INSERT INTO speakers (name, normalized_name) VALUES ('Bela Byron', '');
                INSERT INTO event_speakers (event_id, speaker_id)
                SELECT e.id, s.id FROM events e, speakers s
                WHERE e.source_key = '01' AND s.name = 'Bela Byron';
                DELETE FROM event_speakers WHERE speaker_id = '\(Self.id)0a'
                    AND event_id = '\(Self.id)02';
                """)
        try publish()
        let event =

            "SELECT concat_ws('/', title, venue, lineup) FROM events WHERE source_key = '01'"
        #expect(try text(event) == "By hand/Hall/Ada Byron · Bela Byron")
        #expect(
            try text("SELECT title || twitter_url FROM speakers WHERE name = 'Ada Byron'")
                == "Countesshttps://x.com/ada")
        #expect(try text("SELECT lineup FROM events WHERE source_key = '02'") == "")
        try publish(title: "Renamed")
        #expect(try text(event) == "Renamed/Hall/Ada Byron · Bela Byron")
    }

    @Test func whatSourcesNoLongerTellOfIsArchivedAndComesBackWithThem() throws {
        let shown =
            """
            SELECT string_agg(source_key, ',' ORDER BY source_key) FROM events
            WHERE archived_at IS NULL
            """
        try publish()
        try publish(event: false)
        #expect(try text(shown) == "02")
        // A folder that was not there withdraws nothing.
        try publish(event: false, other: false)
        #expect(try text(shown) == "02")
        try publish()
        #expect(try text(shown) == "01,02")
        // What was archived by hand stays there.
        try owner.execute(script: "SELECT archive_event('\(Self.id)01')")
        try publish()
        #expect(try text(shown) == "02")
    }

    @Test func whatMeansTheSameUnderAnotherIdIsTheSame() throws {
        try owner.execute(
            script: """
                INSERT INTO companies (name, normalized_name, description)
                VALUES ('Nordwind', '', 'made by hand')
                """)
        try publish()
        try publish(company: "0d")
        #expect(try text("SELECT count(*)::text FROM companies") == "1")
        #expect(try text("SELECT description FROM companies") == "made by hand")
        #expect(
            try text("SELECT count(*)::text FROM events WHERE organiser_id IS NOT NULL") == "2")
        #expect(try text("SELECT count(*)::text FROM load.refused") == "0")
    }

    @Test func aNewNameStandsInTheLineupsAndWhoIsArchivedInNone() throws {
        try publish()
        try owner.execute(script: "UPDATE speakers SET name = 'Ada Lovelace'")
        let lineup = "SELECT DISTINCT lineup FROM events"
        #expect(try text(lineup) == "Ada Lovelace")
        try owner.execute(script: "UPDATE speakers SET archived_at = now()")
        #expect(try text(lineup) == "")
        try owner.execute(script: "SET ROLE events_reader")
        #expect(try text("SELECT count(*)::text FROM speakers") == "0")
        #expect(
            try text("SELECT count(*)::text FROM search.spoke_with('\(Self.id)0a')") == "0")
        try owner.execute(script: "RESET ROLE")
    }
}
