import DuckDB
public import Foundation

extension DuckDBStore {
    public func page(_ listing: MemoryListing) throws(MemoryError) -> MemoryPage {
        let (first, second) =
            listing.order == .happened
            ? ("occurred_at", "recorded_at") : ("recorded_at", "occurred_at")
        let way = listing.isOldestFirst ? "ASC" : "DESC"
        var condition: SQL =
            "m.namespace = \(listing.namespace) AND m.repeats IS NULL AND \(Self.fits(listing.filter))"
        if let after = listing.after {
            condition = """
                \(condition) AND (\(unescaped: first), \(unescaped: second), id)
                    \(unescaped: listing.isOldestFirst ? ">" : "<")
                    (\(after.first.timestamp), \(after.second.timestamp), \(after.id))
                """
        }
        return try access.reading { connection in
            let result = try connection.query(
                """
                SELECT \(unescaped: Self.columns) FROM source_memories.memory m
                WHERE \(condition)
                ORDER BY \(unescaped: first) \(unescaped: way), \(unescaped: second) \(unescaped: way),
                    id \(unescaped: way)
                LIMIT \(listing.limit + 1)
                """)
            return MemoryPage(try result.rows.map(Self.record), of: listing)
        }
    }

    public func sessions(_ listing: SessionListing) throws(MemoryError) -> SessionPage {
        var parts: [SQL] = ["true"]
        if let speaker = listing.speaker {
            parts.append("bool_or(lower(speaker) = lower(\(speaker)))")
        }
        if let after = listing.after {
            parts.append(
                "(max(occurred_at), session_id) < (\(after.endedAt.timestamp), \(after.id))")
        }
        let condition = SQL.join(parts, separator: " AND ")
        return try access.reading { connection in
            let result = try connection.query(
                """
                SELECT session_id, count(*), min(occurred_at), max(occurred_at),
                    coalesce(list_sort(list(DISTINCT speaker) FILTER (speaker IS NOT NULL)), [])[:50]
                FROM source_memories.memory
                WHERE namespace = \(listing.namespace) AND session_id IS NOT NULL
                    AND repeats IS NULL
                GROUP BY session_id HAVING \(condition)
                ORDER BY max(occurred_at) DESC, session_id DESC LIMIT \(listing.limit + 1)
                """)
            let found = try result.rows.map { row throws(DuckDBError) in
                SessionSummary(
                    id: try row.decode(0), memories: try row.decode(1),
                    startedAt: Moment(try row.decode(2, as: Timestamp.self)),
                    endedAt: Moment(try row.decode(3, as: Timestamp.self)),
                    speakers: try row.decode(4))
            }
            return SessionPage(found, of: listing)
        }
    }

    public func ids(matching filter: MemoryFilter, namespace: String) throws(MemoryError)
        -> Set<UUID>
    {
        try access.reading { connection in
            let result = try connection.query(
                """
                SELECT id FROM source_memories.memory m
                WHERE m.namespace = \(namespace) AND \(Self.fits(filter))
                """)
            return Set(try result.uuids("id").compactMap { $0 })
        }
    }

    /// The condition of a filter on the table called m.
    private static func fits(_ filter: MemoryFilter) -> SQL {
        var parts: [SQL] = ["true"]
        if let since = filter.since { parts.append("m.occurred_at >= \(since.timestamp)") }
        if let until = filter.until { parts.append("m.occurred_at < \(until.timestamp)") }
        if let session = filter.sessionID { parts.append("m.session_id = \(session)") }
        if let speaker = filter.speaker { parts.append("lower(m.speaker) = lower(\(speaker))") }
        for tag in filter.comparedTags {
            parts.append(
                """
                EXISTS (
                    FROM (SELECT unnest(m.tags) AS name
                        UNION ALL SELECT name FROM source_memories.tag t WHERE t.memory_id = m.id)
                    WHERE lower(name) = \(tag) OR ltrim(lower(name), '#') = \(tag)
                        OR starts_with(ltrim(lower(name), '#'), \(tag + "/")))
                """)
        }
        for entry in filter.metadata {
            // A pointer of RFC 6901: whatever the key holds, it is one key.
            let pointer = "/" + entry.key.replacing("~", with: "~0").replacing("/", with: "~1")
            parts.append("json_extract_string(m.metadata, \(pointer)) = \(entry.value)")
        }
        return SQL.join(parts, separator: " AND ")
    }

