import Foundation
import PostgreSQL

extension PostgreSQLStore {
    /// Memories beyond which a namespace is not loaded for a single question.
    static let largeNamespace = 20_000

    /// Whether it would take seconds to load a namespace.
    func isLarge(_ namespace: String, beyond limit: Int = largeNamespace) throws(MemoryError)
        -> Bool
    {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT EXISTS (SELECT FROM dormouse.memory WHERE namespace = \(namespace)
                    ORDER BY occurred_at, recorded_at, id OFFSET \(limit) LIMIT 1)
                """
            ).value()
        }
    }

    /// Everybody who speaks in a namespace, by name.
    func speakers(namespace: String) throws(MemoryError) -> [String] {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT DISTINCT speaker FROM dormouse.memory
                WHERE namespace = \(namespace) AND speaker IS NOT NULL ORDER BY 1
                """
            ).values()
        }
    }

    /// An index of what may answer a question: the nearest by meaning, exactly within the
    /// namespace; those with the rarest of its words; those of the time it names; and the
    /// neighbours of all these in their sessions. What the score needs to know of the rest of the
    /// namespace is counted by the server.
    func candidateIndex(_ search: CandidateSearch, speakers: [String]) throws(MemoryError)
        -> RecallIndex
    {
        try server.run { connection, _ in
            try connection.transaction(Self.view) { () throws -> RecallIndex in
                var index = RecallIndex(
                    namespace: search.namespace, dimensions: search.dimensions)
                index.know(speakers: speakers)
                let (corpus, byWords) = try wordMatches(search, connection)
                index.corpus = corpus
                var chosen = Set(byWords)
                if let vector = search.vector {
                    chosen.formUnion(try nearest(to: vector, search, connection))
                    chosen.formUnion(try nearestPassages(to: vector, search, connection))
                }
                if let window = search.window {
                    chosen.formUnion(try inside(window, search, connection))
                }
                let pairs = try neighbours(of: Array(chosen), search, connection)
                for (before, after) in pairs { chosen.formUnion([before, after]) }
                try fill(&index, with: Array(chosen), pairs, search, connection)
                return index
            }
        }
    }

    static func bounds(_ search: CandidateSearch) -> PostgresQuery {
        var query: PostgresQuery = "m.namespace = \(search.namespace) AND m.repeats IS NULL"
        if let asOf = search.asOf { query = query + " AND m.occurred_at <= \(asOf.postgres)" }
        if let since = search.since { query = query + " AND m.occurred_at >= \(since.postgres)" }
        if let until = search.until { query = query + " AND m.occurred_at < \(until.postgres)" }
        return query
    }

    /// The memories whose words are the rarest of those asked for, and the counts.
    private func wordMatches(_ search: CandidateSearch, _ connection: BlockingConnection) throws
        -> (Corpus, [UUID])
    {
        let size = try connection.query(
            """
            SELECT count(*), count(DISTINCT session_id) + count(*) FILTER (WHERE session_id IS NULL),
                (SELECT coalesce(avg(length(words)), 1)::float8 FROM (
                    SELECT words FROM dormouse.memory WHERE namespace = \(search.namespace)
                    ORDER BY occurred_at DESC, recorded_at DESC, id DESC LIMIT 500) latest)
            FROM dormouse.memory m WHERE namespace = \(search.namespace)
            """
        ).rows[0]
        var corpus = Corpus(
            memories: try size.decode(0), sessions: try size.decode(1),
            meanLength: Float(try size.decode(2, as: Double.self)), frequencies: [:])
        var scores: [UUID: Double] = [:]
        for (word, stem) in search.words {
            // A phrase in quotes is a word to to_tsquery, whatever is in it.
            let quoted = "'" + word.replacing("\\", with: " ").replacing("'", with: "''") + "'"
            let hits = try connection.query(
                """
                SELECT m.id FROM dormouse.memory m
                WHERE \(Self.bounds(search))
                    AND m.words @@ to_tsquery('pg_catalog.english', \(quoted))
                """
            ).values(0, as: UUID.self)
            corpus.frequencies[stem] = hits.count
            let rest = Double(max(0, corpus.memories - hits.count))
            let rarity = log(1 + (rest + 0.5) / (Double(hits.count) + 0.5))
            for id in hits { scores[id, default: 0] += rarity }
        }
        let best = scores.sorted {
            $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value
        }
        return (corpus, best.prefix(search.reach).map(\.key))
    }

    private func inside(
        _ window: TimeWindow, _ search: CandidateSearch, _ connection: BlockingConnection
    ) throws -> [UUID] {
        try connection.query(
            """
            SELECT m.id FROM dormouse.memory m
            WHERE \(Self.bounds(search)) AND m.occurred_at >= \(window.from.postgres)
                AND m.occurred_at < \(window.to.postgres)
            ORDER BY m.occurred_at DESC, m.recorded_at DESC, m.id DESC LIMIT \(search.reach)
            """
        ).values()
    }

    /// Pairs that follow each other in a session: each memory's two before it and two after it.
    private func neighbours(
        of ids: [UUID], _ search: CandidateSearch, _ connection: BlockingConnection
    ) throws -> [(UUID, UUID)] {
        var pairs: [(UUID, UUID)] = []
        for (way, order) in [("<", "DESC"), (">", "ASC")] {
            let compared = PostgresQuery(unescaped: way)
            let sorted = PostgresQuery(
                unescaped: "n.occurred_at \(order), n.recorded_at \(order), n.id \(order)")
            let rows = try connection.query(
                """
                SELECT m.id, near.ids FROM dormouse.memory m, LATERAL (
                    SELECT array_agg(id) AS ids FROM (
                        SELECT n.id FROM dormouse.memory n
                        WHERE n.namespace = m.namespace AND n.session_id = m.session_id
                            AND n.repeats IS NULL
                            AND (n.occurred_at, n.recorded_at, n.id) \(compared)
                                (m.occurred_at, m.recorded_at, m.id)
                            AND n.occurred_at <= \(search.asOf?.postgres ?? .infinity)
                        ORDER BY \(sorted) LIMIT 2) n
                ) near
                WHERE m.id = ANY (\(ids)) AND m.session_id IS NOT NULL AND near.ids IS NOT NULL
                """)
            for row in rows.rows {
                var last: UUID = try row.decode(0)
                for next in try row.decode(1, as: [UUID].self) {
                    pairs.append(way == "<" ? (next, last) : (last, next))
                    last = next
                }
            }
        }
        return pairs
    }

    private func fill(
        _ index: inout RecallIndex, with ids: [UUID], _ pairs: [(UUID, UUID)],
        _ search: CandidateSearch, _ connection: BlockingConnection
    ) throws {
        let follower = Dictionary(pairs.map { ($0.1, $0.0) }) { first, _ in first }
        let words = try connection.query(
            """
            SELECT \(Self.entryColumns) FROM dormouse.memory m WHERE m.id = ANY (\(ids))
            ORDER BY m.occurred_at, m.recorded_at, m.id
            """)
        for row in words.rows {
            var entry = try Self.entry(row)
            entry.follows = .only(follower[entry.id])
            index.append(entry, vector: nil)
        }
        let numbers = index.numbers
        let vectors = try connection.query(
            """
            SELECT memory_id, vector FROM dormouse.embedding
            WHERE memory_id = ANY (\(ids)) AND model = \(search.model)
            """)
        for row in vectors.rows { try index.place(row, numbers) }
        let readings = try connection.query(
            """
            SELECT memory_id, vector FROM dormouse.passage
            WHERE memory_id = ANY (\(ids)) AND model = \(search.model + Readings.suffix)
            """)
        for row in readings.rows { try index.placeReading(row, numbers) }
        if index.passages.isEmpty { return }
        let passages = try connection.query(
            """
            SELECT memory_id, vector, number FROM dormouse.passage
            WHERE memory_id = ANY (\(ids)) AND model = \(search.model)
            """)
        for row in passages.rows { try index.placePassage(row, numbers) }
    }
}
