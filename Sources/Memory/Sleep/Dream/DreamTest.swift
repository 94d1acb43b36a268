import DuckDB
import Foundation

/// Asks the same questions before and after a cycle, while only this sleep can see it.
///
/// The questions are made of the memories: the rarest words of each, those that were recalled first,
/// chosen by a hash of their ids. What is asked is bounded, whatever the number of memories: of each
/// of a few namespaces the latest memories, so many together. No clock and no chance is in it.
struct DreamTest {
    private static let reach = 10

    let connection: Connection
    let encoder: Encoder
    let options: DreamOptions
    /// The clock of the cycle.
    let moment: Moment
    let file: String
    /// How many memories the cycle could take in at most.
    let mostTaken: Int

    /// What is asked in one namespace.
    private struct Part {
        var index: RecallIndex
        var questions: [(memory: Int, question: RecallQuestion)]
    }

    /// Measures a cycle that is computed and does not stand yet.
    ///
    /// - Parameters:
    ///   - isWhole: whether all stages ran.
    func run(cycle: Int, isWhole: Bool) throws -> DreamReport {
        var parts = try self.parts(cycle: cycle)
        let after = try state(&parts)
        let before = try SleepHistory(connection: connection).asOf(cycle - 1) {
            try state(&parts)
        }
        var readings = compare(before, after)
        if isWhole { readings += try staged(cycle: cycle) }
        return DreamReport(
            readings: readings, questions: parts.reduce(0) { $0 + $1.questions.count })
    }

    // MARK: what is asked

    private func parts(cycle: Int) throws -> [Part] {
        let namespaces = try connection.query(
            """
            SELECT m.namespace, count(*) FILTER (WHERE s.cycle = \(cycle)) AS fresh
            FROM source.memory m LEFT JOIN stg_memories s ON s.memory_id = m.id
            WHERE m.repeats IS NULL GROUP BY m.namespace
            ORDER BY fresh DESC, count(*) DESC, m.namespace LIMIT \(options.namespaces)
            """
        ).strings("namespace").compactMap { $0 }
        var parts: [Part] = []
        for namespace in namespaces {
            let part = try part(
                namespace, memories: options.memories / namespaces.count,
                questions: max(1, options.questions / namespaces.count))
            if part.index.count > 0 { parts.append(part) }
        }
        return parts
    }

    private func part(_ namespace: String, memories: Int, questions: Int) throws -> Part {
        var index = RecallIndex(namespace: namespace, dimensions: Encoder.dimensions)
        let rows = try connection.query(
            """
            SELECT id, content, speaker, coalesce(session_id, parent_id::VARCHAR), occurred_at,
                recorded_at
            FROM (
                FROM source.memory WHERE namespace = \(namespace) AND repeats IS NULL
                    AND occurred_at <= \(moment.timestamp)
                ORDER BY occurred_at DESC, recorded_at DESC, id DESC LIMIT \(memories)
            ) ORDER BY occurred_at, recorded_at, id
            """)
        var contents: [String] = []
        for row in rows.rows {
            let content: String = try row.decode(1)
            contents.append(content)
            index.append(
                .init(
                    id: try row.decode(0), content: content, speaker: try row.decode(2),
                    session: try row.decode(3),
                    occurredAt: Moment(try row.decode(4, as: Timestamp.self)),
                    recordedAt: Moment(try row.decode(5, as: Timestamp.self))),
                vector: nil)
        }
        try placeVectors(in: &index)
        let chosen = try self.chosen(of: index, count: questions)
        let asked: [(Int, RecallQuestion)] = chosen.compactMap { memory in
            guard let own = OwnWords(of: contents[memory], in: index) else { return nil }
            var question = RecallQuestion(own.text, in: index, now: moment, zone: .gmt)
            if index.withoutVector < index.count {
                question.vector = try? encoder.vector(of: question.embeddedText)
            }
            return (memory, question)
        }
        return Part(index: index, questions: asked.map { (memory: $0.0, question: $0.1) })
    }

    private func placeVectors(in index: inout RecallIndex) throws {
        let numbers = index.numbers
        let vectors = try connection.query(
            """
            SELECT e.memory_id, e.vector FROM source.embedding e
            WHERE e.model = \(Encoder.modelName)
                AND e.memory_id IN (SELECT unnest(\(index.ids)))
            """)
        for chunk in vectors.chunks {
            let ids = try chunk.uuids(0)
            let found = try chunk.floatVectors(1)
            for row in 0..<chunk.rowCount {
                guard let number = ids[row].flatMap({ numbers[$0] }) else { continue }
                found.withVector(row) { vector in
                    if let vector { index.setVector(of: Int(number), to: vector) }
                }
            }
        }
    }

    /// Memories to ask for: a quarter of them such as were recalled, the rest by their ids' hashes.
    private func chosen(of index: RecallIndex, count: Int) throws -> [Int] {
        let numbers = index.numbers
        let recalled = try connection.query(
            """
            SELECT memory_id FROM source.access
            WHERE namespace = \(index.namespace) AND accessed_at <= \(moment.timestamp)
            GROUP BY memory_id ORDER BY max(accessed_at) DESC, memory_id LIMIT \(count / 4)
            """
        ).uuids("memory_id").compactMap { $0.flatMap { numbers[$0] } }.map(Int.init)
        var chosen = recalled
        let known = Set(recalled)
        chosen += index.ids.indices.filter { !known.contains($0) }
            .map { (MemorySample.place(of: index.ids[$0]), $0) }.sorted { $0 < $1 }.map(\.1)
            .prefix(count - recalled.count)
        return chosen
    }

