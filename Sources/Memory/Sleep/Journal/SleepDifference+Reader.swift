import DuckDB
import Foundation
import JSON

extension SleepDifference {
    /// Compares two states of a sleep database: goes back to each in a transaction that is rolled
    /// back at the end, so the views say by themselves what stood.
    struct Reader {
        let connection: Connection

        /// What is compared: a view, and the columns that are told of its rows.
        private static let views: [(name: String, columns: String)] = [
            (
                "facts_current",
                "fact_id, namespace, subject, predicate, \"value\", single_valued, valid_from, valid_to, "
                    + "memory_id"
            ),
            ("facts_history", "fact_id"),
            ("semantic_memories_current", "semantic_id, namespace, concept, gist, sources"),
            ("episodes_current", "episode_id, namespace, goal, memories, started_at"),
            ("associations_current", "source_id, target_id, weight"),
            ("memory_strengths", "memory_id, retrievability, stability_days"),
        ]

        func difference(from: Int, to: Int) throws -> SleepDifference {
            let (early, late) = (min(from, to), max(from, to))
            try connection.execute("BEGIN")
            defer { try? connection.execute("ROLLBACK") }
            let history = SleepHistory(connection: connection)
            try history.rewind(to: late)
            try keep(as: "late", like: nil)
            try history.rewind(to: early)
            try keep(as: "early", like: "late")
            var difference =
                from <= to
                ? try compare("early", "late") : try compare("late", "early")
            difference.from = from
            difference.to = to
            return difference
        }

        private func keep(as state: String, like other: String?) throws {
            let log = SleepLog(connection: connection)
            for (view, columns) in Self.views {
                let name = "temp.\(state)_\(view)"
                if try isThere(view) {
                    try connection.execute(
                        "CREATE TEMP TABLE \(state)_\(view) AS SELECT \(columns) FROM \(view)")
                } else if let other {
                    try connection.execute(
                        "CREATE TEMP TABLE \(state)_\(view) AS FROM temp.\(other)_\(view) LIMIT 0")
                } else {
                    // A sleep that stopped early has none of it, and neither has what was before.
                    try connection.execute("CREATE TEMP TABLE \(state)_\(view) AS SELECT 0 AS none")
                    try connection.execute("DELETE FROM \(name)")
                }
            }
            var counts: [String: Int] = [:]
            for table in ["stg_memories", "quarantine"] where try log.cycleTables().contains(table)
            {
                counts[table] =
                    try connection.query("SELECT count(*) FROM \(identifier: table)").first?
                    .intValue ?? 0
            }
            try connection.query(
                """
                CREATE TEMP TABLE \(identifier: state + "_counts") AS
                SELECT \(counts["stg_memories"] ?? 0)::BIGINT AS staged,
                    \(counts["quarantine"] ?? 0)::BIGINT AS set_aside
                """)
        }

        private func isThere(_ view: String) throws -> Bool {
            try connection.query(
                """
                SELECT count(*) > 0 FROM information_schema.tables
                WHERE table_catalog = current_database() AND table_schema = 'main'
                    AND table_name = \(view)
                """
            ).first == .bool(true)
        }

        private func has(_ table: String, _ column: String) throws -> Bool {
            try connection.query(
                """
                SELECT count(*) > 0 FROM duckdb_columns()
                WHERE database_name = 'temp' AND table_name = \(table) AND column_name = \(column)
                """
            ).first == .bool(true)
        }

        private func compare(_ old: String, _ new: String) throws -> SleepDifference {
            var difference = SleepDifference(from: 0, to: 0, items: [], counts: [])
            if try has("\(new)_facts_current", "fact_id") {
                difference.items += try facts(old, new)
            }
            if try has("\(new)_semantic_memories_current", "concept") {
                difference.items += try gists(old, new)
            }
            difference.counts = try counts(old, new)
            return difference
        }

        // MARK: facts

        private func facts(_ old: String, _ new: String) throws -> [Item] {
            let (before, after) = ("\(old)_facts_current", "\(new)_facts_current")
            let same = """
                o.namespace = n.namespace AND o.subject = n.subject AND o.predicate = n.predicate
                """
            let rows = try connection.query(
                SQL(
                    text: """
                        WITH gone AS (
                            SELECT * FROM temp.\(before) o WHERE NOT EXISTS (
                                FROM temp.\(after) n WHERE \(same) AND lower(o."value") = lower(n."value"))
                        ), fresh AS (
                            SELECT * FROM temp.\(after) n WHERE NOT EXISTS (
                                FROM temp.\(before) o WHERE \(same) AND lower(o."value") = lower(n."value"))
                        )
                        SELECT coalesce(n.namespace, o.namespace), coalesce(n.subject, o.subject),
                            coalesce(n.predicate, o.predicate), o."value", n."value",
                            o.valid_from, n.valid_from,
                            coalesce(o.fact_id IN (SELECT fact_id FROM temp.\(new)_facts_history), false),
                            o.memory_id, n.memory_id
                        FROM gone o FULL JOIN fresh n
                            ON \(same) AND o.single_valued AND n.single_valued
                        ORDER BY 1, 2, 3, 5, 4
                        """))
            return try rows.rows.map { row in
                let namespace: String = try row.decode(0)
                let subject: String = try row.decode(1)
                let predicate: String = try row.decode(2)
                let old: String? = try row.decode(3)
                let new: String? = try row.decode(4)
                let since = try row.decode(6, as: Timestamp?.self).map(Moment.init)
                let isClosed: Bool = try row.decode(7)
                let (oldMemory, newMemory): (UUID?, UUID?) = (
                    try row.decode(8), try row.decode(9)
                )
                let claim = "\(subject) \(predicate.replacing("_", with: " "))"
                let from = since.map { ", since \($0.date)" } ?? ""
                func fact(_ value: String?, _ memory: UUID?) -> JSON {
                    guard let value else { return .null }
                    return [
                        "subject": .string(subject), "predicate": .string(predicate),
                        "value": .string(value),
                        "memory_id": JSON(memory?.uuidString.lowercased()),
                    ]
                }
                let (change, sentence): (Change, String) =
                    switch (old, new) {
                    case (let old?, let new?): (.changed, "\(claim) \(new)\(from); before: \(old)")
                    case (nil, let new): (.learnt, "\(claim) \(new ?? "")\(from)")
                    case (let old?, nil):
                        isClosed
                            ? (.superseded, "\(claim) \(old): holds no longer")
                            : (.forgotten, "\(claim) \(old)")
                    }
                return Item(
                    kind: "fact", change: change, namespace: namespace, sentence: sentence,
                    before: fact(old, oldMemory), after: fact(new, newMemory))
            }
        }

