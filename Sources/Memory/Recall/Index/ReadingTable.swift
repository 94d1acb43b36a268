import Search

/// The vectors of memories' readings, a byte a dimension: they rank what words and meaning have
/// found, and what is lost in rounding is below the noise of the model.
struct ReadingTable: Sendable {
    let dimensions: Int
    private var rows: [Int8] = []
    /// What a row's bytes are multiplied with.
    private var scales: [Float] = []
    /// The last row of each memory, and of each row the one before it of the same memory; −1 for
    /// none.
    private var last: [Int32] = []
    private var before: [Int32] = []

    /// - Parameter dimensions: of every vector; a multiple of 8.
    init(dimensions: Int) {
        precondition(dimensions % 8 == 0, "dimensions are a multiple of 8")
        self.dimensions = dimensions
    }

    var isEmpty: Bool { scales.isEmpty }

    /// What this takes in memory, more or less.
    var bytes: Int { rows.count + 8 * scales.count + 4 * last.count }

    mutating func add(_ vector: UnsafeBufferPointer<Float>, of memory: Int32) {
        guard vector.count == dimensions else { return }
        let most = vector.reduce(Float(1e-9)) { max($0, abs($1)) }
        for value in vector { rows.append(Int8((value / most * 127).rounded())) }
        let missing = Int(memory) + 1 - last.count
        if missing > 0 { last += repeatElement(-1, count: missing) }
        before.append(last[Int(memory)])
        last[Int(memory)] = Int32(scales.count)
        scales.append(most / 127)
    }

    /// The cosine of a question and the nearest reading of each of some memories; one that has none is
    /// left out.
    func nearest(_ question: [Float], of memories: [Int32], _ body: (Int32, Float) -> Void) {
        guard question.count == dimensions else { return }
        rows.withUnsafeBytes { rows in
            question.withUnsafeBytes { question in
                guard let base = rows.baseAddress, let question = question.baseAddress else {
                    return
                }
                for memory in memories where Int(memory) < last.count {
                    var row = Int(last[Int(memory)])
                    if row < 0 { continue }
                    var best: Float = -1
                    while row >= 0 {
                        let sum = Self.product(question, base + row * dimensions, dimensions)
                        best = max(best, sum * scales[row])
                        row = Int(before[row])
                    }
                    body(memory, best)
                }
            }
        }
    }

    /// Eight sums side by side: one alone would wait for itself at every dimension.
    @inline(__always)
    private static func product(
        _ question: UnsafeRawPointer, _ row: UnsafeRawPointer, _ dimensions: Int
    ) -> Float {
        var sums = SIMD8<Float>()
        for at in stride(from: 0, to: dimensions, by: 8) {
            sums +=
                question.loadUnaligned(fromByteOffset: 4 * at, as: SIMD8<Float>.self)
                * SIMD8<Float>(row.loadUnaligned(fromByteOffset: at, as: SIMD8<Int8>.self))
        }
        return sums.sum()
    }

    mutating func renumber(_ numbers: Renumbering) {
        if isEmpty { return }
        last += repeatElement(-1, count: numbers.moved.count - last.count)
        last = numbers.merge(last, numbers.added.map { _ in -1 })
    }
}
