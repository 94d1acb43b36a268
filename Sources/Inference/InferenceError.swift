/// Why a model could not be loaded or a text could not be embedded.
public struct InferenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure this is; the part of the error a program can act on.
    public enum Code: String, Hashable, Sendable {
        /// The model file is not there or cannot be read.
        case modelMissing
        /// The vocabulary file is not there or cannot be read.
        case vocabularyMissing
        /// The vocabulary file was read, but is no WordPiece vocabulary.
        case vocabularyInvalid
        /// ONNX Runtime refused to load or to run the model.
        case runtime
        /// The model takes or gives other tensors than a sentence embedding model does.
        case shape
        /// The prepared copy of a model could not be written.
        case notWritten
        /// The caller asked to stop.
        case cancelled
    }

    /// What kind of failure this is.
    public let code: Code
    /// What happened, to which file, and what to do about it. Never holds an embedded text.
    public let message: String

    /// An error with its kind and a sentence a person can act on.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
