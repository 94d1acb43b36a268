import DuckDB
import Foundation

extension DuckDBStore {
    public func withoutReadings(model: String, after place: TellingPlace, limit: Int)
        throws(MemoryError) -> [Unread]
    {
        try access.reading { connection in
            let result = try connection.query(
                """
                WITH unread AS (
                    SELECT m.id, m.content, m.namespace, m.session_id, m.occurred_at, m.recorded_at
                    FROM source_memories.memory m
                    WHERE m.repeats IS NULL
                        AND (m.recorded_at, m.id)
                            > (\(place.recordedAt.timestamp)::TIMESTAMPTZ, \(place.id)::UUID)
                        AND NOT EXISTS (FROM source_memories.passage p
                            WHERE p.memory_id = m.id AND p.model = \(model))
                    ORDER BY m.recorded_at, m.id LIMIT \(limit)
                ), before AS (
                    SELECT u.id, arg_max(b.content, (b.occurred_at, b.recorded_at, b.id)) AS content
                    FROM unread u JOIN source_memories.memory b
                        ON b.namespace = u.namespace AND b.session_id = u.session_id
                    WHERE (b.occurred_at, b.recorded_at, b.id)
                        < (u.occurred_at, u.recorded_at, u.id)
                    GROUP BY u.id
                )
                SELECT u.id, u.content, u.recorded_at, b.content
                FROM unread u LEFT JOIN before b ON b.id = u.id
                ORDER BY u.recorded_at, u.id
                """)
            return try result.rows.map { row in
                let told = Moment(try row.decode(2, as: Timestamp.self))
                return Unread(
                    place: TellingPlace(recordedAt: told, id: try row.decode(0)),
                    content: try row.decode(1), before: try row.decode(3))
            }
        }
    }

    public func keep(readings: PassageVectors, model: String) throws(MemoryError) {
        try access.writing { connection in
            try connection.transaction { try keep(readings, model: model) }
        }
    }

    public func lastRead(model: String) throws(MemoryError) -> TellingPlace? {
        try access.reading { connection in
            let row = try connection.query(
                """
                SELECT m.recorded_at, m.id FROM source_memories.memory m
                SEMI JOIN (SELECT memory_id FROM source_memories.passage
                    WHERE model = \(model)) p ON p.memory_id = m.id
                ORDER BY m.recorded_at DESC, m.id DESC LIMIT 1
                """
            ).rows.first
            return try row.map {
                TellingPlace(
                    recordedAt: Moment(try $0.decode(0, as: Timestamp.self)),
                    id: try $0.decode(1))
            }
        }
    }
}