        // MARK: gists

        private func gists(_ old: String, _ new: String) throws -> [Item] {
            let rows = try connection.query(
                SQL(
                    text: """
                        SELECT coalesce(n.namespace, o.namespace) AS namespace,
                            coalesce(n.concept, o.concept) AS concept, o.gist, n.gist,
                            len(o.sources), len(n.sources)
                        FROM temp.\(old)_semantic_memories_current o
                        FULL JOIN temp.\(new)_semantic_memories_current n USING (semantic_id)
                        WHERE o.sources IS DISTINCT FROM n.sources OR o.gist IS DISTINCT FROM n.gist
                        ORDER BY 1, 2
                        """))
            return try rows.rows.map { row in
                let concept: String = try row.decode(1)
                let (old, new): (String?, String?) = (try row.decode(2), try row.decode(3))
                let (fewer, more): (Int?, Int?) = (try row.decode(4), try row.decode(5))
                func gist(_ text: String?, _ sources: Int?) -> JSON {
                    guard let sources else { return .null }
                    return [
                        "concept": .string(concept), "gist": JSON(text), "sources": .int(sources),
                    ]
                }
                let (change, sentence): (Change, String) =
                    switch (fewer, more) {
                    case (nil, let more):
                        (.learnt, "what is known of “\(concept)”, from \(more ?? 0) memories")
                    case (_, nil): (.forgotten, "what was known of “\(concept)”")
                    case (let fewer?, let more?):
                        (
                            .changed,
                            "what is known of “\(concept)”: from \(fewer) memories to \(more)"
                        )
                    }
                return Item(
                    kind: "gist", change: change, namespace: try row.decode(0), sentence: sentence,
                    before: gist(old, fewer), after: gist(new, more))
            }
        }

        // MARK: counts

        private func counts(_ old: String, _ new: String) throws -> [Count] {
            var counts: [Count] = []
            func add(_ columns: [String], _ sql: String) throws {
                guard let row = try connection.query(SQL(text: sql)).rows.first else { return }
                for (place, name) in columns.enumerated() {
                    counts.append(.init(name: name, rows: try row.decode(place)))
                }
            }
            try add(
                ["memories taken in", "memories set aside"],
                """
                SELECT n.staged - o.staged, n.set_aside - o.set_aside
                FROM temp.\(old)_counts o, temp.\(new)_counts n
                """)
            if try has("\(new)_episodes_current", "goal") {
                try add(
                    ["episodes made", "episodes cut anew"],
                    """
                    SELECT count(*) FILTER (WHERE o.episode_id IS NULL),
                        count(*) FILTER (WHERE o.episode_id IS NOT NULL AND n.episode_id IS NOT NULL
                            AND (o.memories, o.goal) IS DISTINCT FROM (n.memories, n.goal))
                    FROM temp.\(old)_episodes_current o
                    FULL JOIN temp.\(new)_episodes_current n USING (episode_id)
                    """)
            }
            if try has("\(new)_associations_current", "weight") {
                try add(
                    ["associations made", "associations strengthened", "associations dropped"],
                    """
                    SELECT count(*) FILTER (WHERE o.source_id IS NULL),
                        count(*) FILTER (WHERE n.weight > o.weight * 1.001),
                        count(*) FILTER (WHERE n.source_id IS NULL)
                    FROM temp.\(old)_associations_current o
                    FULL JOIN temp.\(new)_associations_current n
                        ON o.source_id = n.source_id AND o.target_id = n.target_id
                    """)
            }
            if try has("\(new)_memory_strengths", "retrievability") {
                try add(
                    ["memories strengthened", "memories faded below 50 %"],
                    """
                    SELECT count(*) FILTER (WHERE n.stability_days > o.stability_days * 1.001),
                        count(*) FILTER (WHERE o.retrievability >= 0.5 AND n.retrievability < 0.5)
                    FROM temp.\(old)_memory_strengths o
                    JOIN temp.\(new)_memory_strengths n USING (memory_id)
                    """)
            }
            return counts
        }
    }
}
