import Search

/// The vectors of memories' readings, a byte a dimension: they rank what words and meaning have
/// found, and what is lost in rounding is below the noise of the model.
struct ReadingTable: Sendable {
    let dimensions: Int
    private var rows: [Int8] = []
    /// What a row's bytes are multiplied with.
    private var scales: [Float] = []
    private var ofMemory: [Int32: [Int32]] = [:]

    init(dimensions: Int) { self.dimensions = dimensions }

    var isEmpty: Bool { scales.isEmpty }

    /// What this takes in memory, more or less.
    var bytes: Int { rows.count + 4 * scales.count + 64 * ofMemory.count }

    mutating func add(_ vector: UnsafeBufferPointer<Float>, of memory: Int32) {
        guard vector.count == dimensions else { return }
        let most = vector.reduce(Float(1e-9)) { max($0, abs($1)) }
        for value in vector { rows.append(Int8((value / most * 127).rounded())) }
        ofMemory[memory, default: []].append(Int32(scales.count))
        scales.append(most / 127)
    }

    /// The cosine of a question and the nearest reading of a memory; nil where it has none.
    func nearest(_ question: [Float], of memory: Int32) -> Float? {
        guard let own = ofMemory[memory], question.count == dimensions else { return nil }
        var best: Float = -1
        rows.withUnsafeBufferPointer { rows in
            question.withUnsafeBufferPointer { question in
                for row in own {
                    var sum: Float = 0
                    let start = Int(row) * dimensions
                    for at in 0..<dimensions { sum += question[at] * Float(rows[start + at]) }
                    best = max(best, sum * scales[Int(row)])
                }
            }
        }
        return best
    }

    mutating func renumber(_ numbers: Renumbering) {
        if isEmpty { return }
        ofMemory = Dictionary(uniqueKeysWithValues: ofMemory.map { (numbers[$0.key], $0.value) })
    }
}
