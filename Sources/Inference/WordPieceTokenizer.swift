/// Turns text into the token ids of an uncased BERT model: text is cleaned, lower-cased and
/// stripped of accents, split at spaces, punctuation and CJK characters, and each word is cut
/// into the longest pieces the vocabulary knows (WordPiece; Devlin et al. 2018).
///
/// Ids are those of Hugging Face `tokenizers`' `BertWordPieceTokenizer` with one difference: text
/// is only ever text. `[SEP]` written in a text gives the tokens of a bracket, a word and a
/// bracket, so that what somebody writes cannot pass for the model's own markers.
public struct WordPieceTokenizer: Sendable {
    /// A longer word is not cut into pieces; it is unknown.
    public static let maximumWordLength = 100

    /// How many tokens the vocabulary has; every id is less.
    public var vocabularySize: Int { vocabulary.count }

    let vocabulary: Vocabulary
    let start: Int32
    let end: Int32
    let unknown: Int32

    /// Reads a `vocab.txt`: one token a line, the id of each being its line, counted from 0.
    ///
    /// - Throws: `vocabularyMissing` when the file cannot be read, `vocabularyInvalid` when it
    ///   lacks `[CLS]`, `[SEP]` or `[UNK]`.
    public init(vocabulary path: String) throws(InferenceError) {
        let vocabulary = Vocabulary(lines: try Vocabulary.read(path))
        func marker(_ token: String) throws(InferenceError) -> Int32 {
            if let id = vocabulary.id(of: token) { return id }
            throw InferenceError(
                .vocabularyInvalid,
                "\(path) is no WordPiece vocabulary: it has no line \(token). "
                    + "Run scripts/bootstrap to get the one that fits the model.")
        }
        start = try marker("[CLS]")
        end = try marker("[SEP]")
        unknown = try marker("[UNK]")
        self.vocabulary = vocabulary
    }

    /// The ids of a text, between `[CLS]` and `[SEP]`.
    ///
    /// Any string is accepted. An empty one gives `[CLS] [SEP]`. Reading stops where the limit is
    /// reached, so a very long text costs no more than its beginning.
    ///
    /// - Parameters:
    ///   - text: what to tokenize.
    ///   - maximumTokens: the most ids to give, both markers included; taken as 2 if it is less.
    public func encode(_ text: String, maximumTokens: Int = 256) -> [Int32] {
        var words = WordPieces(
            vocabulary: vocabulary, unknown: unknown, limit: max(2, maximumTokens) - 1,
            ids: [start])
        Self.normalise(text) { words.add($0) }
        return words.ids + [end]
    }
}
