import Search

/// The passages of long memories, each with its words and its vector: a long memory is found by its
/// best passage. Memories of one passage are not in here.
struct PassageTable: Sendable {
    /// The memory each is of; those of a memory follow each other.
    private(set) var memoryOf: [Int32] = []
    /// Where each stands in its memory, in UTF-8 bytes.
    private(set) var ranges: [Range<Int32>] = []
    private(set) var words = InvertedIndex()
    /// Zeros for the first passage of a memory: its vector is the memory's.
    private(set) var vectors: VectorTable
    /// The first passage of each memory.
    private var firstOf: [Int32: Int32] = [:]

    init(dimensions: Int) { vectors = VectorTable(dimensions: dimensions) }

    var isEmpty: Bool { memoryOf.isEmpty }
    var count: Int { memoryOf.count }

    /// Adds the passages of a memory that has more than one.
    mutating func add(_ content: String, of memory: Int32) {
        let cuts = Passages.ranges(of: content)
        if cuts.count == 1 { return }
        firstOf[memory] = Int32(count)
        for (cut, text) in zip(cuts, Passages.texts(of: content)) {
            memoryOf.append(memory)
            ranges.append(Int32(cut.lowerBound)..<Int32(cut.upperBound))
            words.add(text)
            vectors.appendMissing()
        }
    }

    /// The passages of a memory; none where it is short.
    func passages(of memory: Int32) -> Range<Int> {
        guard let first = firstOf[memory].map(Int.init) else { return 0..<0 }
        var end = first
        while end < count, memoryOf[end] == memory { end += 1 }
        return first..<end
    }

    /// Takes the vector of a passage; one that is not there, or of another length, is not wanted.
    mutating func setVector(of memory: Int32, number: Int, to vector: UnsafeBufferPointer<Float>) {
        let all = passages(of: memory)
        guard number > 0, number < all.count, vector.count == vectors.dimensions else { return }
        vectors.replace(all.lowerBound + number, with: vector)
    }

    mutating func renumber(_ numbers: Renumbering) {
        if isEmpty { return }
        memoryOf = memoryOf.map { numbers[$0] }
        firstOf = Dictionary(uniqueKeysWithValues: firstOf.map { (numbers[$0.key], $0.value) })
    }
}
