import Foundation
import PostgreSQL

extension PostgreSQLStore {
    public func loadIndex(namespace: String, model: String, dimensions: Int) throws(MemoryError)
        -> RecallIndex
    {
        let index = try server.run { connection, _ in
            // One view of everything, so that the snapshot tells what is in the index.
            try connection.transaction(Self.view) { () throws -> RecallIndex in
                var index = RecallIndex(namespace: namespace, dimensions: dimensions)
                index.snapshot = try connection.query("SELECT pg_current_snapshot()::text").value()
                let words = try connection.query(
                    """
                    SELECT \(Self.entryColumns) FROM dormouse.memory m
                    WHERE namespace = \(namespace) AND repeats IS NULL
                    ORDER BY occurred_at, recorded_at, id
                    """)
                index.reserve(words.rowCount)
                for row in words.rows { index.append(try Self.entry(row), vector: nil) }
                let numbers = index.numbers
                let vectors = try connection.query(
                    """
                    SELECT memory_id, vector FROM dormouse.embedding
                    WHERE namespace = \(namespace) AND model = \(model)
                    """)
                for row in vectors.rows { try index.place(row, numbers) }
                let readings = try connection.query(
                    """
                    SELECT memory_id, vector FROM dormouse.passage
                    WHERE namespace = \(namespace) AND model = \(model + Readings.suffix)
                    """)
                for row in readings.rows { try index.placeReading(row, numbers) }
                if index.passages.isEmpty { return index }
                let passages = try connection.query(
                    """
                    SELECT memory_id, vector, number FROM dormouse.passage
                    WHERE namespace = \(namespace) AND model = \(model)
                    """)
                for row in passages.rows { try index.placePassage(row, numbers) }
                return index
            }
        }
        if index.count >= Self.largeNamespace, !isReadOnly { try haveTablesCounted(index.count) }
        return index
    }

    /// Lets the server count its tables where it takes them for much smaller than they are, as after
    /// an import: till then it plans as if they were empty, and nothing else counts a table that is
    /// split. A role that may not gets a warning from the server, and nothing happens.
    private func haveTablesCounted(_ atLeast: Int) throws(MemoryError) {
        try server.run { connection, _ in
            let isKnown: Bool = try connection.query(
                """
                SELECT bool_and(reltuples >= \(Double(atLeast) / 2)) FROM pg_class
                WHERE oid IN ('dormouse.memory'::regclass, 'dormouse.embedding'::regclass)
                """
            ).value()
            if !isKnown {
                try connection.query(
                    "ANALYZE (SKIP_LOCKED) dormouse.memory, dormouse.embedding")
            }
        }
    }

