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

    /// The vectors of memories: of the first passage of each, and of those that follow in a long
    /// one.
    func vectors(of memories: [(id: UUID, content: String)]) throws(MemoryError) -> MadeVectors {
        let model = try model()
        let passages = memories.map { Passages.texts(of: $0.content) }
        let embeddings: Embeddings
        do { embeddings = try model.embed(passages.flatMap { $0 }) } catch {
            throw MemoryError(.model, "the embedding model failed: \(error)")
        }
        var made = MadeVectors()
        made.vectors.reserveCapacity(memories.count * Self.dimensions)
        var row = 0
        for (memory, passages) in zip(memories, passages) {
            made.ids.append(memory.id)
            made.vectors += embeddings[row]
            for number in passages.indices.dropFirst() {
                made.passages.append(embeddings[row + number], of: memory.id, number: number)
            }
            row += passages.count
        }
        return made
    }
}
