import Foundation
import PostgreSQL

extension PostgreSQLStore {
    public func withoutReadings(model: String, after place: TellingPlace, limit: Int)
        throws(MemoryError) -> [Unread]
    {
        try server.run { connection, _ in
            let result = try connection.query(
                """
                SELECT m.id, m.content, m.recorded_at, b.content
                FROM (SELECT id, content, namespace, session_id, occurred_at, recorded_at
                    FROM dormouse.memory m
                    WHERE repeats IS NULL AND (recorded_at, id) > (\(place.recordedAt.postgres), \(place.id))
                        AND NOT EXISTS (SELECT FROM dormouse.passage p
                            WHERE p.memory_id = m.id AND p.model = \(model))
                    ORDER BY recorded_at, id LIMIT \(limit)) m
                LEFT JOIN LATERAL (SELECT content FROM dormouse.memory b
                    WHERE b.namespace = m.namespace AND b.session_id = m.session_id
                        AND (b.occurred_at, b.recorded_at, b.id)
                            < (m.occurred_at, m.recorded_at, m.id)
                    ORDER BY b.occurred_at DESC, b.recorded_at DESC, b.id DESC LIMIT 1) b ON true
                ORDER BY m.recorded_at, m.id
                """)
            return try result.rows.map { row in
                let told = Moment(try row.decode(2, as: PostgresTimestamp.self))
                return Unread(
                    place: TellingPlace(recordedAt: told, id: try row.decode(0)),
                    content: try row.decode(1), before: try row.decode(3))
            }
        }
    }

    public func keep(readings: PassageVectors, model: String) throws(MemoryError) {
        try keep(readings, model: model)
    }

    public func lastRead(model: String) throws(MemoryError) -> TellingPlace? {
        try server.run { connection, _ in
            let last = try connection.query(
                """
                SELECT m.recorded_at, m.id FROM dormouse.memory m
                WHERE EXISTS (SELECT FROM dormouse.passage p
                    WHERE p.memory_id = m.id AND p.model = \(model))
                ORDER BY m.recorded_at DESC, m.id DESC LIMIT 1
                """)
            return try last.rows.first.map { row in
                TellingPlace(
                    recordedAt: Moment(try row.decode(0, as: PostgresTimestamp.self)),
                    id: try row.decode(1))
            }
        }
    }
}
