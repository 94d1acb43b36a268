import Dispatch
import Synchronization

extension EmbeddingModel {
    /// The vector of a text: `dimensions` numbers of length 1.
    ///
    /// An empty text, or one of spaces only, has the vector of `[CLS] [SEP]`. Blocks the thread,
    /// about 4 ms for a dozen words and 70 ms at 256 tokens.
    ///
    /// - Throws: `runtime` when the model cannot be run, `shape` when it is another model.
    public func embed(_ text: String) throws(InferenceError) -> [Float] {
        let ids = tokenizer.encode(text, maximumTokens: options.maximumTokens)
        return try embed(Batch(rows: [0], length: ids.count), of: [ids])
    }

    /// The vectors of many texts, in their order.
    ///
    /// The texts are sorted by length and run in batches of equal length, so nothing is padded,
    /// on as many threads as the options say. Each vector has the bits that the text alone would
    /// have. Blocks the thread until all are done.
    ///
    /// - Parameters:
    ///   - texts: what to embed; may be empty.
    ///   - progress: called after each batch with the number of texts done so far and in all; from
    ///     several threads, but never by two at once.
    ///   - isCancelled: asked before each batch, from several threads; true stops the work.
    /// - Throws: `runtime` when the model cannot be run, `shape` when it is another model,
    ///   `cancelled` when `isCancelled` said so. Nothing is returned for the texts already done.
    public func embed(
        _ texts: [String],
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(InferenceError) -> Embeddings {
        let sequences = texts.map { tokenizer.encode($0, maximumTokens: options.maximumTokens) }
        let batches = Batch.plan(sequences.map(\.count))
        let work = Mutex(Work(count: texts.count, dimensions: dimensions))
        DispatchQueue.concurrentPerform(iterations: min(options.threads, batches.count)) { _ in
            while let index = work.withLock({ $0.next(of: batches.count) }) {
                let batch = batches[index]
                let result = Result { () throws(InferenceError) in
                    if isCancelled() {
                        throw InferenceError(.cancelled, "Embedding was cancelled.")
                    }
                    return try embed(batch, of: sequences)
                }
                work.withLock {
                    $0.finish(batch, result)
                    if $0.failure == nil { progress?($0.done, texts.count) }
                }
            }
        }
        return Embeddings(
            values: try work.withLock { work throws(InferenceError) in try work.values() },
            dimensions: dimensions)
    }

    /// Runs one batch; the vectors stand in the order of its rows.
    private func embed(
        _ batch: Batch, of sequences: [[Int32]]
    ) throws(InferenceError) -> [Float] {
        let ids = batch.rows.flatMap { sequences[$0].lazy.map(Int64.init) }
        let size = batch.length * dimensions
        var vectors = [Float](repeating: 0, count: batch.rows.count * dimensions)
        try session.run(ids: ids, count: batch.rows.count, dimensions: dimensions) { states in
            vectors.withUnsafeMutableBufferPointer { vectors in
                for row in batch.rows.indices {
                    Pooling.mean(
                        of: states.extracting(row * size..<(row + 1) * size),
                        into: vectors.extracting(row * dimensions..<(row + 1) * dimensions))
                }
            }
        }
        return vectors
    }
}

/// What the threads of one call share: the next batch to take and the vectors so far.
private struct Work {
    private(set) var done = 0
    private(set) var failure: InferenceError?
    private var taken = 0
    private var vectors: [Float]
    private let dimensions: Int

    init(count: Int, dimensions: Int) {
        vectors = [Float](repeating: 0, count: count * dimensions)
        self.dimensions = dimensions
    }

    /// The next batch nobody works on, or none after a failure.
    mutating func next(of count: Int) -> Int? {
        guard failure == nil, taken < count else { return nil }
        defer { taken += 1 }
        return taken
    }

    mutating func finish(_ batch: Batch, _ result: Result<[Float], InferenceError>) {
        switch result {
        case .failure(let error): failure = failure ?? error
        case .success(let values):
            for (row, text) in batch.rows.enumerated() {
                let source = values[row * dimensions..<(row + 1) * dimensions]
                let target = text * dimensions..<(text + 1) * dimensions
                vectors.replaceSubrange(target, with: source)
            }
            done += batch.rows.count
        }
    }

    func values() throws(InferenceError) -> [Float] {
        if let failure { throw failure }
        return vectors
    }
}
