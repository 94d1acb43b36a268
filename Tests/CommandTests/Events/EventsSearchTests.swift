import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

/// The knowledge base with some thousand events in it.
@Suite(
    .serialized, .enabled(if: EventsHome.isPossible, Comment(rawValue: EventsHome.missing)))
struct EventsSearchTests {
    private let events: EventsHome
    private let owner: BlockingConnection

    init() throws {
        events = try EventsHome.filled.get()
        owner = try events.database.connect()
    }

    @Test func everyIndexHasAQueryThatUsesIt() throws {
        let text = try String(
            contentsOf: EventsHome.folder.appending(path: "queries/indexes.sql"), encoding: .utf8)
        var queries: [String: String] = [:]
        for part in text.components(separatedBy: "-- index: ").dropFirst() {
            let lines = part.split(separator: "\n", maxSplits: 1)
            queries[String(lines[0])] = String(lines[1].split(separator: ";")[0])
        }
        let indexes = try owner.query(
            """
            SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_class t ON t.oid = i.indrelid
            WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'dormouse_migrations'
            """
        ).rows.map { try $0.decode(0, as: String.self) }
        #expect(indexes.count >= 37)
        #expect(Set(indexes) == Set(queries.keys))
        try owner.execute(script: "SET enable_seqscan = off")
        for (index, query) in queries {
            let plan = try owner.query(PostgresQuery(unescaped: "EXPLAIN " + query)).rows.map {
                try $0.decode(0, as: String.self)
            }.joined(separator: "\n")
            #expect(plan.contains(index), "\(index):\n\(plan)")
        }
    }

    /// Of the best by exact comparison, how many the search finds; and whether it comes short.
    private func compare(_ filter: String, _ arguments: String) throws -> (
        found: Int, wanted: Int, wrongLength: Int
    ) {
        let rows = try owner.query(
            PostgresQuery(
                unescaped: """
                    WITH asked AS (SELECT n, embedding FROM (
                        SELECT row_number() OVER (ORDER BY id) AS n, embedding FROM events
                        WHERE embedding IS NOT NULL) e WHERE n % 75 = 0)
                    SELECT a.n,
                        (SELECT array_agg(f.id) FROM search.events_by_vector(a.embedding, 10\(arguments)) f),
                        (SELECT array_agg(x.id) FROM (
                            SELECT e.id FROM events e WHERE e.archived_at IS NULL
                                AND e.status <> 'draft' AND \(filter)
                            ORDER BY e.embedding <=> a.embedding, e.id LIMIT 10) x)
                    FROM asked a
                    """)
        ).rows
        var total = (found: 0, wanted: 0, wrongLength: 0)
        for row in rows {
            let found = row.isNull(1) ? [] : try row.decode(1, as: [UUID].self)
            let exact = row.isNull(2) ? [] : try row.decode(2, as: [UUID].self)
            total.found += Set(found).intersection(exact).count
            total.wanted += exact.count
            if found.count != exact.count || Set(found).count != found.count {
                total.wrongLength += 1
            }
        }
        return total
    }

    @Test(arguments: [
        ("true", ""), ("e.city = 'Berlin'", ", in_city => 'Berlin'"),
        ("e.city = 'Tartu'", ", in_city => 'Tartu'"),
        ("e.kind = 'panel' AND e.country = 'PT'", ", of_kind => 'panel', in_country => 'PT'"),
        ("e.starts_at >= '2027-06-01'", ", starts_from => '2027-06-01'"),
        ("e.is_online", ", online => true"), ("e.city = 'Nowhere'", ", in_city => 'Nowhere'"),
    ])
    func filteredSearchFindsWhatExactSearchFindsAndNeverComesShort(
        filter: String, arguments: String
    ) throws {
        // Few are compared one by one; and, made to, by way of the index.
        for way in ["", ", compare_up_to => 0"] {
            let result = try compare(filter, arguments + way)
            #expect(result.wrongLength == 0, "\(filter)\(way)")
            #expect(
                Double(result.found) >= 0.97 * Double(result.wanted),
                "\(filter)\(way): \(result.found) of \(result.wanted)")
        }
    }

    @Test func wordsMeaningAndBothTogetherFindWhatIsThere() throws {
        let texts = try owner.query(
            """
            SELECT e.title FROM search.events_by_text('"soil sensors" edge', 5) f
            JOIN events e ON e.id = f.id
            """
        ).rows.map { try $0.decode(0, as: String.self) }
        #expect(!texts.isEmpty && texts.allSatisfy { $0.lowercased().contains("soil sensors") })
        let both = try owner.query(
            """
            SELECT f.word_place IS NOT NULL, f.meaning_place IS NOT NULL FROM search.events_hybrid(
                'soil sensors', (SELECT embedding FROM topics WHERE slug LIKE 'soil-sensors%' LIMIT 1),
                10) f
            """
        ).rows
        #expect(both.count == 10)
        // Hostile words are words.
        for text in [
            "'; DROP TABLE events; --", "\\", "\"", "& | !", String(repeating: "a ", count: 900),
        ] {
            _ = try owner.query("SELECT * FROM search.events_by_text(\(text), 5)")
        }
        // Nobody finds drafts.
        let drafts = try owner.query(
            """
            SELECT count(*) FROM search.events_by_text('generated', 1000) f
            JOIN events e ON e.id = f.id WHERE e.status = 'draft'
            """
        ).rows[0].decode(0, as: Int.self)
        #expect(drafts == 0)
    }

    @Test func theGraphGivesEachPersonOnceOnTheShortestWay() throws {
        let rows = try owner.query(
            """
            WITH p AS (SELECT speaker_id AS id FROM event_speakers GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1)
            SELECT w.step, w.speaker_id, w.speaker_id = p.id, EXISTS (
                SELECT 1 FROM event_speakers a JOIN event_speakers b USING (event_id)
                WHERE a.speaker_id = w.via AND b.speaker_id = w.speaker_id AND event_id = w.event_id)
            FROM p, search.spoke_with(p.id, 2, 60) w
            """
        ).rows
        let people = try rows.map { try $0.decode(1, as: UUID.self) }
        #expect(!people.isEmpty && Set(people).count == people.count)
        #expect(try rows.allSatisfy { try !$0.decode(2, as: Bool.self) })
        #expect(try rows.allSatisfy { try $0.decode(3, as: Bool.self) })
        let steps = try rows.map { try $0.decode(0, as: Int.self) }
        #expect(steps == steps.sorted() && Set(steps).isSubset(of: [1, 2]))
    }

    @Test func facetsCountWhatIsShown() throws {
        let rows = try owner.query(
            """
            SELECT (SELECT sum(events)::bigint FROM search.facets(k => 50) WHERE facet = 'kind'),
                (SELECT count(*) FROM events WHERE archived_at IS NULL AND status <> 'draft')
            """
        ).rows[0]
        #expect(try rows.decode(0, as: Int.self) == rows.decode(1, as: Int.self))
    }
}
