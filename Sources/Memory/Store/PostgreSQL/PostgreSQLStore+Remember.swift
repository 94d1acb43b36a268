public import Foundation
import PostgreSQL
import Synchronization

extension PostgreSQLStore {
    /// How many memories go into one transaction.
    private static let batch = 2000
    /// Fewer are not worth a COPY.
    private static let many = 200

    public func remember(
        _ drafts: [MemoryDraft], now: Moment, telling number: UUID?, progress: (Int, Int) -> Void
    ) throws(MemoryError) -> [Remembered] {
        for draft in drafts { try draft.validate() }
        let first = clock.take(drafts.count, at: now)
        var telling = Telling(drafts, now: first, number: number)
        telling.settle(try kept(telling.doubtful))
        var stored = try insert(telling, drafts, progress: progress)
        // What happens as it is told is never the same as what another told at the same moment.
        var later: Int64 = 1
        while true {
            let met = telling.postpone(0..<drafts.count, stored: stored, by: later)
            if met.isEmpty { break }
            for at in met {
                let (ids, _) = try Self.insert(
                    telling.records([at]), [drafts[at]], ids: [telling.ids[at]], copying: false,
                    on: server)
                stored.formUnion(ids)
            }
            later *= 2
        }
        try retell(telling.ids.filter { !stored.contains($0) }, telling: number)
        return telling.ids.enumerated().map { at, id in
            let isNew = stored.remove(id) != nil
            return Remembered(
                id: id, outcome: isNew ? .stored : .known,
                record: isNew ? telling.record(at) : nil)
        }
    }

    /// Keeps what is told, in batches that two connections share.
    private func insert(
        _ telling: Telling, _ drafts: [MemoryDraft], progress: (Int, Int) -> Void
    ) throws(MemoryError) -> Set<UUID> {
        progress(0, drafts.count)
        let batches = Self.pieces(of: drafts.count, most: Self.batch)
        let stored = Mutex(Set<UUID>())
        // Where one is known already, as when a file is imported again, most are.
        let mayCopy = drafts.count < Self.many ? false : try mayCopyMemories()
        let isCopied = Mutex(mayCopy)
        try share(
            batches.count,
            { (number, server) throws(MemoryError) in
                let range = batches[number]
                let (ids, wereCopied) = try Self.insert(
                    telling.records(range), drafts[range], ids: telling.ids[range],
                    copying: isCopied.withLock(\.self), on: server)
                if !wereCopied { isCopied.withLock { $0 = false } }
                stored.withLock { $0.formUnion(ids) }
            },
            progress: { progress($0 == 0 ? 0 : batches[$0 - 1].upperBound, drafts.count) })
        return stored.withLock(\.self)
    }

    /// COPY does not ask the policies of namespaces: it is for roles that may write to all.
    private func mayCopyMemories() throws(MemoryError) -> Bool {
        try server.run { connection, _ in
            try connection.query("SELECT NOT row_security_active('dormouse.memory')").value()
        }
    }

    /// Inserts what is not there yet, in the order of ids so that two writers of the same memories
    /// do not wait for each other in a circle, and gives the ids of what was not there.
    ///
    /// - Parameter copying: whether to try COPY first.
    /// - Returns: the ids, and whether COPY did.
    private static func insert(
        _ records: [MemoryRecord], _ drafts: ArraySlice<MemoryDraft>, ids: ArraySlice<UUID>,
        copying: Bool, on server: ServerConnection
    ) throws(MemoryError) -> (ids: Set<UUID>, wereCopied: Bool) {
        if records.isEmpty { return ([], copying) }
        let new = NewMemories(records)
        let accesses = zip(drafts, ids).flatMap { draft, id in
            draft.accesses.compactMap { access in
                UUID(uuidString: access.recallID).map { (id, $0, access) }
            }
        }
        return try server.run { connection, tries in
            // A second try may meet what the first has kept.
            if copying, accesses.isEmpty, tries == 0, try new.copyStraight(to: connection) {
                return (Set(new.rows.map(\.id)), true)
            }
            func insert() throws -> Set<UUID> {
                let result = try connection.query(new.insertion, isPrepared: true)
                var stored = Set(try result.values(0, as: UUID.self))
                if tries > 0 {
                    // The connection broke when it may have been kept already. Then what is there
                    // with our time of telling, of our call, is ours.
                    let mine = try connection.query(
                        """
                        SELECT m.id FROM dormouse.memory m
                        JOIN unnest(\(new.rows.map(\.id)), \(new.rows.map(\.recordedAt.postgres)))
                            AS t (id, told) ON t.id = m.id AND t.told = m.recorded_at
                        WHERE m.telling IS NOT DISTINCT FROM \(new.rows[0].telling)
                        """)
                    stored.formUnion(try mine.values(0, as: UUID.self))
                }
                return stored
            }
            // A statement alone is its own transaction, in one round trip.
            if accesses.isEmpty { return (try insert(), false) }
            let ids = try connection.transaction { () throws -> Set<UUID> in
                let stored = try insert()
                let told = accesses.filter { stored.contains($0.0) }
                try connection.query(
                    """
                    INSERT INTO dormouse.access (recall_id, namespace, memory_id, rank, accessed_at)
                    SELECT t.recall, m.namespace, m.id, t.rank, t.at
                    FROM unnest(\(told.map(\.1)), \(told.map(\.0)), \(told.map { Int32($0.2.rank) }),
                            \(told.map(\.2.accessedAt.postgres))) AS t (recall, memory, rank, at)
                    JOIN dormouse.memory m ON m.id = t.memory
                    ORDER BY 1, 3 ON CONFLICT DO NOTHING
                    """)
                return stored
            }
            return (ids, false)
        }
    }
}