    public func marks(namespace: String) throws(MemoryError) -> MemoryMarks {
        try knownMarks.marks(of: namespace, at: access.writings) { () throws(MemoryError) in
            try readMarks(namespace: namespace)
        }
    }

    private func readMarks(namespace: String) throws(MemoryError) -> MemoryMarks {
        try access.reading { connection in
            var marks = MemoryMarks()
            let pins = try connection.query(
                "SELECT memory_id, is_pinned FROM source_memories.pin WHERE namespace = \(namespace)"
            )
            for row in pins.rows { marks.pins[try row.decode(0)] = try row.decode(1) }
            let corrections = try connection.query(
                """
                SELECT supersedes, id, occurred_at, chunk_index IS NOT NULL
                FROM source_memories.memory
                WHERE supersedes IS NOT NULL AND namespace = \(namespace)
                ORDER BY occurred_at DESC, recorded_at DESC, id DESC
                """)
            for row in corrections.rows {
                marks.corrections[try row.decode(0)] = .init(
                    by: try row.decode(1), at: Moment(try row.decode(2, as: Timestamp.self)),
                    isVersion: try row.decode(3))
            }
            guard try StoreSchema.has("note_passage", connection) else { return marks }
            let replaced = try connection.query(
                """
                SELECT n.memory_id, m.id, m.occurred_at FROM source_memories.note_passage n
                JOIN source_memories.memory m ON m.id = n.replaced_by
                WHERE n.namespace = \(namespace)
                """)
            for row in replaced.rows {
                marks.corrections[try row.decode(0)] = .init(
                    by: try row.decode(1), at: Moment(try row.decode(2, as: Timestamp.self)),
                    isVersion: true)
            }
            return marks
        }
    }

    public func laterTags(namespace: String?) throws(MemoryError) -> [UUID: [String]] {
        try access.reading { connection in
            let result = try connection.query(
                """
                SELECT memory_id, name FROM source_memories.tag WHERE \(Self.isIn(namespace))
                ORDER BY tagged_at, name
                """)
            var tags: [UUID: [String]] = [:]
            for row in result.rows {
                tags[try row.decode(0), default: []].append(try row.decode(1))
            }
            return tags
        }
    }

    public func tag(_ id: UUID, namespace: String, with names: [String], at moment: Moment)
        throws(MemoryError)
    {
        try access.writing { connection in
            try connection.transaction {
                try connection.query(
                    """
                    DELETE FROM source_memories.tag
                    WHERE memory_id = \(id) AND list_contains(\(names), name)
                    """)
                try connection.query(
                    """
                    INSERT INTO source_memories.tag
                    SELECT DISTINCT m.id, m.namespace, t.name, \(moment.timestamp)
                    FROM source_memories.memory m, (SELECT unnest(\(names)) AS name) t
                    WHERE m.id = \(id) AND m.namespace = \(namespace)
                    """)
            }
        }
    }

    public func untag(_ id: UUID, namespace: String, from names: [String]) throws(MemoryError)
        -> Int
    {
        try access.committing { connection in
            try connection.query(
                """
                DELETE FROM source_memories.tag WHERE memory_id = \(id)
                    AND namespace = \(namespace) AND list_contains(\(names), name)
                """
            ).changes
        }
    }

    public func pin(_ id: UUID, namespace: String, _ isPinned: Bool, at moment: Moment)
        throws(MemoryError)
    {
        try access.writing { connection in
            try connection.transaction {
                try connection.query("DELETE FROM source_memories.pin WHERE memory_id = \(id)")
                try connection.query(
                    """
                    INSERT INTO source_memories.pin
                    SELECT id, namespace, \(isPinned), \(moment.timestamp)
                    FROM source_memories.memory WHERE id = \(id) AND namespace = \(namespace)
                    """)
            }
        }
    }
}
