import Foundation

@testable import Memory

/// The journal with vectors that depend on nothing but the text: no embedding model is needed.
enum SleptJournal {
    /// A home that holds the journal, not slept on yet.
    static func told(_ home: TemporaryHome, threads: Int = 2) throws -> MemoryEngine {
        let engine = try home.open(threads: threads)
        try engine.take(Bootstrapped.journal)
        let memories = try engine.all()
        var vectors: [Float] = []
        for memory in memories {
            var random = SplitMix(state: UInt64(memory.contentHash.prefix(15), radix: 16) ?? 0)
            let vector = (0..<384).map { _ in Float.random(in: -1...1, using: &random) }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            vectors += vector.map { $0 / length }
        }
        try engine.store.keep(vectors: vectors, of: memories.map(\.id), model: Encoder.modelName)
        return engine
    }
}