    // MARK: what is found

    private struct State {
        /// By question; nil where the memory is not among the first ten.
        var ranks: [Int?] = []
        /// By memory asked for; nil where sleep has not met it.
        var retrievabilities: [Double?] = []
        var hasLinks: [Bool] = []
        var facts = 0
        var groundedFacts = 0
    }

    /// What recall would find as things stand in the sleep database now.
    private func state(_ parts: inout [Part]) throws -> State {
        var state = State()
        let derived = DuckDBDerived(connection: connection, file: file)
        for at in parts.indices {
            try derived.loadRanking(into: &parts[at].index)
            let index = parts[at].index
            for (memory, question) in parts[at].questions {
                let score = RecallScore(
                    question, in: index, associations: index.associations, count: index.count,
                    now: moment)
                state.ranks.append(
                    score.total[memory].isNaN
                        ? nil
                        : score.best(Self.reach, of: index) { _ in true }.firstIndex(of: memory))
                let strength = index.strengths.isEmpty ? nil : index.strengths[memory]
                state.retrievabilities.append(
                    strength.map { Double($0.retrievability(at: moment)) })
                var links = 0
                index.associations.forEachLink(of: Int32(memory)) { _, weight, _ in
                    if weight > 0 { links += 1 }
                }
                state.hasLinks.append(links > 0)
            }
        }
        (state.facts, state.groundedFacts) = try facts(of: parts.map(\.index.namespace), derived)
        return state
    }

    /// Facts that hold, and how many of them have their value's words in their memory.
    private func facts(of namespaces: [String], _ derived: DuckDBDerived) throws -> (Int, Int) {
        guard try derived.hasTable("facts_current") else { return (0, 0) }
        let row = try connection.query(
            """
            SELECT count(*), count(*) FILTER (WHERE len(list_filter(
                    regexp_extract_all(lower(f."value"), '[\\p{L}\\p{N}]+'),
                    lambda w: contains(lower(m.content), w))) > 0)
            FROM (
                FROM facts_current WHERE namespace IN (SELECT unnest(\(namespaces)))
                ORDER BY fact_id LIMIT 2000
            ) f LEFT JOIN source.memory m ON m.id = f.memory_id AND m.namespace = f.namespace
            """
        ).rows.first
        return (try row?.decode(0) ?? 0, try row?.decode(1) ?? 0)
    }

    private func compare(_ before: State, _ after: State) -> [DreamReport.Reading] {
        var readings: [DreamReport.Reading] = []
        if !after.ranks.isEmpty {
            readings += DreamReport.ranking(before.ranks, after.ranks, margin: options.margin)
        }
        // What sleep had met and should have strengthened.
        let met = before.retrievabilities.indices.filter { before.retrievabilities[$0] != nil }
        if !met.isEmpty {
            readings.append(
                .init(
                    .retrievable, met.map { before.retrievabilities[$0] ?? 0 },
                    met.map { after.retrievabilities[$0].flatMap { $0.isNaN ? nil : $0 } ?? 0 },
                    margin: options.margin))
        }
        let linked = before.hasLinks.indices.filter { before.hasLinks[$0] }
        if !linked.isEmpty {
            readings.append(
                .init(
                    .linked, linked.map { _ in 1 }, linked.map { after.hasLinks[$0] ? 1 : 0 },
                    margin: options.margin))
        }
        if after.facts > 0 {
            let share = { (state: State) in
                // Before the first fact nothing is wrong with any.
                state.facts == 0 ? 1 : Double(state.groundedFacts) / Double(state.facts)
            }
            readings.append(
                .init(
                    measure: .grounded, before: share(before), after: share(after),
                    count: after.facts, margin: before.facts == 0 ? 0.5 : options.margin))
        }
        return readings
    }

    /// What this cycle should have taken in: all that waits, or as many as a cycle takes.
    private func staged(cycle: Int) throws -> [DreamReport.Reading] {
        let row = try connection.query(
            """
            SELECT count(*) FILTER (WHERE s.memory_id IS NOT NULL OR q.memory_id IS NOT NULL),
                count(*) FILTER (WHERE s.memory_id IS NULL AND q.memory_id IS NULL)
            FROM source.memory m
            LEFT JOIN (SELECT memory_id FROM stg_memories WHERE cycle = \(cycle)) s
                ON s.memory_id = m.id
            LEFT JOIN (SELECT DISTINCT memory_id FROM quarantine WHERE cycle = \(cycle)) q
                ON q.memory_id = m.id
            WHERE m.occurred_at <= \(moment.timestamp) AND m.repeats IS NULL
                AND NOT EXISTS (FROM stg_memories o WHERE o.memory_id = m.id AND o.cycle < \(cycle))
                AND NOT EXISTS (FROM quarantine o WHERE o.memory_id = m.id AND o.cycle < \(cycle))
            """
        ).rows.first
        guard let row else { return [] }
        let taken: Int = try row.decode(0)
        let left: Int = try row.decode(1)
        let due = min(taken + left, mostTaken)
        guard due > 0 else { return [] }
        return [
            .init(
                measure: .staged, before: 1, after: min(1, Double(taken) / Double(due)),
                count: due, margin: 0)
        ]
    }
}
