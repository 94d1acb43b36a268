import DuckDB
import Foundation

extension DuckDBDerived {
    func traces(of memory: MemoryRecord, now: Moment) throws(MemoryError) -> [Trace] {
        try reporting(file) {
            guard try hasTable("memory_health") else { return [] }
            return try staged(memory) + strength(memory, now: now) + episodes(memory)
                + facts(memory) + associations(memory) + gists(memory)
        }
    }

    private func staged(_ memory: MemoryRecord) throws(DuckDBError) -> [Trace] {
        let row = try connection.query(
            """
            SELECT memory_type, concepts, people, sentiment, task_type, importance,
                emotional_salience, score_source, cycle
            FROM stg_memories WHERE memory_id = \(memory.id)
            """
        ).rows.first
        guard let row else { return [] }
        let sources = try sources(of: memory)
        func list(_ name: String, _ texts: [String]) -> Trace {
            let text = texts.joined(separator: ", ")
            let isTold = sources?.model != nil && !texts.isEmpty
            return Trace(
                name: name, text: isTold ? "\(text) (by \(sources?.source(name) ?? "rule"))" : text)
        }
        var traces = [
            Trace(name: "type", text: try row.decode("memory_type")),
            list("concepts", try row.decode("concepts")), list("people", try row.decode("people")),
            list("places", sources?.places ?? []),
        ].filter { !$0.text.isEmpty }
        let importance: Double = try row.decode("importance")
        let salience: Double = try row.decode("emotional_salience")
        traces.append(
            Trace(
                name: "judged",
                text: "\(try row.decode("sentiment", as: String.self)), "
                    + "\(try row.decode("task_type", as: String?.self) ?? "no task"), importance "
                    + String(format: "%.2f, salience %.2f", importance, salience)
                    + " (by \(try row.decode("score_source", as: String.self)), in cycle "
                    + "\(try row.decode("cycle", as: Int.self)))"))
        if let sources { traces.append(sources.trace) }
        return traces
    }

    /// Where the values of a memory came from; nil where it was staged before that was kept.
    private func sources(of memory: MemoryRecord) throws(DuckDBError) -> ValueSources? {
        guard try hasColumn("value_sources", of: "stg_memories") else { return nil }
        let row = try connection.query(
            """
            SELECT value_sources, language_model, fallback, places FROM stg_memories
            WHERE memory_id = \(memory.id) AND value_sources IS NOT NULL
            """
        ).rows.first
        guard let row else { return nil }
        return ValueSources(
            sources: row[0], model: try row.decode(1), fallback: try row.decode(2),
            places: try row.decode(3))
    }

    private func strength(_ memory: MemoryRecord, now: Moment) throws(DuckDBError) -> [Trace] {
        let row = try connection.query(
            """
            SELECT stability_days, recalls, replays, strengthened_at, fades_below_50_at, is_pinned
            FROM memory_strengths WHERE memory_id = \(memory.id)
            """
        ).rows.first
        guard let row else { return [] }
        let strength = MemoryStrength(
            stabilityDays: try row.decode("stability_days"),
            strengthenedAt: Moment(try row.decode("strengthened_at", as: Timestamp.self)),
            isPinned: try row.decode("is_pinned"))
        let share = Int((strength.retrievability(at: now) * 100).rounded())
        let fades = try row.decode("fades_below_50_at", as: Timestamp?.self)
            .map { ", below 50 % on \(Moment($0).date)" }
        return [
            Trace(
                name: "strength",
                text: "\(share) % retrievable, stability "
                    + String(format: "%.1f days", strength.stabilityDays)
                    + ", \(try row.decode("recalls", as: Int.self)) recalls, "
                    + "\(try row.decode("replays", as: Int.self)) replays"
                    + (strength.isPinned ? ", pinned" : fades ?? ""))
        ]
    }

    private func episodes(_ memory: MemoryRecord) throws(DuckDBError) -> [Trace] {
        let result = try connection.query(
            """
            SELECT e.memories, e.who, e."where", e.started_at, e.goal, e.tasks, \(
                try hasColumn("goal_source", of: "episodes_current")
                    ? "CASE WHEN goal_source = 'model' THEN language_model ELSE 'rule' END" as SQL
                    : "'rule'") AS by
            FROM episode_memories_current m
            JOIN episodes_current e USING (episode_id)
            WHERE m.memory_id = \(memory.id)
            """)
        return try result.rows.map { row throws(DuckDBError) -> [Trace] in
            let who = try row.decode("who", as: [String].self).joined(separator: ", ")
            let place = try row.decode("where", as: [String].self).joined(separator: ", ")
            let start = Moment(try row.decode("started_at", as: Timestamp.self))
            var traces = [
                Trace(
                    name: "episode",
                    text: "\(try row.decode("memories", as: Int.self)) memories from \(start)"
                        + (who.isEmpty ? "" : ", with \(who)")
                        + (place.isEmpty ? "" : ", at \(place)"))
            ]
            if let goal: String = try row.decode("goal"), !goal.isEmpty {
                let tasks: [String] = try row.decode("tasks")
                traces.append(
                    Trace(
                        name: "goal",
                        text: goal + (tasks.isEmpty ? "" : " ▸ " + tasks.joined(separator: " ▸ "))
                            + " (by \(try row.decode("by", as: String.self)))"))
            }
            return traces
        }.flatMap(\.self)
    }

    private func facts(_ memory: MemoryRecord) throws(DuckDBError) -> [Trace] {
        let by: SQL =
            try hasColumn("language_model", of: "facts_history")
            ? "coalesce(language_model, source)" : "'rule'"
        let result = try connection.query(
            """
            SELECT concat_ws(' ', subject, predicate, "value") AS fact, valid_from, valid_to, \(by)
            FROM facts_history WHERE memory_id = \(memory.id) ORDER BY fact_id
            """)
        return try result.rows.map { row throws(DuckDBError) in
            let from = Moment(try row.decode(1, as: Timestamp.self)).date
            let to = try row.decode(2, as: Timestamp?.self).map { " to \(Moment($0).date)" }
            return Trace(
                name: "fact",
                text: "\(try row.decode(0, as: String.self)), from \(from)\(to ?? "") (by "
                    + "\(try row.decode(3, as: String.self)))")
        }
    }

    private func associations(_ memory: MemoryRecord) throws(DuckDBError) -> [Trace] {
        let result = try connection.query(
            """
            SELECT a.weight, a.kind, left(m.content, 70) AS content
            FROM associations_current a
            JOIN source_memories.memory m ON m.id = a.target_id AND m.namespace = a.namespace
            WHERE a.source_id = \(memory.id) ORDER BY a.weight DESC, a.target_id LIMIT 5
            """)
        return try result.rows.map { row throws(DuckDBError) in
            Trace(
                name: "linked",
                text: String(format: "%.2f ", try row.decode("weight", as: Double.self))
                    + "by \(try row.decode("kind", as: String.self)) to: "
                    + (try row.decode("content", as: String.self)))
        }
    }

    private func gists(_ memory: MemoryRecord) throws(DuckDBError) -> [Trace] {
        let result = try connection.query(
            """
            SELECT concept, memories FROM semantic_memories_current
            WHERE list_contains(sources, \(memory.id)) ORDER BY strength DESC, semantic_id LIMIT 5
            """)
        return try result.rows.map { row throws(DuckDBError) in
            Trace(
                name: "knowledge",
                text:
                    "part of what is known about “\(try row.decode("concept", as: String.self))”, "
                    + "with \(try row.decode("memories", as: Int.self) - 1) more")
        }
    }
}
