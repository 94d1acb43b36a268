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
        var traces = [
            Trace(name: "type", text: try row.decode("memory_type")),
            Trace(
                name: "concepts",
                text: try row.decode("concepts", as: [String].self).joined(separator: ", ")),
            Trace(
                name: "people",
                text: try row.decode("people", as: [String].self).joined(separator: ", ")),
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
        return traces
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
            SELECT e.memories, e.who, e."where", e.started_at, e.goal
            FROM episode_memories_current m
            JOIN episodes_current e USING (episode_id)
            WHERE m.memory_id = \(memory.id)
            """)
        return try result.rows.map { row throws(DuckDBError) in
            let who = try row.decode("who", as: [String].self).joined(separator: ", ")
            let place = try row.decode("where", as: [String].self).joined(separator: ", ")
            let start = Moment(try row.decode("started_at", as: Timestamp.self))
            return Trace(
                name: "episode",
                text: "\(try row.decode("memories", as: Int.self)) memories from \(start)"
                    + (who.isEmpty ? "" : ", with \(who)") + (place.isEmpty ? "" : ", at \(place)"))
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
