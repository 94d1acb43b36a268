import Foundation
import Inference

/// Opens the embedding model on first use, or early on a thread of its own, and makes vectors.
final class Encoder: @unchecked Sendable {
    // Sendable: `state` is only touched under `lock`.
    private let directory: String?
    private let threads: Int
    private let lock = NSLock()
    private var state: State = .closed

    private enum State {
        case closed
        case open(EmbeddingModel)
        case failed(MemoryError)
    }

    static let modelName = "all-MiniLM-L6-v2"
    static let dimensions = 384
    /// Characters of a passage that surely fit the model's window of 256 tokens, more or less.
    static let passageLength = 900
    /// A long memory's vector is the mean of at most so many of its passages.
    static let maximumPassages = 16

    /// - Parameter directory: that holds the model; nil where none was found.
    init(directory: String?, threads: Int) {
        self.directory = directory
        self.threads = threads
    }

    /// Starts to open the model, so that it is ready when it is needed.
    func warmUp() {
        Thread.detachNewThread { _ = try? self.model() }
    }

    /// The model; throws why there is none.
    func model() throws(MemoryError) -> EmbeddingModel {
        lock.lock()
        defer { lock.unlock() }
        switch state {
        case .open(let model): return model
        case .failed(let error): throw error
        case .closed: break
        }
        do throws(MemoryError) {
            let model = try open()
            state = .open(model)
            return model
        } catch {
            state = .failed(error)
            throw error
        }
    }

    private func open() throws(MemoryError) -> EmbeddingModel {
        guard let directory else {
            throw MemoryError(
                .model,
                "there is no embedding model: run scripts/bootstrap, or name its folder in "
                    + "DORMOUSE_MODEL_DIR")
        }
        do {
            return try EmbeddingModel(
                directory: directory, options: EmbeddingModel.Options(threads: threads))
        } catch {
            throw MemoryError(.model, "the embedding model cannot be used: \(error)")
        }
    }

    /// Writes a copy of the model that opens faster, where it is not there yet and can be written:
    /// the next process then answers sooner. Without it everything works as well.
    func prepareForNextTime() {
        if let directory { try? EmbeddingModel.prepare(directory: directory) }
    }

    /// The vector of a question.
    func vector(of text: String) throws(MemoryError) -> [Float] {
        let model = try model()
        do { return try model.embed(text) } catch {
            throw MemoryError(.model, "the embedding model failed: \(error)")
        }
    }

    /// The vectors of memories, one after another. A long memory is cut into passages, and its
    /// vector is their mean, scaled to length 1, so that its end counts as well as its beginning.
    func vectors(of contents: [String]) throws(MemoryError) -> [Float] {
        let model = try model()
        let passages = contents.map(Self.passages)
        let embeddings: Embeddings
        do { embeddings = try model.embed(passages.flatMap { $0 }) } catch {
            throw MemoryError(.model, "the embedding model failed: \(error)")
        }
        var vectors: [Float] = []
        vectors.reserveCapacity(contents.count * Self.dimensions)
        var row = 0
        for group in passages {
            vectors +=
                group.count == 1
                ? Array(embeddings[row]) : mean(row..<row + group.count, of: embeddings)
            row += group.count
        }
        return vectors
    }

    private func mean(_ rows: Range<Int>, of embeddings: Embeddings) -> [Float] {
        var sum = [Float](repeating: 0, count: embeddings.dimensions)
        for row in rows {
            for (at, value) in zip(sum.indices, embeddings[row]) { sum[at] += value }
        }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? sum.map { $0 / length } : sum
    }

    /// Cuts a text at paragraphs, sentences or blanks, whichever comes last before the limit.
    static func passages(_ text: String) -> [String] {
        var rest = text[...]
        var passages: [String] = []
        while let limit = rest.index(
            rest.startIndex, offsetBy: passageLength, limitedBy: rest.endIndex),
            limit < rest.endIndex, passages.count < maximumPassages - 1
        {
            let window = rest[..<limit]
            let least = rest.index(rest.startIndex, offsetBy: passageLength / 2)
            let cut =
                window.lastIndex(of: "\n").flatMap { $0 > least ? $0 : nil }
                ?? window.lastIndex { ".!?。".contains($0) }.flatMap { $0 > least ? $0 : nil }
                ?? window.lastIndex(of: " ").flatMap { $0 > least ? $0 : nil }
                ?? window.index(before: limit)
            let end = rest.index(after: cut)
            passages.append(String(rest[..<end]))
            rest = rest[end...]
        }
        passages.append(String(rest.prefix(passageLength)))
        return passages
    }
}
