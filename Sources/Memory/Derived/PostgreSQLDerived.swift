import Foundation
import JSON
import PostgreSQL

/// What sleep made, read from the tables it was written back to.
struct PostgreSQLDerived: DerivedStore {
    let server: ServerConnection

    func load(into index: inout RecallIndex) throws(MemoryError) {
        let namespace = index.namespace
        let numbers = index.numbers
        let snapshot = index.snapshot
        // Of a part of a namespace only what concerns that part.
        let part = index.corpus == nil ? nil : index.ids
        let found = try server.run { connection, _ in
            try connection.transaction(PostgreSQLStore.view) {
                let reader = PostgreSQLRecallReader(
                    connection: connection, namespace: namespace, numbers: numbers, part: part)
                let last = try reader.lastCycle(knowing: snapshot)
                return (
                    last, try reader.associations(afterCycle: nil), try reader.strengths(),
                    try reader.knowledge(), try reader.facts()
                )
            }
        }
        (index.cycle, index.knowsWhatWasSlept, index.undoneCycles) = found.0
        guard index.cycle > 0 else {
            index.associations = AssociationGraph()
            index.strengths = []
            index.knowledge = KnowledgeTable()
            return
        }
        (index.associations, index.strengths, index.knowledge) = (found.1, found.2, found.3)
        index.facts = found.4
    }

    func associations(of index: RecallIndex, asOf moment: Moment) throws(MemoryError)
        -> AssociationGraph
    {
        try server.run { connection, _ in
            let reader = PostgreSQLRecallReader(
                connection: connection, namespace: index.namespace, numbers: index.numbers)
            return try reader.associations(afterCycle: try reader.cycle(asOf: moment))
        }
    }

    /// Cycles from before there was a journal are in it by their number and time.
    func sleepEntries() throws(MemoryError) -> [SleepEntry] {
        try server.run { connection, _ in
            try connection.query(
                """
                SELECT number, cycle, state, as_of, stage, new_memories, written_at, details
                FROM dormouse.sleep_journal
                UNION ALL
                SELECT 0, cycle, 'stands', as_of, stage, new_memories, written_at, '{}'
                FROM dormouse.sleep_cycle c
                WHERE NOT EXISTS (SELECT FROM dormouse.sleep_journal j
                    WHERE j.cycle = c.cycle AND j.state = 'stands')
                ORDER BY 1, 2
                """
            ).rows.map { row in
                var entry = SleepEntry(
                    number: try row.decode(0), cycle: try row.decode(1),
                    state: SleepEntry.State(rawValue: try row.decode(2)) ?? .stands,
                    asOf: Moment(try row.decode(3, as: PostgresTimestamp.self)),
                    stage: try row.decode(4), newMemories: try row.decode(5),
                    writtenAt: Moment(try row.decode(6, as: PostgresTimestamp.self)))
                let details: String = try row.decode(7)
                if let details = try? JSON.parse(details) { entry.take(details: details) }
                return entry
            }
        }
    }

    func completedCycles() throws(MemoryError) -> Int {
        try server.run { connection, _ in
            try connection.query("SELECT count(*) FROM dormouse.sleep_cycle").value()
        }
    }

    func counts(namespace: String?) throws(MemoryError) -> [Statistics.Entry] {
        guard try completedCycles() > 0 else { return [] }
        let inside = PostgreSQLStore.isIn(namespace)
        return try server.run { connection, _ in
            let row = try connection.query(
                """
                SELECT
                    (SELECT count(DISTINCT (episode_id, cycle)) FROM dormouse.episode_memory
                     WHERE replaced_by IS NULL AND \(inside)),
                    (SELECT count(*) FROM dormouse.association
                     WHERE replaced_by IS NULL AND \(inside)),
                    (SELECT count(*) FROM dormouse.semantic_memory
                     WHERE replaced_by IS NULL AND \(inside)),
                    (SELECT count(*) FROM dormouse.fact WHERE valid_to IS NULL AND \(inside)),
                    (SELECT count(*) FROM dormouse.quarantine WHERE \(inside))
                """
            ).rows[0]
            let names = [
                "episodes", "associations", "semantic memories", "facts", "in quarantine",
            ]
            return try names.enumerated().map { at, name in
                Statistics.Entry(name: name, rows: try row.decode(at))
            }
        }
    }
}
