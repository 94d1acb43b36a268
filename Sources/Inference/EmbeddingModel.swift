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

    /// Opens the model in a directory, which takes about a tenth of a second.
    ///
    /// - Parameters:
    ///   - directory: holds `model.onnx` and `vocab.txt`, as `scripts/bootstrap` lays them down.
    ///   - options: threads and limits.
    /// - Throws: `modelMissing`, `vocabularyMissing`, `vocabularyInvalid`; `runtime` when ONNX
    ///   Runtime cannot load the file, `shape` when the model takes other inputs.
    public init(directory: String, options: Options = Options()) throws(InferenceError) {
        let model = directory + "/model.onnx"
        guard access(model, R_OK) == 0 else {
            throw InferenceError(
                .modelMissing,
                "Cannot read the embedding model \(model): \(String(cString: strerror(errno))). "
                    + "Run scripts/bootstrap to get it, or name the folder that holds it.")
        }
        tokenizer = try WordPieceTokenizer(vocabulary: directory + "/vocab.txt")
        // One thread a run: several runs at once are faster than one run on several threads, and a
        // single query is no slower for it.
        session = try Session(path: model, threads: 1)
        self.options = options
    }
}
