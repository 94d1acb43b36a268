import Foundation
import PostgreSQL

extension PostgreSQLDerived {
    func traces(of memory: MemoryRecord, now: Moment) throws(MemoryError) -> [Trace] {
        try server.run { connection, _ in
            try Self.staged(memory, connection) + Self.strength(memory, now, connection)
                + Self.episodes(memory, connection) + Self.facts(memory, connection)
                + Self.associations(memory, connection) + Self.gists(memory, connection)
        }
    }

    private static func staged(_ memory: MemoryRecord, _ connection: BlockingConnection) throws
        -> [Trace]
    {
        let row = try connection.query(
            """
            SELECT memory_type, concepts, people, sentiment, task_type, importance,
                emotional_salience, score_source, cycle, value_sources, language_model, fallback,
                places
            FROM dormouse.staged_memory WHERE memory_id = \(memory.id)
            """
        ).first
        guard let row else { return [] }
        return Trace.staged(
            type: try row.decode(0), concepts: try row.decode(1), people: try row.decode(2),
            sentiment: try row.decode(3, as: String?.self) ?? "neutral",
            taskType: try row.decode(4), importance: try row.decode(5), salience: try row.decode(6),
            source: try row.decode(7), cycle: try row.decode(8),
            sources: ValueSources(
                json: try row.decode(9), model: try row.decode(10), fallback: try row.decode(11),
                places: try row.decode(12)))
    }

    private static func strength(
        _ memory: MemoryRecord, _ now: Moment, _ connection: BlockingConnection
    ) throws -> [Trace] {
        let row = try connection.query(
            """
            SELECT stability_days, recalls, replays, strengthened_at, fades_below_50_at, is_pinned
            FROM dormouse.memory_strength WHERE memory_id = \(memory.id)
            """
        ).first
        guard let row else { return [] }
        return Trace.strength(
            MemoryStrength(
                stabilityDays: try row.decode(0),
                strengthenedAt: Moment(try row.decode(3, as: PostgresTimestamp.self)),
                isPinned: try row.decode(5)),
            recalls: try row.decode(1), replays: try row.decode(2),
            fades: try row.decode(4, as: PostgresTimestamp?.self).map(Moment.init), now: now)
    }

    private static func episodes(_ memory: MemoryRecord, _ connection: BlockingConnection) throws
        -> [Trace]
    {
        try connection.query(
            """
            SELECT e.memories, e.who, e.places, e.started_at, e.goal, e.tasks,
                CASE WHEN e.goal_source = 'model' THEN e.language_model ELSE 'rule' END
            FROM dormouse.episode_memory m JOIN dormouse.episode e USING (episode_id, cycle)
            WHERE m.memory_id = \(memory.id) AND m.replaced_by IS NULL
            """
        ).rows.flatMap { row in
            Trace.episode(
                memories: try row.decode(0), who: try row.decode(1), places: try row.decode(2),
                start: Moment(try row.decode(3, as: PostgresTimestamp.self)),
                goal: try row.decode(4), tasks: try row.decode(5), source: try row.decode(6))
        }
    }

    private static func facts(_ memory: MemoryRecord, _ connection: BlockingConnection) throws
        -> [Trace]
    {
        try connection.query(
            """
            SELECT concat_ws(' ', subject, predicate, value), valid_from, valid_to,
                coalesce(language_model, source)
            FROM dormouse.fact WHERE memory_id = \(memory.id) ORDER BY fact_id
            """
        ).rows.map { row in
            Trace.fact(
                try row.decode(0), from: Moment(try row.decode(1, as: PostgresTimestamp.self)),
                to: try row.decode(2, as: PostgresTimestamp?.self).map(Moment.init),
                source: try row.decode(3))
        }
    }

    private static func associations(_ memory: MemoryRecord, _ connection: BlockingConnection)
        throws -> [Trace]
    {
        try connection.query(
            """
            SELECT a.weight * power(1 - last.synaptic_decay_rate, last.cycle - a.cycle) AS weight,
                a.kind, left(m.content, 70)
            FROM dormouse.association a
            JOIN dormouse.memory m ON m.id = a.target_id AND m.namespace = a.namespace,
            (SELECT cycle, synaptic_decay_rate FROM dormouse.sleep_cycle
             ORDER BY cycle DESC LIMIT 1) AS last
            WHERE a.source_id = \(memory.id) AND a.replaced_by IS NULL
            ORDER BY weight DESC, a.target_id LIMIT 5
            """
        ).rows.map { row in
            Trace.link(
                weight: try row.decode(0), kind: try row.decode(1), content: try row.decode(2))
        }
    }

    private static func gists(_ memory: MemoryRecord, _ connection: BlockingConnection) throws
        -> [Trace]
    {
        try connection.query(
            """
            SELECT concept, memories FROM dormouse.semantic_memory
            WHERE sources @> ARRAY[\(memory.id)] AND replaced_by IS NULL
            ORDER BY strength DESC, semantic_id LIMIT 5
            """
        ).rows.map { row in
            Trace.knowledge(concept: try row.decode(0), memories: try row.decode(1))
        }
    }
}
