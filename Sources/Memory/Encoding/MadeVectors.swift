public import Foundation

/// The vectors that a model made of memories.
public struct MadeVectors: Sendable {
    public var ids: [UUID] = []
    /// Of the first passage of each memory, end to end.
    public var vectors: [Float] = []
    /// Of the passages that follow in long memories.
    public var passages = PassageVectors()

    public init() {}

    public init(ids: [UUID], vectors: [Float], passages: PassageVectors = PassageVectors()) {
        self.ids = ids
        self.vectors = vectors
        self.passages = passages
    }
}

/// Vectors of passages after the first, by memory.
public struct PassageVectors: Sendable {
    public private(set) var ids: [UUID] = []
    /// Which passage of its memory each is of: 1 is the second.
    public private(set) var numbers: [Int] = []
    /// End to end.
    public private(set) var vectors: [Float] = []

    public init() {}

    public mutating func append(_ vector: some Sequence<Float>, of id: UUID, number: Int) {
        ids.append(id)
        numbers.append(number)
        vectors += vector
    }
}
