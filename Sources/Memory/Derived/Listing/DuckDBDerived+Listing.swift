import DuckDB
import Foundation

extension DuckDBDerived {
    func facts(_ listing: FactListing, now: Moment) throws(MemoryError) -> FactPage {
        try reporting(file) {
            guard try hasTable("facts_history") else { return FactPage([], of: listing) }
            let by: SQL =
                try hasColumn("language_model", of: "facts_history")
                ? "coalesce(language_model, source)" : "'rule'"
            var wanted: [SQL] = ["namespace = \(listing.namespace)"]
            if let subject = listing.subject {
                wanted.append("lower(subject) = lower(\(subject))")
            }
            if let predicate = listing.predicate {
                wanted.append("lower(predicate) = lower(\(predicate))")
            }
            if !listing.includesPast {
                let moment = listing.asOf ?? now
                wanted.append("(valid_to IS NULL OR valid_to > \(moment.timestamp))")
            }
            if let moment = listing.asOf { wanted.append("valid_from <= \(moment.timestamp)") }
            if let after = listing.after {
                wanted.append("(valid_from, fact_id) < (\(after.first.timestamp), \(after.id))")
            }
            let result = try connection.query(
                """
                SELECT fact_id, subject, predicate, "value", confidence, valid_from, valid_to,
                    confirmed_at, times_said, memory_id, sentence, \(by)
                FROM facts_history WHERE \(SQL.join(wanted, separator: " AND "))
                ORDER BY valid_from DESC, fact_id DESC LIMIT \(listing.limit + 1)
                """)
            let facts = try result.rows.map { row throws(DuckDBError) in
                Fact(
                    id: try row.decode(0), subject: try row.decode(1), predicate: try row.decode(2),
                    value: try row.decode(3), confidence: try row.decode(4),
                    validFrom: Moment(try row.decode(5, as: Timestamp.self)),
                    validTo: try row.decode(6, as: Timestamp?.self).map(Moment.init),
                    confirmedAt: Moment(try row.decode(7, as: Timestamp.self)),
                    timesSaid: try row.decode(8), memoryID: try row.decode(9),
                    sentence: try row.decode(10), source: try row.decode(11))
            }
            return FactPage(facts, of: listing)
        }
    }

    func episodes(_ listing: EpisodeListing) throws(MemoryError) -> EpisodePage {
        try reporting(file) {
            var wanted: [SQL] = ["namespace = \(listing.namespace)"]
            if let session = listing.sessionID { wanted.append("session_id = \(session)") }
            if let since = listing.since { wanted.append("ended_at >= \(since.timestamp)") }
            if let until = listing.until { wanted.append("started_at < \(until.timestamp)") }
            if let after = listing.after {
                wanted.append("(started_at, episode_id) < (\(after.first.timestamp), \(after.id))")
            }
            return EpisodePage(
                try episodes(where: wanted, limit: listing.limit + 1), of: listing)
        }
    }

    func episode(_ id: UUID, namespace: String) throws(MemoryError) -> (Episode, [UUID])? {
        try reporting(file) {
            let found = try episodes(
                where: ["namespace = \(namespace)", "episode_id = \(id)"], limit: 1)
            guard let episode = found.first else { return nil }
            let members = try connection.query(
                """
                SELECT memory_id AS id FROM episode_memories_current
                WHERE episode_id = \(id) AND namespace = \(namespace) ORDER BY place
                """)
            return (episode, try members.uuids("id").compactMap { $0 })
        }
    }

    private func episodes(where wanted: [SQL], limit: Int) throws(DuckDBError) -> [Episode] {
        guard try hasTable("episodes_current") else { return [] }
        let by: SQL =
            try hasColumn("goal_source", of: "episodes_current")
            ? "CASE WHEN goal_source = 'model' THEN language_model ELSE 'rule' END" : "'rule'"
        let result = try connection.query(
            """
            SELECT episode_id, session_id, started_at, ended_at, memories, who, "where", concepts,
                goal, tasks, actions, \(by)
            FROM episodes_current WHERE \(SQL.join(wanted, separator: " AND "))
            ORDER BY started_at DESC, episode_id DESC LIMIT \(limit)
            """)
        return try result.rows.map { row throws(DuckDBError) in
            Episode(
                id: try row.decode(0), sessionID: try row.decode(1),
                startedAt: Moment(try row.decode(2, as: Timestamp.self)),
                endedAt: Moment(try row.decode(3, as: Timestamp.self)),
                memories: try row.decode(4), who: try row.decode(5), places: try row.decode(6),
                concepts: try row.decode(7), goal: try row.decode(8), tasks: try row.decode(9),
                actions: try row.decode(10), source: try row.decode(11))
        }
    }

    func associations(of ids: [UUID], namespace: String, limit: Int) throws(MemoryError)
        -> [Association]
    {
        try reporting(file) {
            guard try hasTable("associations_current") else { return [] }
            let result = try connection.query(
                """
                SELECT source_id, target_id, kind, weight FROM associations_current
                WHERE namespace = \(namespace) AND weight > 0 AND (list_contains(\(ids), source_id)
                    OR list_contains(\(ids), target_id))
                ORDER BY weight DESC, source_id, target_id LIMIT \(limit)
                """)
            return try result.rows.map { row throws(DuckDBError) in
                Association(
                    source: try row.decode(0), target: try row.decode(1), kind: try row.decode(2),
                    weight: try row.decode(3))
            }
        }
    }

    func cycles(before: Int?, limit: Int) throws(MemoryError) -> [SleepCycle] {
        try reporting(file) {
            guard try hasTable("sleep_cycle") else { return [] }
            let result = try connection.query(
                """
                SELECT cycle, as_of, stage, coalesce(new_memories, 0) FROM sleep_cycle
                WHERE is_complete AND cycle < \(before ?? Int(Int32.max))
                ORDER BY cycle DESC LIMIT \(limit)
                """)
            return try result.rows.map { row throws(DuckDBError) in
                SleepCycle(
                    number: try row.decode(0),
                    asOf: Moment(try row.decode(1, as: Timestamp.self)),
                    stage: try row.decode(2), newMemories: try row.decode(3))
            }
        }
    }
}
