import DuckDB
import Foundation

/// Reads what sleep derived of one namespace, for recall.
struct DuckDBRecallReader {
    let connection: Connection
    let namespace: String
    /// Numbers of the memories recall knows; what names others is left out.
    let numbers: [UUID: Int32]
    /// Whether those are few of the namespace's, so that reading it whole would be in vain.
    var areFew = false

    /// The cycle that stood at a moment: the last that slept as of then or before.
    func cycle(asOf moment: Moment) throws(DuckDBError) -> Int {
        try connection.query(
            """
            SELECT coalesce(max(cycle), 0) FROM sleep_cycle
            WHERE is_complete AND as_of <= \(moment.timestamp)
            """
        ).first?.intValue ?? 0
    }

    /// The associations that stand now, or stood after a cycle. Those by session and by time are
    /// left out: recall follows its neighbours and sessions by itself.
    func associations(afterCycle cycle: Int?) throws(DuckDBError) -> AssociationGraph {
        var rows: SQL = """
            SELECT source_id, target_id, weight FROM associations_current
            WHERE namespace = \(namespace) AND kind NOT IN ('session', 'time')
                AND \(isKnown("source_id"))
            """
        if let cycle {
            rows = """
                SELECT source_id, target_id, weight FROM associations_history
                WHERE namespace = \(namespace) AND kind NOT IN ('session', 'time')
                    AND \(isKnown("source_id"))
                    AND cycle <= \(cycle)
                    AND (replaced_by IS NULL OR replaced_by > \(cycle))
                """
        }
        var links: [AssociationGraph.Link] = []
        let result = try connection.query(rows)
        links.reserveCapacity(result.rowCount)
        for chunk in result.chunks {
            let sources = try chunk.uuids(0)
            let targets = try chunk.uuids(1)
            let weights = try chunk.doubles(2)
            for row in 0..<chunk.rowCount {
                guard let source = sources[row].flatMap({ numbers[$0] }),
                    let target = targets[row].flatMap({ numbers[$0] }), let weight = weights[row]
                else { continue }
                links.append(.init(source: source, target: target, weight: Float(weight)))
            }
        }
        // In an order of their own, so that sums come out the same however the rows came.
        links.sort { ($0.source, $0.target) < ($1.source, $1.target) }
        return AssociationGraph(links, count: numbers.count)
    }

    /// How strongly each memory is kept, by number; nil for one sleep has not met.
    func strengths() throws(DuckDBError) -> [MemoryStrength?] {
        var strengths = [MemoryStrength?](repeating: nil, count: numbers.count)
        let result = try connection.query(
            """
            SELECT memory_id, stability_days, strengthened_at, is_pinned FROM memory_strengths
            WHERE namespace = \(namespace) AND \(isKnown("memory_id"))
            """)
        for chunk in result.chunks {
            let ids = try chunk.uuids(0)
            let stabilities = try chunk.doubles(1)
            let times = try chunk.int64s(2)
            let pins = try chunk.bools(3)
            for row in 0..<chunk.rowCount {
                guard let number = ids[row].flatMap({ numbers[$0] }),
                    let stability = stabilities[row],
                    let time = times[row]
                else { continue }
                strengths[Int(number)] = MemoryStrength(
                    stabilityDays: stability, strengthenedAt: Moment(microseconds: time),
                    isPinned: pins[row] ?? false)
            }
        }
        return strengths
    }

    private func isKnown(_ column: String) -> SQL {
        guard areFew else { return "true" }
        return "\(identifier: column) IN (SELECT unnest(\(Array(numbers.keys))))"
    }

    /// Gists, each with the memories it was made of.
    func knowledge() throws(DuckDBError) -> KnowledgeTable {
        var table = KnowledgeTable()
        let gists = try connection.query(
            """
            SELECT gist, sources, first_at FROM semantic_memories_current
            WHERE namespace = \(namespace) ORDER BY strength DESC, semantic_id
            """)
        for row in gists.rows {
            table.add(
                Knowledge(
                    kind: .gist, text: try row.decode(0), sources: try row.decode(1),
                    validFrom: try row.decode(2, as: Timestamp?.self).map(Moment.init),
                    validTo: nil), numbers)
        }
        return table
    }

    /// The timelines.
    func facts() throws(DuckDBError) -> FactTable {
        var table = FactTable()
        let facts = try connection.query(
            """
            SELECT fact_id, subject, predicate, value, single_valued, valid_from, valid_to,
                confirmed_at, memory_id, sentence, source
            FROM facts_history WHERE namespace = \(namespace)
            ORDER BY confidence DESC, valid_from DESC, fact_id
            """)
        for row in facts.rows {
            table.add(
                TimelineFact(
                    id: try row.decode(0), subject: try row.decode(1), predicate: try row.decode(2),
                    value: try row.decode(3), isSingleValued: try row.decode(4),
                    validFrom: Moment(try row.decode(5, as: Timestamp.self)),
                    validTo: try row.decode(6, as: Timestamp?.self).map(Moment.init),
                    confirmedAt: Moment(try row.decode(7, as: Timestamp.self)),
                    memory: try row.decode(8), sentence: try row.decode(9),
                    source: try row.decode(10)))
        }
        return table
    }
}
