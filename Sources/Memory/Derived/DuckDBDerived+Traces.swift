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
        return Trace.staged(
            type: try row.decode(0), concepts: try row.decode(1), people: try row.decode(2),
            sentiment: try row.decode(3, as: String?.self) ?? "neutral",
            taskType: try row.decode(4), importance: try row.decode(5), salience: try row.decode(6),
            source: try row.decode(7), cycle: try row.decode(8), sources: try sources(of: memory))
    }

    /// Where the values of a memory came from; nil where it was staged before that was kept.
    private func sources(of memory: MemoryRecord) throws(DuckDBError) -> ValueSources? {
        guard try hasColumn("value_sources", of: "stg_memories") else { return nil }
        let row = try connection.query(
            """
            SELECT to_json(value_sources)::VARCHAR, language_model, fallback, places
            FROM stg_memories WHERE memory_id = \(memory.id) AND value_sources IS NOT NULL
            """
        ).rows.first
        guard let row else { return nil }
        return ValueSources(
            json: try row.decode(0), model: try row.decode(1), fallback: try row.decode(2),
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
        return Trace.strength(
            MemoryStrength(
                stabilityDays: try row.decode(0),
                strengthenedAt: Moment(try row.decode(3, as: Timestamp.self)),
                isPinned: try row.decode(5)),
            recalls: try row.decode(1), replays: try row.decode(2),
            fades: try row.decode(4, as: Timestamp?.self).map(Moment.init), now: now)
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
            Trace.episode(
                memories: try row.decode(0), who: try row.decode(1), places: try row.decode(2),
                start: Moment(try row.decode(3, as: Timestamp.self)), goal: try row.decode(4),
                tasks: try row.decode(5), source: try row.decode(6))
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
            Trace.fact(
                try row.decode(0), from: Moment(try row.decode(1, as: Timestamp.self)),
                to: try row.decode(2, as: Timestamp?.self).map(Moment.init),
                source: try row.decode(3))
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
            Trace.link(
                weight: try row.decode(0), kind: try row.decode(1), content: try row.decode(2))
        }
    }

    private func gists(_ memory: MemoryRecord) throws(DuckDBError) -> [Trace] {
        let result = try connection.query(
            """
            SELECT concept, memories FROM semantic_memories_current
            WHERE list_contains(sources, \(memory.id)) ORDER BY strength DESC, semantic_id LIMIT 5
            """)
        return try result.rows.map { row throws(DuckDBError) in
            Trace.knowledge(concept: try row.decode(0), memories: try row.decode(1))
        }
    }
}
