import Foundation
import Inference
import Synchronization

/// Makes vectors of questions and of memories, on a thread of its own, which opens the embedding
/// model on first use or early.
///
/// Guarantees: any number of threads may ask at once; see `EncoderQueue` for who comes first. A
/// model that cannot be opened is said to each who asks.
final class Encoder: Sendable {
    private let directory: String?
    private let queue: EncoderQueue
    private let known = KnownQuestions()

    static let modelName = "all-MiniLM-L6-v2"
    static let dimensions = 384

    /// - Parameter directory: that holds the model; nil where none was found.
    init(directory: String?, threads: Int) {
        self.directory = directory
        let model = OpenedModel { () throws(MemoryError) in
            try Self.open(directory, threads: threads)
        }
        queue = EncoderQueue { () throws(MemoryError) in try model.get() }
    }

    deinit { queue.close() }

    /// Starts to open the model, so that it is ready when it is needed.
    func warmUp() { queue.start() }

    /// How many questions and passages wait.
    var waiting: Int { queue.count }

    private static func open(_ directory: String?, threads: Int) throws(MemoryError)
        -> EmbeddingModel
    {
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

    /// The vector of a question, made while the caller does something else.
    func begin(_ question: String) -> PendingVectors {
        known.vector(of: question) { queue.ask(question) }
    }

    /// The vector of a question.
    func vector(of text: String) throws(MemoryError) -> [Float] { try begin(text).get() }

    /// The vectors of some short texts, end to end.
    func vectors(of texts: [String]) throws(MemoryError) -> [Float] {
        try queue.embed(texts).get()
    }

    /// The vectors of memories: of the first passage of each, and of those that follow in a long
    /// one.
    func vectors(of memories: [(id: UUID, content: String)]) throws(MemoryError) -> MadeVectors {
        let passages = memories.map { Passages.texts(of: $0.content) }
        let vectors = try queue.embed(passages.flatMap(\.self)).get()
        let length = vectors.count / max(1, passages.reduce(0) { $0 + $1.count })
        var made = MadeVectors()
        made.vectors.reserveCapacity(memories.count * length)
        var row = 0
        func vector(_ row: Int) -> ArraySlice<Float> {
            vectors[row * length..<(row + 1) * length]
        }
        for (memory, passages) in zip(memories, passages) {
            made.ids.append(memory.id)
            made.vectors += vector(row)
            for number in passages.indices.dropFirst() {
                made.passages.append(vector(row + number), of: memory.id, number: number)
            }
            row += passages.count
        }
        return made
    }
}

/// The model, opened when it is first wanted; a failure is kept too.
private final class OpenedModel: Sendable {
    private let state = Mutex<Result<EmbeddingModel, MemoryError>?>(nil)
    private let open: @Sendable () throws(MemoryError) -> EmbeddingModel

    init(_ open: @escaping @Sendable () throws(MemoryError) -> EmbeddingModel) {
        self.open = open
    }

    func get() throws(MemoryError) -> EmbeddingModel {
        try state.withLock { state in
            let opened = state ?? Result { () throws(MemoryError) in try open() }
            state = opened
            return opened
        }.get()
    }
}
