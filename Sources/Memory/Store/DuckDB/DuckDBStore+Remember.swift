import DuckDB
public import Foundation
import Synchronization

extension DuckDBStore {
    /// How many memories go into one transaction: each batch is on disk before the next begins.
    private static let batch = 2000

    public func remember(
        _ drafts: [MemoryDraft], now: Moment, telling number: UUID?, progress: (Int, Int) -> Void
    ) throws(MemoryError) -> [Remembered] {
        for draft in drafts { try draft.validate() }
        return try access.writing { connection in
            let first = clock.take(drafts.count, at: now)
            var telling = Telling(drafts, now: first, number: number)
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
        // Most are told one by one: values are planned and run in half the time of lists.
        let isOne = records.count == 1
        func column(_ value: (MemoryRecord) -> Value) -> Value {
            isOne ? value(records[0]) : .list(records.map(value))
        }
        let insertion = try access.prepared(
            (isOne ? Self.insertionOfOne : Self.insertionOfMany)
                + (isKnownToBeNew ? "" : " ON CONFLICT (id) DO NOTHING RETURNING id"))
        let result = try insertion.query(
            [
                column { .uuid($0.id) }, column { .string($0.namespace) },
                column { .string($0.content) }, column { .string($0.contentHash) },
                column { $0.role.duckDBValue }, column { $0.speaker.duckDBValue },
                column { $0.sessionID.duckDBValue }, column { $0.context.duckDBValue },
                column { $0.tags.duckDBValue }, column { $0.metadata.duckDBValue },
                column { .timestamptz($0.occurredAt.timestamp) },
                column { .timestamptz($0.recordedAt.timestamp) },
                column { $0.parentID.duckDBValue }, column { $0.chunkIndex.duckDBValue },
                column { .string($0.timeSource.rawValue) },
                column { $0.repeats.duckDBValue }, column { $0.supersedes.duckDBValue },
                column { $0.sourceFile.duckDBValue }, column { $0.telling.duckDBValue },
            ])
        return isKnownToBeNew ? [] : Set(try result.uuids("id").compactMap { $0 })
    }

    private static let types = [
        "UUID", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR",
        "VARCHAR[]", "VARCHAR", "TIMESTAMPTZ", "TIMESTAMPTZ", "UUID", "INTEGER", "VARCHAR",
        "UUID", "UUID", "VARCHAR", "UUID",
    ]

    private static let insertionOfOne = insertion(
        of: "VALUES (\(types.indices.map { "$\($0 + 1)::\(types[$0])" }.joined(separator: ", ")))")

    private static let insertionOfMany = insertion(
        of: "SELECT "
            + types.indices.map { "unnest($\($0 + 1)::\(types[$0])[])" }.joined(separator: ", "))

    private static func insertion(of rows: String) -> String {
        "INSERT INTO source_memories.memory \(rows)"
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
