public import Foundation
import PostgreSQL

extension PostgreSQLStore {
    public func page(_ listing: MemoryListing) throws(MemoryError) -> MemoryPage {
        let (first, second) =
            listing.order == .happened
            ? ("occurred_at", "recorded_at") : ("recorded_at", "occurred_at")
        let way = listing.isOldestFirst ? "ASC" : "DESC"
        let order = PostgresQuery(unescaped: "\(first) \(way), \(second) \(way), id \(way)")
        var condition: PostgresQuery =
            "m.namespace = \(listing.namespace) AND m.repeats IS NULL" + Self.fits(listing.filter)
        if let after = listing.after {
            let sign = listing.isOldestFirst ? ">" : "<"
            let place = PostgresQuery(unescaped: " AND (\(first), \(second), id) \(sign) ")
            condition =
                condition + place
                + "(\(after.first.postgres), \(after.second.postgres), \(after.id))"
        }
        let wanted = condition
        return try server.run { connection, _ in
            let result = try connection.query(
                """
                SELECT \(Self.columns) FROM dormouse.memory m WHERE \(wanted)
                ORDER BY \(order) LIMIT \(listing.limit + 1)
                """)
            return MemoryPage(try result.rows.map { try Self.record($0) }, of: listing)
        }
    }

    public func sessions(_ listing: SessionListing) throws(MemoryError) -> SessionPage {
        var wanted: PostgresQuery = "true"
        if let speaker = listing.speaker {
            wanted = wanted + " AND bool_or(lower(speaker) = lower(\(speaker)))"
        }
        if let after = listing.after {
            wanted =
                wanted + """
                     AND (max(occurred_at), session_id COLLATE "C")
                        < (\(after.endedAt.postgres), \(after.id))
                    """
        }
        let condition = wanted
        return try server.run { connection, _ in
            let result = try connection.query(
                """
                SELECT session_id, count(*), min(occurred_at), max(occurred_at),
                    (coalesce(array_agg(DISTINCT speaker ORDER BY speaker)
                        FILTER (WHERE speaker IS NOT NULL), '{}'))[1:50]
                FROM dormouse.memory
                WHERE namespace = \(listing.namespace) AND session_id IS NOT NULL
                    AND repeats IS NULL
                GROUP BY session_id HAVING \(condition)
                ORDER BY max(occurred_at) DESC, session_id COLLATE "C" DESC
                LIMIT \(listing.limit + 1)
                """)
            let found = try result.rows.map { row in
                SessionSummary(
                    id: try row.decode(0), memories: try row.decode(1),
                    startedAt: Moment(try row.decode(2, as: PostgresTimestamp.self)),
                    endedAt: Moment(try row.decode(3, as: PostgresTimestamp.self)),
                    speakers: try row.decode(4))
            }
            return SessionPage(found, of: listing)
        }
    }

    public func ids(matching filter: MemoryFilter, namespace: String) throws(MemoryError)
        -> Set<UUID>
    {
        try server.run { connection, _ in
            Set(
                try connection.query(
                    """
                    SELECT m.id FROM dormouse.memory m
                    WHERE m.namespace = \(namespace)\(Self.fits(filter))
                    """
                ).values(0, as: UUID.self))
        }
    }

    /// The condition of a filter on the table called m, to stand behind another.
    private static func fits(_ filter: MemoryFilter) -> PostgresQuery {
        var query: PostgresQuery = ""
        if let since = filter.since { query = query + " AND m.occurred_at >= \(since.postgres)" }
        if let until = filter.until { query = query + " AND m.occurred_at < \(until.postgres)" }
        if let session = filter.sessionID { query = query + " AND m.session_id = \(session)" }
        if let speaker = filter.speaker {
            query = query + " AND lower(m.speaker) = lower(\(speaker))"
        }
        for tag in filter.comparedTags {
            query =
                query + """
                     AND EXISTS (SELECT FROM (SELECT unnest(m.tags) AS name
                            UNION ALL SELECT t.name FROM dormouse.tag t WHERE t.memory_id = m.id) h
                        WHERE lower(h.name) = \(tag) OR ltrim(lower(h.name), '#') = \(tag)
                            OR starts_with(ltrim(lower(h.name), '#'), \(tag + "/")))
                    """
        }
        for entry in filter.metadata {
            // A NUL, which JSON can hold and text cannot, would end the query.
            query =
                query + """
                     AND CASE WHEN position('\\u0000' IN m.metadata::text) = 0
                        THEN m.metadata ->> \(entry.key) = \(entry.value) ELSE false END
                    """
        }
        return query
    }

    public func marks(namespace: String) throws(MemoryError) -> MemoryMarks {
        try server.run { connection, _ in
            var marks = MemoryMarks()
            let rows = try connection.query(
                """
                SELECT memory_id, NULL::uuid, is_pinned, pinned_at, pinned_at, memory_id
                FROM dormouse.pin WHERE namespace = \(namespace)
                UNION ALL
                SELECT supersedes, id, chunk_index IS NOT NULL, occurred_at, recorded_at, id
                FROM dormouse.memory WHERE supersedes IS NOT NULL AND namespace = \(namespace)
                UNION ALL
                SELECT n.memory_id, m.id, true, m.occurred_at, m.recorded_at, m.id
                FROM dormouse.note_passage n JOIN dormouse.memory m ON m.id = n.replaced_by
                WHERE n.namespace = \(namespace)
                ORDER BY 4 DESC, 5 DESC, 6 DESC
                """)
            for row in rows.rows {
                let id: UUID = try row.decode(0)
                if let by = try row.decode(1, as: UUID?.self) {
                    marks.corrections[id] = .init(
                        by: by, at: Moment(try row.decode(3, as: PostgresTimestamp.self)),
                        isVersion: try row.decode(2))
                } else {
                    marks.pins[id] = try row.decode(2)
                }
            }
            return marks
        }
    }

    public func laterTags(namespace: String?) throws(MemoryError) -> [UUID: [String]] {
        try server.run { connection, _ in
            let result = try connection.query(
                """
                SELECT memory_id, name FROM dormouse.tag WHERE \(Self.isIn(namespace))
                ORDER BY tagged_at, name COLLATE "C"
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
        try server.run { connection, _ in
            _ = try connection.query(
                """
                INSERT INTO dormouse.tag (memory_id, namespace, name, tagged_at)
                SELECT DISTINCT m.id, m.namespace, t.name, \(moment.postgres)
                FROM dormouse.memory m, unnest(\(names)) AS t (name)
                WHERE m.id = \(id) AND m.namespace = \(namespace)
                ON CONFLICT DO NOTHING
                """)
        }
    }

    public func untag(_ id: UUID, namespace: String, from names: [String])
        throws(MemoryError) -> Int
    {
        try server.run { connection, _ in
            try connection.query(
                """
                DELETE FROM dormouse.tag WHERE memory_id = \(id) AND namespace = \(namespace)
                    AND name = ANY (\(names))
                RETURNING name
                """
            ).rowCount
        }
    }

    public func pin(_ id: UUID, namespace: String, _ isPinned: Bool, at moment: Moment)
        throws(MemoryError)
    {
        try server.run { connection, _ in
            _ = try connection.query(
                """
                INSERT INTO dormouse.pin (memory_id, namespace, is_pinned, pinned_at)
                SELECT id, namespace, \(isPinned), \(moment.postgres) FROM dormouse.memory
                WHERE id = \(id) AND namespace = \(namespace)
                ON CONFLICT (memory_id) DO UPDATE
                SET is_pinned = excluded.is_pinned, pinned_at = excluded.pinned_at
                """)
        }
    }
}
