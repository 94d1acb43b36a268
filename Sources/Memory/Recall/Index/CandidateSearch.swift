import Foundation

/// What a process that asks one question wants of a large namespace: not all of it.
struct CandidateSearch {
    var namespace: String
    var model: String
    var dimensions: Int
    /// The question's words, each once: as asked, and their stems.
    var words: [(word: String, stem: String)]
    var vector: [Float]?
    var window: TimeWindow?
    var asOf: Moment?
    var since: Moment?
    var until: Moment?
    /// How many memories each way of looking gives at most.
    var reach = 300
}

/// What is known of a whole namespace where an index holds a part of it.
struct Corpus: Sendable {
    var memories: Int
    var sessions: Int
    /// Terms a memory has, in the mean.
    var meanLength: Float
    /// In how many memories each stem is.
    var frequencies: [String: Int]

    /// How many memories a memory's window spans in the mean: itself and two each way, as far as
    /// its session reaches; the shares weigh the near and the next but one.
    private func span(_ near: Float, _ far: Float) -> Float {
        guard memories > 0 else { return 1 }
        let ends = Float(sessions) / Float(memories)
        return 1 + 2 * near * max(0, 1 - ends) + 2 * far * max(0, 1 - 2 * ends)
    }

    /// The mean terms of a window.
    func meanWindowLength(_ weights: RecallWeights) -> Float {
        max(1, meanLength * span(weights.nextWords, weights.nextButOneWords))
    }

    /// How many memories have a term in their window, if it fell independently.
    func windowFrequency(_ stem: String) -> Float {
        let share = Float(frequencies[stem] ?? 0) / Float(max(1, memories))
        return Float(memories) * (1 - pow(1 - min(1, share), span(1, 1)))
    }
}
