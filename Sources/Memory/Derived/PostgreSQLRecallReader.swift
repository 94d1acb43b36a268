import Foundation
import PostgreSQL

/// Reads what was written back about one namespace, for recall.
struct PostgreSQLRecallReader {
    let connection: BlockingConnection
    let namespace: String
    /// Numbers of the memories recall knows; what names others is left out.
    let numbers: [UUID: Int32]
    /// The memories of which something is wanted; nil for all of the namespace.
    var part: [UUID]?

    private func isWanted(_ column: String) -> PostgresQuery {
        guard let part else { return "true" }
        return "\(identifier: column) = ANY (\(part))"
    }

    /// The last cycle, 0 where there is none, and whether all that it saw can be seen by a snapshot,
    /// and how many were undone.
    func lastCycle(knowing snapshot: String?) throws -> (
        cycle: Int, isKnown: Bool, undone: Int
    ) {
        let undone: Int = try connection.query("SELECT count(*) FROM dormouse.undone_cycle").value()
        let last = try connection.query(
            """
            SELECT cycle, coalesce(
                pg_snapshot_xmax(seen) <= pg_snapshot_xmin(\(snapshot)::pg_snapshot), true)
            FROM dormouse.sleep_cycle ORDER BY cycle DESC LIMIT 1
            """
        ).rows.first
        guard let last else { return (0, true, undone) }
        return (try last.decode(0), try last.decode(1), undone)
    }

    /// The cycle that stood at a moment: the last that slept as of then or before.
    func cycle(asOf moment: Moment) throws -> Int {
        try connection.query(
            """
            SELECT coalesce(max(cycle), 0) FROM dormouse.sleep_cycle
            WHERE as_of <= \(moment.postgres)
            """
        ).value()
    }

    /// The associations that stand now, or stood after a cycle. Those by session and by time are
    /// left out: recall follows its neighbours and sessions by itself.
    func associations(afterCycle cycle: Int?) throws -> AssociationGraph {
        // Today's weight is what a link was written with, less its decay; an earlier day is asked
        // for as the links were written.
        var rows: PostgresQuery = """
            SELECT source_id, target_id,
                weight * power(1 - last.synaptic_decay_rate, last.cycle - association.cycle)
            FROM dormouse.association, (
                SELECT cycle, synaptic_decay_rate FROM dormouse.sleep_cycle
                ORDER BY cycle DESC LIMIT 1
            ) AS last
            WHERE namespace = \(namespace) AND replaced_by IS NULL
                AND kind NOT IN ('session', 'time') AND \(isWanted("source_id"))
            """
        if let cycle {
            rows = """
                SELECT source_id, target_id, weight FROM dormouse.association
                WHERE namespace = \(namespace) AND kind NOT IN ('session', 'time')
                    AND cycle <= \(cycle) AND (replaced_by IS NULL OR replaced_by > \(cycle))
                """
        }
        var links: [AssociationGraph.Link] = []
        let result = try connection.query(rows)
        links.reserveCapacity(result.rowCount)
        for row in result.rows {
            guard let source = numbers[try row.decode(0)], let target = numbers[try row.decode(1)]
            else { continue }
            links.append(
                .init(
                    source: source, target: target,
                    weight: Float(try row.decode(2, as: Double.self))))
        }
        // In an order of their own, so that sums come out the same however the rows came.
        links.sort { ($0.source, $0.target) < ($1.source, $1.target) }
        return AssociationGraph(links, count: numbers.count)
    }

    /// How strongly each memory is kept, by number; nil for one sleep has not met.
    func strengths() throws -> [MemoryStrength?] {
        var strengths = [MemoryStrength?](repeating: nil, count: numbers.count)
        let result = try connection.query(
            """
            SELECT memory_id, stability_days, strengthened_at, is_pinned
            FROM dormouse.memory_strength
            WHERE namespace = \(namespace) AND \(isWanted("memory_id"))
            """)
        for row in result.rows {
            guard let number = numbers[try row.decode(0)] else { continue }
            strengths[Int(number)] = MemoryStrength(
                stabilityDays: try row.decode(1),
                strengthenedAt: Moment(try row.decode(2, as: PostgresTimestamp.self)),
                isPinned: try row.decode(3))
        }
        return strengths
    }

    /// Gists, each with the memories it was made of.
    func knowledge() throws -> KnowledgeTable {
        var table = KnowledgeTable()
        let gists = try connection.query(
            """
            SELECT coalesce(gist, ''), sources, first_at FROM dormouse.semantic_memory
            WHERE namespace = \(namespace) AND replaced_by IS NULL
                AND \(part.map { "sources && \($0)" as PostgresQuery } ?? "true")
            ORDER BY strength DESC, semantic_id
            """)
        for row in gists.rows {
            table.add(
                Knowledge(
                    kind: .gist, text: try row.decode(0), sources: try row.decode(1),
                    validFrom: Moment(try row.decode(2, as: PostgresTimestamp.self)), validTo: nil),
                numbers)
        }
        return table
    }

    /// The timelines.
    func facts() throws -> FactTable {
        var table = FactTable()
        let facts = try connection.query(
            """
            SELECT fact_id, subject, predicate, value, single_valued, valid_from, valid_to,
                confirmed_at, memory_id, sentence, source
            FROM dormouse.fact WHERE namespace = \(namespace) AND \(isWanted("memory_id"))
            ORDER BY confidence DESC, valid_from DESC, fact_id
            """)
        for row in facts.rows {
            table.add(
                TimelineFact(
                    id: try row.decode(0), subject: try row.decode(1), predicate: try row.decode(2),
                    value: try row.decode(3), isSingleValued: try row.decode(4),
                    validFrom: Moment(try row.decode(5, as: PostgresTimestamp.self)),
                    validTo: try row.decode(6, as: PostgresTimestamp?.self).map(Moment.init),
                    confirmedAt: Moment(try row.decode(7, as: PostgresTimestamp.self)),
                    memory: try row.decode(8), sentence: try row.decode(9),
                    source: try row.decode(10)))
        }
        return table
    }
}
