import DuckDB
import Foundation
import JSON

/// Compares what recall takes for the similarity of memories with what DuckDB makes of the vectors
/// in the store, one by one.
struct ExactCheck {
    /// How many memories of the best are compared.
    static let top = 10
    /// Sums of 384 products in another order differ by less.
    static let tolerance = 1e-5

    private(set) var vectors = 0
    /// Questions whose best ten are not the store's best ten.
    private(set) var different = 0
    private(set) var maximumDifference = 0.0
    private var scans: [Double] = []

    /// Asks for a vector's neighbours both ways.
    mutating func compare(_ vector: [Float], in index: RecallIndex, _ store: MemoryStore)
        throws(MemoryError)
    {
        var question = RecallQuestion("", in: index, now: .latest, zone: .gmt)
        question.vector = vector
        let score = RecallScore(
            question, in: index, associations: AssociationGraph(), count: index.count,
            now: .latest)
        try reporting(store.file) {
            let (nearest, milliseconds) = try ContinuousClock().timed {
                try neighbours(of: vector, limit: Self.top, index.namespace, store)
            }
            scans.append(milliseconds)
            let exact = try neighbours(of: vector, limit: nil, index.namespace, store)
            var least = Double.infinity
            for (_, similarity) in nearest { least = min(least, similarity) }
            var numbers: [UUID: Int] = [:]
            for (number, id) in index.ids.enumerated() { numbers[id] = number }
            var above = 0
            for (id, similarity) in exact {
                guard let number = numbers[id] else { continue }
                let found = Double(score.cosine[number])
                maximumDifference = max(maximumDifference, abs(found - max(0, similarity)))
                if found > least + Self.tolerance { above += 1 }
            }
            let best = score.cosine.indices.sorted { score.cosine[$0] > score.cosine[$1] }
            let found = best.prefix(Self.top).map { Double(score.cosine[$0]) }
            let falls = (found.last ?? 0) < least - Self.tolerance
            vectors += 1
            if above > Self.top || falls || exact.count != index.count - index.withoutVector {
                different += 1
            }
        }
    }

    var json: JSON {
        [
            "vectors": .int(vectors), "top": .int(Self.top),
            "equal": .bool(different == 0 && maximumDifference < Self.tolerance),
            "different": .int(different), "max_difference": .double(maximumDifference),
            "duckdb_scan_ms": .double(
                toThousandths(Timings(milliseconds: scans).percentile(50))),
        ]
    }

    /// Memories by similarity, all or the best.
    private func neighbours(
        of vector: [Float], limit: Int?, _ namespace: String, _ store: MemoryStore
    ) throws(DuckDBError) -> [(UUID, Double)] {
        let result = try store.connection.query(
            """
            SELECT e.memory_id,
                array_inner_product(e.vector::FLOAT[384], \(vector)::FLOAT[384])::DOUBLE AS near
            FROM source_memories.embedding e JOIN source_memories.memory m ON m.id = e.memory_id
            WHERE m.namespace = \(namespace) AND e.model = \(Encoder.modelName)
            ORDER BY near DESC LIMIT \(limit ?? Int(Int32.max))
            """)
        var found: [(UUID, Double)] = []
        for row in result.rows { found.append((try row.decode(0), try row.decode(1))) }
        return found
    }
}
