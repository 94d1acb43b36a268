#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The sentence embedding model all-MiniLM-L6-v2, run in this process by ONNX Runtime.
///
/// A vector is the mean of the last layer's hidden states over all tokens, scaled to length 1
/// (Reimers & Gurevych 2019), so the dot product of two vectors is their cosine.
///
/// The same text gives the same bits on one machine, whatever is embedded with it or at the same
/// time and however many threads there are.
///
/// Safe to use from several threads at once. Every call **blocks** its thread until the vectors
/// are there, some milliseconds a sentence: call it from a thread of your own or a dispatch
/// queue, never from Swift's cooperative pool.
public final class EmbeddingModel: Sendable {
    /// The model's name, as it is stored beside its vectors.
    public let name = "all-MiniLM-L6-v2"
    /// How many numbers a vector has.
    public let dimensions = 384
    /// What the model was opened with.
    public let options: Options
    /// What cuts texts into the model's tokens.
    public let tokenizer: WordPieceTokenizer

    let session: Session

    /// Opens the model in a directory. That takes about 0.2 s, or 0.06 s and half the memory when
    /// the model was prepared (``prepare(directory:)``).
    ///
    /// - Parameters:
    ///   - directory: holds `model.onnx` and `vocab.txt`, as `scripts/bootstrap` lays them down.
    ///   - options: threads and limits.
    /// - Throws: `modelMissing`, `vocabularyMissing`, `vocabularyInvalid`; `runtime` when ONNX
    ///   Runtime cannot load the file, `shape` when the model takes other inputs.
    public init(directory: String, options: Options = Options()) throws(InferenceError) {
        let model = try Self.modelPath(directory)
        tokenizer = try WordPieceTokenizer(vocabulary: directory + "/vocab.txt")
        session = try Self.open(model)
        self.options = options
    }

    /// Writes a copy of the model that opens faster, beside it (`prepared-…`, 90 MB, about half a
    /// second), unless it is there. It belongs to this model file and version of ONNX Runtime; when
    /// either changes it is no longer used, and removed by the next call.
    ///
    /// The copy holds the graph as it is after optimising, and the weights in a file that is mapped
    /// into memory instead of being read. Vectors have the same bits with and without it. Several
    /// processes may prepare the same directory at once.
    ///
    /// - Throws: `modelMissing`; `runtime` when the model cannot be loaded; `notWritten` when there
    ///   is no room or no permission. The model can be opened without the copy.
    public static func prepare(directory: String) throws(InferenceError) {
        try PreparedModel.write(of: try modelPath(directory))
    }

    /// Prefers the prepared copy. One that cannot be opened is as good as none.
    private static func open(_ model: String) throws(InferenceError) -> Session {
        if let copy = PreparedModel(of: model), copy.isThere,
            let session = try? Session(path: copy.model, optimising: .done)
        {
            return session
        }
        return try Session(path: model)
    }

    private static func modelPath(_ directory: String) throws(InferenceError) -> String {
        let model = directory + "/model.onnx"
        guard access(model, R_OK) == 0 else {
            throw InferenceError(
                .modelMissing,
                "Cannot read the embedding model \(model): \(String(cString: strerror(errno))). "
                    + "Run scripts/bootstrap to get it, or name the folder that holds it.")
        }
        return model
    }
}
