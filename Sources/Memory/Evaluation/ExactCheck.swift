import Foundation
import JSON

/// Compares what recall takes for the similarity of memories with what the store itself makes
/// of the vectors it holds, one by one.
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
    mutating func compare(_ vector: [Float], in index: RecallIndex, _ store: any MemoryStore)
        throws(MemoryError)
    {
        var question = RecallQuestion("", in: index, now: .latest, zone: .gmt)
        question.vector = vector
        let score = RecallScore(
            question, in: index, associations: AssociationGraph(), count: index.count,
            now: .latest)
        try reporting(store.place) {
            let (nearest, milliseconds) = try ContinuousClock().timed {
                try store.nearest(
                    to: vector, namespace: index.namespace, model: Encoder.modelName,
                    limit: Self.top)
            }
            scans.append(milliseconds)
            let exact = try store.nearest(
                to: vector, namespace: index.namespace, model: Encoder.modelName,
                limit: Int(Int32.max))
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
            "store_scan_ms": .double(
                toThousandths(Timings(milliseconds: scans).percentile(50))),
        ]
    }
}
