import DuckDB
public import Foundation
import Synchronization

extension DuckDBStore {
    /// Nobody else writes to the file while the home is held, and whoever does drops the index.
    public func refresh(_ index: inout RecallIndex, model: String) -> IndexFreshness { .current }

    public func nearest(to vector: [Float], namespace: String, model: String, limit: Int)
        throws(MemoryError) -> [(id: UUID, similarity: Double)]
    {
        try access.reading { connection in
            let result = try connection.query(
                """
                SELECT e.memory_id, list_inner_product(e.vector, \(vector)::FLOAT[])::DOUBLE AS near
                FROM source_memories.embedding e
                JOIN source_memories.memory m ON m.id = e.memory_id
                WHERE m.namespace = \(namespace) AND e.model = \(model)
                    AND len(e.vector) = \(vector.count)
                ORDER BY near DESC, e.memory_id LIMIT \(limit)
                """)
            var found: [(UUID, Double)] = []
            for row in result.rows { found.append((try row.decode(0), try row.decode(1))) }
            return found
        }
    }

    public func loadIndex(namespace: String, model: String, dimensions: Int) throws(MemoryError)
        -> RecallIndex
    {
        var index = try access.reading { connection in
            // One view of everything.
            try connection.transaction { () throws -> RecallIndex in
                var index = RecallIndex(namespace: namespace, dimensions: dimensions)
                let count = try connection.query(
                    "SELECT count(*) FROM source_memories.memory WHERE namespace = \(namespace)"
                ).first?.intValue
                index.reserve(count ?? 0)
                // Whole answers: a stream waits for each block by spinning, which costs a cold start
                // more than the memory does.
                let words = try connection.query(
                    """
                    SELECT id, content, speaker, coalesce(session_id, parent_id::VARCHAR), occurred_at,
                        recorded_at
                    FROM source_memories.memory WHERE namespace = \(namespace) AND repeats IS NULL
                    ORDER BY occurred_at, recorded_at, id
                    """)
                try words.forEachChunk { chunk in try index.append(chunk) }
                // Vectors come as they lie in the file: to sort them would cost more than to find
                // each one's place.
                let numbers = index.numbers
                let vectors = try connection.query(
                    """
                    SELECT e.memory_id, e.vector
                    FROM source_memories.embedding e
                    SEMI JOIN (SELECT id FROM source_memories.memory WHERE namespace = \(namespace)) m
                        ON m.id = e.memory_id
                    WHERE e.model = \(model)
                    """)
                try vectors.forEachChunk { chunk in try index.place(chunk, numbers) }
                // One that may only be read and is from before passages had vectors has no table.
                guard try StoreSchema.hasPassages(connection) else { return index }
                let readings = try connection.query(
                    """
                    SELECT p.memory_id, p.vector
                    FROM source_memories.passage p
                    SEMI JOIN (SELECT id FROM source_memories.memory WHERE namespace = \(namespace)) m
                        ON m.id = p.memory_id
                    WHERE p.model = \(model + Readings.suffix)
                    """)
                try readings.forEachChunk { chunk in try index.placeReadings(chunk, numbers) }
                if index.passages.isEmpty { return index }
                let passages = try connection.query(
                    """
                    SELECT p.memory_id, p.vector, p.number::BIGINT
                    FROM source_memories.passage p
                    SEMI JOIN (SELECT id FROM source_memories.memory WHERE namespace = \(namespace)) m
                        ON m.id = p.memory_id
                    WHERE p.model = \(model)
                    """)
                try passages.forEachChunk { chunk in try index.placePassages(chunk, numbers) }
                return index
            }
        }
        index.readAfter = begun.load(ordering: .acquiring)
        return index
    }
}

extension RecallIndex {
    /// Adds a block of rows as `loadIndex` selects them.
    fileprivate mutating func append(_ chunk: Chunk) throws(DuckDBError) {
        let ids = try chunk.uuids(0)
        let contents = try chunk.strings(1)
        let speakers = try chunk.strings(2)
        let sessions = try chunk.strings(3)
        let times = try chunk.int64s(4)
        let told = try chunk.int64s(5)
        for row in 0..<chunk.rowCount {
            guard let id = ids[row], let time = times[row], let toldAt = told[row] else { continue }
            let entry = Entry(
                id: id, content: contents[row] ?? "", speaker: speakers[row],
                session: sessions[row], occurredAt: Moment(microseconds: time),
                recordedAt: Moment(microseconds: toldAt))
            append(entry, vector: nil)
        }
    }

    /// Puts a block of passages' vectors where they belong.
    fileprivate mutating func placePassages(_ chunk: Chunk, _ numbers: [UUID: Int32])
        throws(DuckDBError)
    {
        let ids = try chunk.uuids(0)
        let vectors = try chunk.floatVectors(1)
        let places = try chunk.int64s(2)
        for row in 0..<chunk.rowCount {
            guard let memory = ids[row].flatMap({ numbers[$0] }), let place = places[row] else {
                continue
            }
            vectors.withVector(row) { vector in
                if let vector { passages.setVector(of: memory, number: Int(place), to: vector) }
            }
        }
    }

    /// Adds a block of readings' vectors.
    fileprivate mutating func placeReadings(_ chunk: Chunk, _ numbers: [UUID: Int32])
        throws(DuckDBError)
    {
        let ids = try chunk.uuids(0)
        let vectors = try chunk.floatVectors(1)
        for row in 0..<chunk.rowCount {
            guard let memory = ids[row].flatMap({ numbers[$0] }) else { continue }
            vectors.withVector(row) { vector in
                if let vector { readings.add(vector, of: memory) }
            }
        }
    }

    /// Puts a block of vectors where their memories stand.
    fileprivate mutating func place(_ chunk: Chunk, _ numbers: [UUID: Int32])
        throws(DuckDBError)
    {
        let ids = try chunk.uuids(0)
        let vectors = try chunk.floatVectors(1)
        for row in 0..<chunk.rowCount {
            guard let number = ids[row].flatMap({ numbers[$0] }) else { continue }
            vectors.withVector(row) { vector in
                if let vector { setVector(of: Int(number), to: vector) }
            }
        }
    }
}