    static let view = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)

    /// What an index needs of a memory, of the table called m.
    static let entryColumns = PostgresQuery(
        unescaped: """
            m.id, m.content, m.speaker, coalesce(m.session_id, m.parent_id::text), m.occurred_at,
                m.recorded_at
            """)

    static func entry(_ row: PostgresRow) throws(PostgreSQLError) -> RecallIndex.Entry {
        RecallIndex.Entry(
            id: try row.decode(0), content: try row.decode(1), speaker: try row.decode(2),
            session: try row.decode(3),
            occurredAt: Moment(try row.decode(4, as: PostgresTimestamp.self)),
            recordedAt: Moment(try row.decode(5, as: PostgresTimestamp.self)))
    }

    public func refresh(_ index: inout RecallIndex, model: String) throws(MemoryError)
        -> IndexFreshness
    {
        guard let seen = index.snapshot else { return .stale }
        let namespace = index.namespace
        // Nearly always nothing is new; that is found out in one round trip.
        let news = try server.query(
            """
            SELECT EXISTS (SELECT FROM dormouse.memory
                    WHERE \(Self.isNew(since: seen)) AND namespace = \(namespace)),
                EXISTS (SELECT FROM dormouse.embedding
                    WHERE \(Self.isNew(since: seen)) AND namespace = \(namespace)
                        AND model = \(model))
                    OR EXISTS (SELECT FROM dormouse.passage
                    WHERE \(Self.isNew(since: seen)) AND namespace = \(namespace)),
                EXISTS (SELECT FROM dormouse.erasure
                    WHERE \(Self.isNew(since: seen)) AND namespace = \(namespace)),
                (SELECT coalesce(max(cycle), 0) FROM dormouse.sleep_cycle),
                (SELECT count(*) FROM dormouse.undone_cycle)
            """)
        let (hasMemories, hasVectors, hasErased, cycle, undone): (Bool, Bool, Bool, Int, Int)
        do throws(PostgreSQLError) {
            let row = news.rows[0]
            hasMemories = try row.decode(0)
            hasVectors = try row.decode(1)
            hasErased = try row.decode(2)
            cycle = try row.decode(3)
            undone = try row.decode(4)
        } catch {
            throw MemoryError(error, at: place)
        }
        if hasErased { return .stale }
        if hasMemories || hasVectors {
            try takeNews(into: &index, since: seen, model: model)
        }
        // What sleep made names memories: it is read after them. Where it may name one that came
        // into the index just now, it is read again.
        let isNew =
            (cycle, undone) != (index.cycle, index.undoneCycles)
            || hasMemories && !index.knowsWhatWasSlept
        return isNew ? .sleptMeanwhile : .current
    }

    /// Adds what was written since a snapshot.
    private func takeNews(into index: inout RecallIndex, since seen: String, model: String)
        throws(MemoryError)
    {
        let namespace = index.namespace
        let found = try server.run { connection, _ in
            try connection.transaction(Self.view) {
                (
                    try connection.query("SELECT pg_current_snapshot()::text").value(
                        as: String.self),
                    try connection.query(
                        """
                        SELECT \(Self.entryColumns) FROM dormouse.memory m
                        WHERE \(Self.isNew(since: seen)) AND namespace = \(namespace)
                            AND repeats IS NULL
                        ORDER BY occurred_at, recorded_at, id
                        """),
                    try connection.query(
                        """
                        SELECT memory_id, vector FROM dormouse.embedding
                        WHERE \(Self.isNew(since: seen)) AND namespace = \(namespace)
                            AND model = \(model)
                        """),
                    try connection.query(
                        """
                        SELECT memory_id, vector, number FROM dormouse.passage
                        WHERE \(Self.isNew(since: seen)) AND namespace = \(namespace)
                            AND model = \(model)
                        """),
                    try connection.query(
                        """
                        SELECT memory_id, vector FROM dormouse.passage
                        WHERE \(Self.isNew(since: seen)) AND namespace = \(namespace)
                            AND model = \(model + Readings.suffix)
                        """)
                )
            }
        }
        do throws(PostgreSQLError) {
            let entries = try found.1.rows.map { row throws(PostgreSQLError) in
                try Self.entry(row)
            }
            let known = index.numbers(of: Set(entries.map(\.id)))
            index.insert(entries.filter { known[$0.id] == nil })
            let embedded = try found.2.values(0, as: UUID.self)
            let numbers = index.numbers(of: Set(embedded))
            for (id, row) in zip(embedded, found.2.rows) {
                if let number = numbers[id] { try index.place(row, at: number) }
            }
            let owners = index.numbers(of: Set(try found.3.values(0, as: UUID.self)))
            for row in found.3.rows { try index.placePassage(row, owners.mapValues(Int32.init)) }
            let read = index.numbers(of: Set(try found.4.values(0, as: UUID.self)))
            for row in found.4.rows { try index.placeReading(row, read.mapValues(Int32.init)) }
        } catch {
            throw MemoryError(error, at: place)
        }
        index.snapshot = found.0
    }

    /// The condition of having been committed after a snapshot was taken, whenever it was begun and
    /// whatever times it carries.
    static func isNew(since snapshot: String) -> PostgresQuery {
        """
        arrival >= pg_snapshot_xmin(\(snapshot)::pg_snapshot)
            AND NOT pg_visible_in_snapshot(arrival, \(snapshot)::pg_snapshot)
        """
    }
}

extension RecallIndex {
    /// Puts a vector where its memory stands.
    mutating func place(_ row: PostgresRow, _ numbers: [UUID: Int32]) throws {
        guard let number = numbers[try row.decode(0)] else { return }
        try place(row, at: Int(number))
    }

    /// Puts a passage's vector where it belongs.
    mutating func placePassage(_ row: PostgresRow, _ numbers: [UUID: Int32])
        throws(PostgreSQLError)
    {
        guard let memory = numbers[try row.decode(0)] else { return }
        let vector: [Float] = try row.decode(1)
        let number: Int = try row.decode(2)
        vector.withUnsafeBufferPointer { passages.setVector(of: memory, number: number, to: $0) }
    }

    /// Adds the vector of a memory's reading.
    mutating func placeReading(_ row: PostgresRow, _ numbers: [UUID: Int32])
        throws(PostgreSQLError)
    {
        guard let memory = numbers[try row.decode(0)] else { return }
        let vector: [Float] = try row.decode(1)
        vector.withUnsafeBufferPointer { readings.add($0, of: memory) }
    }

    fileprivate mutating func place(_ row: PostgresRow, at number: Int) throws(PostgreSQLError) {
        let vector: [Float] = try row.decode(1)
        vector.withUnsafeBufferPointer { setVector(of: number, to: $0) }
    }
}
