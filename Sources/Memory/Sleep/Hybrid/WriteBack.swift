import DuckDB
import Foundation
import PostgreSQL

/// Writes what a cycle made back to the server: by COPY into tables that are there for arriving
/// rows, then one function on the server takes them over in one transaction. It may be done again
/// with the same result, so what was interrupted is simply repeated.
struct WriteBack {
    let connection: Connection
    let attached: AttachedServer
    let lock: SleepLock
    /// What a link loses a cycle.
    let decayRate: Double

    /// A cycle as the server has it.
    struct Cycle: Equatable {
        var number: Int
        var asOf: Moment
        var stage: String
        var newMemories: Int
        var seen: String
    }

    /// What each table receives of cycle `$1`.
    private static let rows: [(table: String, select: String)] = [
        (
            "staged_memory",
            """
            (memory_id, namespace, memory_type, concepts, people, sentiment, task_type, importance,
                emotional_salience, score_source, cycle, places, value_sources, language_model,
                fallback)
            SELECT memory_id, namespace, memory_type, concepts, people, sentiment, task_type,
                importance, emotional_salience, score_source, cycle, places,
                to_json(value_sources)::VARCHAR, language_model, fallback
            FROM stg_memories WHERE cycle = $1
            """
        ),
        (
            "quarantine",
            """
            (told_id, memory_id, namespace, reason, cycle)
            SELECT told_id, memory_id, namespace, reason, cycle FROM quarantine WHERE cycle = $1
            """
        ),
        (
            "episode",
            """
            (episode_id, cycle, namespace, session_id, started_at, ended_at, memories, who, places,
                concepts, goal, tasks, actions, salience, importance, stm_strength, ready_reason,
                ready_at, formed_at, goal_source, language_model)
            SELECT episode_id, cycle, namespace, session_id, started_at, ended_at, memories, who,
                "where", concepts, goal, tasks, actions, salience, importance, stm_strength,
                ready_reason, ready_at, formed_at, goal_source, language_model
            FROM episodes_history WHERE cycle = $1
            """
        ),
        (
            "episode_memory",
            """
            (memory_id, cycle, episode_id, namespace, place, stm_strength)
            SELECT memory_id, cycle, episode_id, namespace, place, stm_strength
            FROM episode_memories WHERE cycle = $1
            """
        ),
        (
            "association",
            """
            (source_id, cycle, target_id, namespace, kind, similarity, weight)
            SELECT source_id, cycle, target_id, namespace, kind, similarity, weight
            FROM associations WHERE cycle = $1
            """
        ),
        (
            "memory_strength",
            """
            (memory_id, namespace, recalls, replays, strengthened_at, stability_days,
                fades_below_50_at, is_pinned)
            SELECT memory_id, namespace, recalls, replays, strengthened_at, stability_days,
                fades_below_50_at, is_pinned
            FROM memory_strengths
            """
        ),
        (
            "semantic_memory",
            """
            (semantic_id, cycle, namespace, concept, gist, category, knowledge_type,
                abstraction_level, sources, memories, episodes, first_at, last_at, importance,
                strength, formed_at)
            SELECT semantic_id, cycle, namespace, concept, gist, category, knowledge_type,
                abstraction_level, sources, memories, episodes, first_at, last_at, importance,
                strength, formed_at
            FROM semantic_memories_history WHERE cycle = $1
            """
        ),
        (
            "fact",
            """
            (fact_id, namespace, subject, predicate, value, single_valued, confidence, valid_from,
                valid_to, confirmed_at, times_said, memory_id, sentence, closed_by, cycle,
                source, language_model)
            SELECT fact_id, namespace, subject, predicate, "value", single_valued, confidence,
                valid_from, valid_to, confirmed_at, times_said, memory_id, sentence, closed_by, cycle,
                source, language_model
            FROM facts_history
            """
        ),
    ]

    /// The cycles the server has, in order.
    func cycles() throws -> [Cycle] {
        try lock.connection.query(
            """
            SELECT cycle, as_of, stage, new_memories, seen::text
            FROM dormouse.sleep_cycle ORDER BY cycle
            """
        ).rows.map { row in
            Cycle(
                number: try row.decode(0),
                asOf: Moment(try row.decode(1, as: PostgresTimestamp.self)),
                stage: try row.decode(2), newMemories: try row.decode(3), seen: try row.decode(4))
        }
    }

    /// Writes back one cycle, which follows those the server has.
    func write(_ cycle: Cycle, at now: Moment) throws {
        try lock.transaction { try lock.connection.query("SELECT dormouse.clear_arrivals()") }
        try attached.attached(as: AttachedServer.target, readOnly: false) {
            for (table, select) in Self.rows where try has(select) {
                try connection.query(
                    SQL(
                        text: "INSERT INTO \(AttachedServer.target).dormouse.arriving_\(table) "
                            + select.replacing("$1", with: String(cycle.number))))
            }
        }
        try lock.transaction {
            let last: Int = try lock.connection.query(
                "SELECT coalesce(max(cycle), 0) FROM dormouse.sleep_cycle"
            ).value()
            guard last == cycle.number - 1 || last == cycle.number else {
                throw MemoryError(
                    .sleepFailed,
                    "the server is at cycle \(last), and cycle \(cycle.number) was to follow: "
                        + "somebody else has slept. Nothing was written; run: dormouse sleep")
            }
            try lock.connection.query(
                """
                SELECT dormouse.take_over(\(Int32(cycle.number)), \(cycle.asOf.postgres),
                    \(cycle.stage), \(Int64(cycle.newMemories)), \(cycle.seen)::pg_snapshot,
                    \(decayRate), \(now.postgres))
                """)
        }
    }

    /// Whether the relation a statement reads is there: a sleep that stops at an early stage has
    /// not made the later ones.
    private func has(_ select: String) throws -> Bool {
        guard let name = select.firstMatch(of: /FROM (\w+)/)?.1 else { return false }
        return try connection.query(
            """
            SELECT count(*) > 0 FROM information_schema.tables
            WHERE table_catalog = current_database() AND table_schema = 'main'
                AND table_name = \(String(name))
            """
        ).first == .bool(true)
    }
}
