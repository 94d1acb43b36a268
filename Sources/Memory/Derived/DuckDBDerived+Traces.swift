import DuckDB
import Foundation

extension DuckDBDerived {
    func traces(of memory: MemoryRecord, now: Moment) throws(MemoryError) -> [Trace] {
        try reporting(file) {
            guard try hasTable("memory_health") else { return [] }
            return try staged(memory) + strength(memory, now: now) + episodes(memory)
                + associations(memory) + gists(memory)
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
            type: try row.decode("memory_type"), concepts: try row.decode("concepts"),
            people: try row.decode("people"), sentiment: try row.decode("sentiment"),
            taskType: try row.decode("task_type"), importance: try row.decode("importance"),
            salience: try row.decode("emotional_salience"),
            source: try row.decode("score_source"), cycle: try row.decode("cycle"))
    }

    private func strength(_ memory: MemoryRecord, now: Moment) throws(DuckDBError) -> [Trace] {
        let row = try connection.query(
            """
            SELECT stability_days, recalls, replays, strengthened_at, fades_below_50_at, is_pinned
            FROM memory_strengths WHERE memory_id = \(memory.id)
            """
        ).rows.first
        guard let row else { return [] }
        return [
            Trace.strength(
                MemoryStrength(
                    stabilityDays: try row.decode("stability_days"),
                    strengthenedAt: Moment(try row.decode("strengthened_at", as: Timestamp.self)),
                    isPinned: try row.decode("is_pinned")),
                recalls: try row.decode("recalls"), replays: try row.decode("replays"),
                fades: try row.decode("fades_below_50_at", as: Timestamp?.self).map(Moment.init),
                now: now)
        ]
    }

    private func episodes(_ memory: MemoryRecord) throws(DuckDBError) -> [Trace] {
        let result = try connection.query(
            """
            SELECT e.memories, e.who, e."where", e.started_at, e.goal
            FROM episode_memories_current m
            JOIN episodes_current e USING (episode_id)
            WHERE m.memory_id = \(memory.id)
            """)
        return try result.rows.map { row throws(DuckDBError) in
            Trace.episode(
                memories: try row.decode("memories"), who: try row.decode("who"),
                places: try row.decode("where"),
                start: Moment(try row.decode("started_at", as: Timestamp.self)))
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
                weight: try row.decode("weight"), kind: try row.decode("kind"),
                content: try row.decode("content"))
        }
    }

    private func gists(_ memory: MemoryRecord) throws(DuckDBError) -> [Trace] {
        let result = try connection.query(
            """
            SELECT concept, memories FROM semantic_memories_current
            WHERE list_contains(sources, \(memory.id)) ORDER BY strength DESC, semantic_id LIMIT 5
            """)
        return try result.rows.map { row throws(DuckDBError) in
            Trace.knowledge(
                concept: try row.decode("concept"), memories: try row.decode("memories"))
        }
    }
}
