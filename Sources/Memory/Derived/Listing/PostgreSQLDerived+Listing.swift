import Foundation
import PostgreSQL

extension PostgreSQLDerived {
    func facts(_ listing: FactListing, now: Moment) throws(MemoryError) -> FactPage {
        var wanted: PostgresQuery = "namespace = \(listing.namespace)"
        if let subject = listing.subject {
            wanted = wanted + " AND lower(subject) = lower(\(subject))"
        }
        if let predicate = listing.predicate {
            wanted = wanted + " AND lower(predicate) = lower(\(predicate))"
        }
        if !listing.includesPast {
            let moment = listing.asOf ?? now
            wanted = wanted + " AND (valid_to IS NULL OR valid_to > \(moment.postgres))"
        }
        if let moment = listing.asOf { wanted = wanted + " AND valid_from <= \(moment.postgres)" }
        if let after = listing.after {
            wanted =
                wanted + " AND (valid_from, fact_id) < (\(after.first.postgres), \(after.id))"
        }
        let condition = wanted
        return try server.run { connection, _ in
            let result = try connection.query(
                """
                SELECT fact_id, subject, predicate, value, confidence, valid_from, valid_to,
                    confirmed_at, times_said, memory_id, sentence, coalesce(language_model, source)
                FROM dormouse.fact WHERE \(condition)
                ORDER BY valid_from DESC, fact_id DESC LIMIT \(listing.limit + 1)
                """)
            let facts = try result.rows.map { row in
                Fact(
                    id: try row.decode(0), subject: try row.decode(1), predicate: try row.decode(2),
                    value: try row.decode(3), confidence: try row.decode(4),
                    validFrom: Moment(try row.decode(5, as: PostgresTimestamp.self)),
                    validTo: try row.decode(6, as: PostgresTimestamp?.self).map(Moment.init),
                    confirmedAt: Moment(try row.decode(7, as: PostgresTimestamp.self)),
                    timesSaid: try row.decode(8), memoryID: try row.decode(9),
                    sentence: try row.decode(10), source: try row.decode(11))
            }
            return FactPage(facts, of: listing)
        }
    }

    func episodes(_ listing: EpisodeListing) throws(MemoryError) -> EpisodePage {
        var wanted: PostgresQuery = "e.namespace = \(listing.namespace)"
        if let session = listing.sessionID { wanted = wanted + " AND e.session_id = \(session)" }
        if let since = listing.since { wanted = wanted + " AND e.ended_at >= \(since.postgres)" }
        if let until = listing.until { wanted = wanted + " AND e.started_at < \(until.postgres)" }
        if let after = listing.after {
            wanted =
                wanted
                + " AND (e.started_at, e.episode_id) < (\(after.first.postgres), \(after.id))"
        }
        let condition = wanted
        return try server.run { connection, _ in
            EpisodePage(
                try Self.episodes(where: condition, limit: listing.limit + 1, connection),
                of: listing)
        }
    }

    func episode(_ id: UUID, namespace: String) throws(MemoryError) -> (Episode, [UUID])? {
        try server.run { connection, _ in
            let found = try Self.episodes(
                where: "e.namespace = \(namespace) AND e.episode_id = \(id)", limit: 1, connection)
            guard let episode = found.first else { return nil }
            let members = try connection.query(
                """
                SELECT memory_id FROM dormouse.episode_memory
                WHERE episode_id = \(id) AND namespace = \(namespace) AND replaced_by IS NULL
                ORDER BY place
                """)
            return (episode, try members.values(0, as: UUID.self))
        }
    }

    private static func episodes(
        where wanted: PostgresQuery, limit: Int, _ connection: BlockingConnection
    ) throws -> [Episode] {
        try connection.query(
            """
            SELECT e.episode_id, e.session_id, e.started_at, e.ended_at, e.memories, e.who,
                e.places, e.concepts, e.goal, e.tasks, e.actions,
                CASE WHEN e.goal_source = 'model' THEN e.language_model ELSE 'rule' END
            FROM dormouse.episode e
            WHERE \(wanted) AND EXISTS (SELECT FROM dormouse.episode_memory m
                WHERE m.episode_id = e.episode_id AND m.cycle = e.cycle AND m.replaced_by IS NULL)
            ORDER BY e.started_at DESC, e.episode_id DESC LIMIT \(limit)
            """
        ).rows.map { row in
            Episode(
                id: try row.decode(0), sessionID: try row.decode(1),
                startedAt: Moment(try row.decode(2, as: PostgresTimestamp.self)),
                endedAt: Moment(try row.decode(3, as: PostgresTimestamp.self)),
                memories: try row.decode(4), who: try row.decode(5), places: try row.decode(6),
                concepts: try row.decode(7), goal: try row.decode(8), tasks: try row.decode(9),
                actions: try row.decode(10), source: try row.decode(11))
        }
    }

    func associations(of ids: [UUID], namespace: String, limit: Int) throws(MemoryError)
        -> [Association]
    {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT a.source_id, a.target_id, a.kind,
                    a.weight * power(1 - last.synaptic_decay_rate, last.cycle - a.cycle) AS weight
                FROM dormouse.association a, (
                    SELECT cycle, synaptic_decay_rate FROM dormouse.sleep_cycle
                    ORDER BY cycle DESC LIMIT 1) AS last
                WHERE a.namespace = \(namespace) AND a.replaced_by IS NULL AND a.weight > 0
                    AND (a.source_id = ANY (\(ids)) OR a.target_id = ANY (\(ids)))
                ORDER BY 4 DESC, a.source_id, a.target_id LIMIT \(limit)
                """
            ).rows.map { row in
                Association(
                    source: try row.decode(0), target: try row.decode(1), kind: try row.decode(2),
                    weight: try row.decode(3))
            }
        }
    }

    func cycles(before: Int?, limit: Int) throws(MemoryError) -> [SleepCycle] {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT cycle, as_of, stage, new_memories FROM dormouse.sleep_cycle
                WHERE cycle < \(before ?? Int(Int32.max)) ORDER BY cycle DESC LIMIT \(limit)
                """
            ).rows.map { row in
                SleepCycle(
                    number: try row.decode(0),
                    asOf: Moment(try row.decode(1, as: PostgresTimestamp.self)),
                    stage: try row.decode(2), newMemories: try row.decode(3))
            }
        }
    }
}
