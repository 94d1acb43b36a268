import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// The schema of the knowledge base: what it refuses, what it keeps by itself, who may do what.
@Suite(
    .serialized, .enabled(if: EventsHome.isPossible, Comment(rawValue: EventsHome.missing)))
struct EventsSchemaTests {
    private let events: EventsHome
    private let owner: BlockingConnection

    init() throws {
        events = try EventsHome()
        owner = try events.database.connect()
    }

    private func number(_ query: PostgresQuery) throws -> Int {
        try owner.query(query).rows.first?.decode(0, as: Int.self) ?? -1
    }

    @Test func theMigrationsGoUpAndDownAndUp() throws {
        let valid = try events.home.run(
            "migrate", "validate", "--dir",
            EventsHome.folder.appending(path: "migrations").path, "--scratch",
            events.database.server.url())
        #expect(valid.code == 0, "\(valid.output)\(valid.errors)")
        let lint = try events.home.run(
            "migrate", "lint", "--dir", EventsHome.folder.appending(path: "migrations").path,
            "--allow", "index-locks")
        #expect(lint.code == 0, "\(lint.output)")
    }

    @Test(
        arguments: [
            ("events_time_order", "ends_at", "'2026-03-01'"),
            ("events_duration", "ends_at", "'2027-03-01'"),
            ("events_status", "status", "'maybe'"), ("events_kind", "kind", "'party'"),
            ("events_source", "source", "'fax'"), ("events_title_filled", "title", "'  '"),
            ("events_url", "url", "'javascript:alert(1)'"), ("events_url", "url", "'https://x'"),
            ("events_image_url", "image_url", "'ftp://a.b/c'"),
            ("events_country", "country", "'Germany'"), ("events_language", "language", "'EN'"),
            ("events_capacity", "capacity", "0"),
            ("events_confidence", "confidence_score", "1.01"),
            ("events_confidence", "confidence_score", "-0.1"),
            ("events_organiser", "organiser_id", "uuid_generate_v4()"),
        ])
    func aRowThatBreaksARuleIsRefusedByTheRulesName(rule: String, column: String, value: String)
        throws
    {
        let columns: [(String, String)] = [
            ("title", "'A'"), ("starts_at", "'2026-03-02'"), ("ends_at", "'2026-03-02'"),
        ].filter { $0.0 != column }
        let error = #expect(throws: PostgreSQLError.self) {
            try owner.query(
                """
                INSERT INTO events (\(unescaped: (columns.map(\.0) + [column]).joined(separator: ", ")))
                VALUES (\(unescaped: (columns.map(\.1) + [value]).joined(separator: ", ")))
                """)
        }
        #expect(error?.constraint == rule, "\(String(describing: error))")
    }

    @Test func aVectorOfAnotherLengthIsRefused() throws {
        let short = [Float](repeating: 0.1, count: 1535)
        let error = #expect(throws: PostgreSQLError.self) {
            try owner.query(
                "INSERT INTO topics (name, slug, embedding) VALUES ('A', 'a', \(.vector(short)))")
        }
        #expect(error?.message.contains("1536") == true)
    }

    @Test func theDatabaseKeepsNamesScoresTimesAndLineups() throws {
        try owner.execute(
            script: """
                INSERT INTO companies (id, name, normalized_name)
                VALUES ('00000000-0000-5000-8000-00000000000c', 'Nordwind GmbH', '');
                INSERT INTO speakers (id, name, normalized_name)
                VALUES ('00000000-0000-5000-8000-00000000000a', '  Dr. José   NÚÑEZ ', '');
                INSERT INTO topics (id, name, normalized_name, slug)
                VALUES ('00000000-0000-5000-8000-00000000000b', 'Vector Search', '', 'vector-search');
                INSERT INTO events (id, title, normalized_title, starts_at, ends_at, description)
                VALUES ('00000000-0000-5000-8000-00000000000e', 'Talk', '', '2026-03-02', '2026-03-02', 'short');
                INSERT INTO event_speakers (event_id, speaker_id)
                SELECT e.id, s.id FROM events e, speakers s;
                INSERT INTO event_topics (event_id, topic_id) SELECT e.id, t.id FROM events e, topics t;
                """)
        let names = try owner.query(
            "SELECT (SELECT normalized_name FROM companies), (SELECT normalized_name FROM speakers)"
        ).rows[0]
        #expect(try names.decode(0, as: String.self) == "nordwind")
        #expect(try names.decode(1, as: String.self) == "jose nunez")
        let row = try owner.query(
            "SELECT lineup, quality_score, quality_reasons FROM events"
        ).rows[0]
        #expect(try row.decode(0, as: String.self).hasSuffix("NÚÑEZ  · Vector Search"))
        let score = try row.decode(1, as: Float.self)
        #expect(score > 0 && score < 0.5)
        let reasons = try row.decode(2, as: [String].self)
        #expect(reasons.contains("no place") && reasons.contains("no embedding"))
        // Found by its speaker, without the accent's help.
        #expect(
            try number(
                "SELECT count(*) FROM events WHERE search_text @@ websearch_to_tsquery('english', 'vector search')"
            ) == 1)
        try owner.query("DELETE FROM event_topics")
        #expect(
            try number("SELECT count(*) FROM events WHERE lineup LIKE '%Vector%'") == 0)
        // A vector of a text that is gone goes with it.
        let vector = [Float](repeating: 0.1, count: 1536)
        try owner.query("UPDATE events SET embedding = \(.vector(vector))")
        try owner.query("UPDATE events SET venue = 'Halle'")
        #expect(try number("SELECT count(*) FROM events WHERE embedding IS NOT NULL") == 1)
        #expect(try number("SELECT count(*) FROM events WHERE updated_at > created_at") == 1)
        try owner.query("UPDATE events SET title = 'Another talk'")
        #expect(try number("SELECT count(*) FROM events WHERE embedding IS NULL") == 1)
    }

    @Test func whatIsDeletedTakesItsLinksAndNothingElse() throws {
        try owner.execute(
            script: """
                INSERT INTO companies (name, normalized_name) VALUES ('C', '');
                INSERT INTO speakers (name, normalized_name) VALUES ('Ada L', '');
                INSERT INTO speaker_companies (speaker_id, company_id)
                SELECT s.id, c.id FROM speakers s, companies c;
                INSERT INTO topics (name, normalized_name, slug) VALUES ('T', '', 't');
                INSERT INTO topics (name, normalized_name, slug, parent_id)
                SELECT 'U', '', 'u', id FROM topics;
                INSERT INTO events (organiser_id, title, normalized_title, starts_at, ends_at)
                SELECT id, 'E', '', '2026-03-02', '2026-03-02' FROM companies;
                INSERT INTO event_speakers (event_id, speaker_id)
                SELECT e.id, s.id FROM events e, speakers s;
                """)
        let kept = #expect(throws: PostgreSQLError.self) {
            try owner.query("DELETE FROM companies")
        }
        #expect(
            kept?.constraint == "speaker_companies_company"
                || kept?.constraint == "events_organiser")
        try owner.query("DELETE FROM topics WHERE slug = 't'")
        #expect(try number("SELECT count(*) FROM topics WHERE parent_id IS NULL") == 1)
        try owner.query("DELETE FROM speakers")
        #expect(try number("SELECT count(*) FROM event_speakers") == 0)
        #expect(try number("SELECT count(*) FROM speaker_companies") == 0)
        #expect(try number("SELECT count(*) FROM events") == 1)
    }

    @Test func aBadRowIsRefusedByNameAndTheOthersComeIn() throws {
        try owner.execute(
            script: """
                INSERT INTO load.topics (id, name, slug, embedding)
                SELECT uuid_generate_v4(), 'topic ' || n, 'topic-' || n,
                    array_fill(0.1::real, ARRAY[CASE WHEN n = 7 THEN 1535 WHEN n = 8 THEN 384 ELSE 1536 END])
                FROM generate_series(1, 10) n;
                INSERT INTO load.speakers (id, name) VALUES
                    (uuid_generate_v4(), '''; DROP TABLE speakers; --'), (uuid_generate_v4(), ' '),
                    (uuid_generate_v4(), 'Ada Byron');
                INSERT INTO load.speakers (id, name, distinction) VALUES
                    (uuid_generate_v4(), 'Jun Tanaka', 'a'), (uuid_generate_v4(), 'Jun Tanaka', 'b');
                """)
        try owner.query("SELECT load.publish()")
        #expect(try number("SELECT count(*) FROM topics") == 9)
        #expect(try number("SELECT count(*) FROM speakers") == 4)
        let refused = try owner.query(
            "SELECT table_name || ' ' || reason FROM load.refused ORDER BY 1"
        ).rows.map { try $0.decode(0, as: String.self) }
        #expect(refused.count == 2)
        #expect(refused.last == "topics embedding_dimensions", "\(refused)")
        #expect(try number("SELECT count(*) FROM load.topics") == 0)
    }

    @Test(arguments: [
        ("array_fill(0::real, ARRAY[1536])", "embedding_direction"),
        ("array_fill(0::real, ARRAY[384])", "embedding_direction"),
        ("'{}'::real[]", "embedding_dimensions"),
        ("array_fill(1::real, ARRAY[383])", "embedding_dimensions"),
        ("array_fill(1::real, ARRAY[2, 768])", "array must be 1-D"),
        ("array_fill('NaN'::real, ARRAY[1536])", "NaN not allowed in vector"),
        ("array_fill(NULL::real, ARRAY[384])", "array must not contain nulls"),
    ])
    func aVectorWithoutDirectionIsRefusedByName(vector: String, reason: String) throws {
        try owner.execute(
            script: """
                INSERT INTO load.topics (id, name, slug, embedding)
                VALUES (uuid_generate_v4(), 'T', 't', \(vector));
                SELECT load.publish();
                """)
        let refused = try owner.query("SELECT reason FROM load.refused").rows
            .map { try $0.decode(0, as: String.self) }
        #expect(refused == [reason])
        #expect(try number("SELECT count(*) FROM topics") == 0)
        #expect(
            try number(
                "SELECT count(*) FROM search.events_by_vector(array_fill(0::real, ARRAY[1536])::vector)"
            ) == 0)
    }

    @Test func aReaderSeesNoLinkToWhatIsArchived() throws {
        try owner.execute(
            script: """
                INSERT INTO companies (name, normalized_name) VALUES ('C', ''), ('D', '');
                INSERT INTO speakers (name, normalized_name) VALUES ('Ada L', ''), ('Bela M', '');
                INSERT INTO speaker_companies (speaker_id, company_id, title)
                SELECT s.id, c.id, 'Engineer' FROM speakers s, companies c;
                INSERT INTO topics (name, normalized_name, slug) VALUES ('T', '', 't'), ('U', '', 'u');
                INSERT INTO events (title, normalized_title, starts_at, ends_at)
                VALUES ('E', '', '2026-03-02', '2026-03-02');
                INSERT INTO event_speakers (event_id, speaker_id)
                SELECT e.id, s.id FROM events e, speakers s;
                INSERT INTO event_topics (event_id, topic_id) SELECT e.id, t.id FROM events e, topics t;
                UPDATE speakers SET archived_at = now() WHERE name = 'Ada L';
                UPDATE companies SET archived_at = now() WHERE name = 'C';
                UPDATE topics SET archived_at = now() WHERE slug = 't';
                """)
        for (role, most) in [("events_reader", 1), ("events_app", 2), ("events_pipeline", 2)] {
            let links =
                role == "events_app" ? ["speaker_companies"] : ["event_speakers", "event_topics"]
            for table in links {
                let seen = try attempt("SELECT * FROM \(table)", as: role)
                #expect(
                    seen.error == nil && seen.rows == most * (table == "speaker_companies" ? 2 : 1))
            }
        }
        #expect(try attempt("SELECT * FROM speaker_companies", as: "events_reader").rows == 1)
    }

    /// Tries a statement as a role, and takes it back.
    private func attempt(
        _ sql: String, as role: String, organiser: String = ""
    ) throws -> (rows: Int, error: PostgreSQLError?) {
        try owner.execute(script: "BEGIN")
        defer { _ = try? owner.execute(script: "ROLLBACK") }
        try owner.query("SELECT set_config('events.organiser', \(organiser)::text, true)")
        try owner.query("SELECT set_config('role', \(role)::text, true)")
        do {
            let result = try owner.query(PostgresQuery(unescaped: sql))
            return (result.rows.count, nil)
        } catch { return (0, error) }
    }

    @Test func eachRoleMayDoItsOwnAndNoMore() throws {
        let one = "00000000-0000-5000-8000-000000000001"
        let two = "00000000-0000-5000-8000-000000000002"
        try owner.execute(
            script: """
                INSERT INTO companies (id, name, normalized_name) VALUES ('\(one)', 'One', ''), ('\(two)', 'Two', '');
                INSERT INTO events (organiser_id, title, normalized_title, starts_at, ends_at, status)
                SELECT c.id, c.name || ' ' || s, '', '2026-03-02', '2026-03-02', s
                FROM companies c, unnest(ARRAY['scheduled', 'draft']) s;
                """)
        let insert = """
            INSERT INTO events (organiser_id, title, normalized_title, starts_at, ends_at)
            VALUES ('\(one)', 'New', '', '2026-03-02', '2026-03-02') RETURNING id
            """
        let refused: [(String, String, String)] = [
            ("events_reader", insert, one), ("events_reader", "UPDATE events SET title = 'X'", one),
            ("events_reader", "DELETE FROM events", one),
            ("events_reader", "SELECT * FROM load.events", ""),
            ("events_reader", "SELECT load.publish()", ""),
            ("events_reader", "SELECT archive_event(id) FROM events", one),
            ("events_reader", "CREATE TABLE public.mine (a int)", ""),
            ("events_app", "DELETE FROM events", one), ("events_app", "TRUNCATE events", one),
            ("events_app", insert, two), ("events_app", insert, ""),
            ("events_app", "UPDATE events SET organiser_id = '\(two)'", one),
            ("events_app", "SELECT load.publish()", one), ("events_app", "DROP TABLE events", one),
            ("events_app", "ALTER TABLE events DISABLE ROW LEVEL SECURITY", one),
            ("events_pipeline", "DELETE FROM events", ""),
            ("events_pipeline", "DELETE FROM load.refused", ""),
            ("events_pipeline", "SELECT archive_event(id) FROM events", ""),
            ("events_pipeline", "ALTER TABLE events ADD COLUMN x int", ""),
            ("events_owner", "DROP TABLE events", ""),
        ]
        for (role, sql, organiser) in refused {
            let tried = try attempt(sql, as: role, organiser: organiser)
            #expect(tried.error != nil, "\(role): \(sql)")
        }
        let allowed: [(String, String, String, Int)] = [
            ("events_reader", "SELECT id FROM events", "", 2),
            // A reader who says whose it is is still a reader.
            ("events_reader", "SELECT id FROM events", one, 2),
            ("events_app", "SELECT id FROM events", one, 3),
            ("events_app", "SELECT id FROM events", "", 2), ("events_app", insert, one, 1),
            ("events_app", "UPDATE events SET title = 'X' RETURNING id", one, 2),
            ("events_app", "UPDATE events SET title = 'X' RETURNING id", "", 0),
            ("events_app", "SELECT archive_event(id) FROM events", one, 3),
            ("events_pipeline", "SELECT id FROM events", "", 4),
            ("events_pipeline", "SELECT * FROM load.publish()", "", 7),
            ("events_owner", "DELETE FROM events RETURNING id", "", 4),
        ]
        for (role, sql, organiser, rows) in allowed {
            let tried = try attempt(sql, as: role, organiser: organiser)
            #expect(tried.error == nil, "\(role): \(sql): \(String(describing: tried.error))")
            #expect(tried.rows == rows, "\(role): \(sql)")
        }
    }
}
