/// Vectors of length 1 in clusters, one a topic: about as near to each other as those of real
/// sentences are, 0.55 within a topic and 0.1 between topics.
struct SyntheticVectors: Sendable {
    private static let common: Float = 0.316
    private static let topic: Float = 0.671

    private let shared: [Float]
    private let topics: [[Float]]

    init(topics: Int, random: inout SeededGenerator) {
        shared = Self.direction(&random)
        self.topics = (0..<topics).map { _ in Self.direction(&random) }
    }

    /// A vector of a topic.
    func draw(topic: Int, _ random: inout SeededGenerator) -> [Float] {
        let center = topics[topic % topics.count]
        var vector = Self.direction(&random)
        for at in vector.indices {
            vector[at] =
                vector[at] * Self.topic + center[at] * Self.topic + shared[at] * Self.common
        }
        return Self.scaled(vector)
    }

    private static func direction(_ random: inout SeededGenerator) -> [Float] {
        scaled((0..<Encoder.dimensions).map { _ in random.normal() })
    }

    private static func scaled(_ vector: [Float]) -> [Float] {
        var sum: Float = 0
        for value in vector { sum += value * value }
        let scale = 1 / sum.squareRoot()
        return vector.map { $0 * scale }
    }
}
