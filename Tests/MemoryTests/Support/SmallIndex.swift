import Foundation

@testable import Memory

/// An index of a few memories that a test writes down, with vectors of eight numbers.
struct SmallIndex {
    var index = RecallIndex(namespace: "default", dimensions: 8)

    /// Adds a memory a minute after the one before.
    ///
    /// - Parameter vector: its first numbers; the rest are 0. Nil for a memory without one.
    mutating func add(
        _ content: String, session: String? = nil, by speaker: String? = nil,
        vector: [Float]? = nil
    ) {
        let number = index.count
        let entry = RecallIndex.Entry(
            id: Self.id(number), content: content, speaker: speaker, session: session,
            occurredAt: Moment(microseconds: Int64(number) * 60 * Moment.second),
            recordedAt: Moment(microseconds: 0))
        guard let vector else { return index.append(entry, vector: nil) }
        let full = vector + [Float](repeating: 0, count: 8 - vector.count)
        full.withUnsafeBufferPointer { index.append(entry, vector: $0) }
    }

    static func id(_ number: Int) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(number)))
    }

    func question(_ text: String, vector: [Float]? = nil, now: Moment = .latest) -> RecallQuestion {
        var question = RecallQuestion(text, in: index, now: now, zone: .gmt)
        question.vector = vector.map { $0 + [Float](repeating: 0, count: 8 - $0.count) }
        return question
    }

    func score(
        _ text: String, vector: [Float]? = nil, links: [AssociationGraph.Link] = [],
        count: Int? = nil
    ) -> RecallScore {
        RecallScore(
            question(text, vector: vector), in: index,
            associations: AssociationGraph(links, count: index.count), count: count ?? index.count,
            now: .latest, ranker: nil)
    }
}

func isNear(_ left: Float, _ right: Double, within tolerance: Double = 1e-5) -> Bool {
    abs(Double(left) - right) <= tolerance
}
