import DuckDB
public import Foundation
import Synchronization

extension DuckDBStore {
    /// How many memories go into one transaction: each batch is on disk before the next begins.
    private static let batch = 2000
    /// How many memories of one call go into the log at most.
    private static let mostLogged = 100

    public func remember(
        _ drafts: [MemoryDraft], now: Moment, telling number: UUID?, progress: (Int, Int) -> Void
    ) throws(MemoryError) -> [Remembered] {
        for draft in drafts { try draft.validate() }
        let first = clock.take(drafts.count, at: now)
        var telling = Telling(drafts, now: first, number: number)
        if let logged = log(telling, drafts) {
            progress(drafts.count, drafts.count)
            return logged
        }
        return try access.writing { connection in
            telling.settle(try Self.kept(telling.doubtful, connection))
            progress(0, drafts.count)
            var remembered: [Remembered] = []
            var seen: Set<UUID> = []
            for start in stride(from: 0, to: drafts.count, by: Self.batch) {
                begun.add(1, ordering: .acquiringAndReleasing)
                let range = start..<min(start + Self.batch, drafts.count)
                let batch = TellingBatch(telling, range, accesses: drafts[range].map(\.accesses))
                try tellings.run(batch) { try write($0) }
                telling = batch.telling
                for at in range {
                    let id = telling.ids[at]
                    let isNew = seen.insert(id).inserted && batch.stored.contains(id)
                    remembered.append(
                        Remembered(
                            id: id, outcome: isNew ? .stored : .known,
                            record: isNew ? telling.record(at) : nil))
                }
                progress(range.upperBound, drafts.count)
            }
            return remembered
        }
    }

    /// Keeps what happens as it is told in the log, from where it goes to the database with what others
    /// tell.
    ///
    /// - Returns: nil where that is not the way: for long lists, for what may be known already, and
    ///   where the log cannot be written.
    private func log(_ telling: Telling, _ drafts: [MemoryDraft]) -> [Remembered]? {
        guard isLogging, drafts.count <= Self.mostLogged, telling.isOfNow(drafts.indices),
            drafts.allSatisfy(\.accesses.isEmpty)
        else { return nil }
        begun.add(1, ordering: .acquiringAndReleasing)
        let records = telling.records(drafts.indices)
        guard Set(records.map(\.id)).count == records.count else { return nil }
        do throws(MemoryError) { try access.log(records) } catch { return nil }
        return records.map { Remembered(id: $0.id, outcome: .stored, record: $0) }
    }

    // MARK: steps

    /// Writes batches in one transaction.
    private func write(_ batches: [TellingBatch]) throws {
        if batches.allSatisfy({ $0.telling.isOfNow($0.range) }) {
            // Looking for what is there already takes longer than everything else. Where something
            // is, nothing was written, and it is done the long way.
            do {
                let records = batches.flatMap(\.records)
                if Set(records.map(\.id)).count == records.count {
                    try connection.transaction {
                        _ = try insert(records, isKnownToBeNew: true)
                        for batch in batches { try finish(batch, stored: Set(batch.ids)) }
                    }
                    return
                }
            } catch let error as DuckDBError where error.code == .constraint {}
        }
        try connection.transaction {
            var stored = try insert(batches.flatMap(\.records))
            for batch in batches {
                // Where two tell the same at once, the first has told it.
                var mine = stored.intersection(batch.ids)
                stored.subtract(mine)
                // It may run twice; what is told a moment later is so both times.
                var later: Int64 = 1
                while true {
                    let met = batch.telling.postpone(batch.range, stored: mine, by: later)
                    if met.isEmpty { break }
                    mine.formUnion(try insert(batch.telling.records(met)))
                    later *= 2
                }
                try finish(batch, stored: mine)
            }
        }
    }

    /// Writes what belongs to memories that were just inserted, and what was told again.
    private func finish(_ batch: TellingBatch, stored: Set<UUID>) throws(DuckDBError) {
        batch.stored = stored
        try insertAccesses(of: batch)
        try retell(batch.ids.filter { !stored.contains($0) }, telling: batch.telling.number)
    }

    /// Inserts what is not there yet and gives the ids of what was. All rows go in with one
    /// statement: one by one, each would look through those that the transaction already holds,
    /// and ten thousand would take a minute.
    ///
    /// - Parameter isKnownToBeNew: then one that is there already is an error (`constraint`), and
    ///   nothing is given back.
    private func insert(_ records: [MemoryRecord], isKnownToBeNew: Bool = false)
        throws(DuckDBError) -> Set<UUID>
    {
        if records.isEmpty { return [] }
        var seen: Set<UUID> = []
        let records = records.filter { seen.insert($0.id).inserted }
        let insertion = try access.prepared(
            MemoryInsertion.statement(records.count)
                + (isKnownToBeNew ? "" : MemoryInsertion.unlessThere))
        let result = try insertion.query(MemoryInsertion.values(records))
        return isKnownToBeNew ? [] : Set(try result.uuids("id").compactMap { $0 })
    }

    /// Accesses that came along with an import, of those memories that are new.
    private func insertAccesses(of batch: TellingBatch) throws(DuckDBError) {
        for (at, accesses) in zip(batch.range, batch.accesses) where !accesses.isEmpty {
            let record = batch.telling.record(at)
            guard batch.stored.contains(record.id) else { continue }
            for access in accesses {
                guard let recall = UUID(uuidString: access.recallID) else { continue }
                try connection.query(
                    """
                    INSERT INTO source_memories.access VALUES (\(recall), \(record.namespace),
                        \(record.id), \(access.rank), \(access.accessedAt.timestamp))
                    """)
            }
        }
    }
}
