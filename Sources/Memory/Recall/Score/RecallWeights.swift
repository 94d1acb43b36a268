/// The numbers that recall weighs with, and what each is for.
///
/// Chosen as round numbers on three conversations, each judged by the other two
/// (docs/decisions/recall-scoring.md has the measurements).
public struct RecallWeights: Sendable {
    /// BM25 (Robertson et al. 1994): how fast repeating a term stops counting.
    public var saturation: Float = 1.2
    /// BM25: how much long memories are held back.
    public var lengthPenalty: Float = 0.5
    /// What a term in the memory before or after counts, beside one in the memory itself.
    public var nextWords: Float = 0.5
    /// The same two memories away.
    public var nextButOneWords: Float = 0.25
    /// How much a weak best match weakens all matching of words: the exponent of the share of the
    /// question's terms that the best match has.
    public var weakMatch: Float = 0.25
    /// Terms of a memory at which what its neighbours lend it counts half: a long one stands alone.
    public var lending: Float = 100
    /// What the meaning of the memory before or after adds.
    public var nextMeaning: Float = 0.2
    /// Terms at which a memory's meaning counts half: a few words are close to anything.
    public var shortness: Float = 2
    /// Terms of a memory at which its nearest reading counts half of what it adds to the whole.
    public var readingLength: Float = 60
    /// The least similarity that the best of a namespace is taken for: noise is not made evidence
    /// by being the best there is.
    public var evidentMeaning: Float = 0.5
    /// Told by somebody the question names.
    public var speaker: Float = 0.5
    /// Told by the user, where the question is asked in the first person and names nobody.
    public var ownTurn: Float = 0.5
    /// Within the time the question names, or soon after.
    public var time: Float = 0.4
    /// Within it, in full where it is a week or less: "on 24 April" means that day.
    public var narrowTime: Float = 0.6
    /// The latest, or the earliest, of what fits, where the question asks for it.
    public var order: Float = 0.3
    /// What fits is within so much of the best.
    public var orderReach: Float = 0.6
    /// Taken off a memory that itself asks.
    public var question: Float = 0.2
    /// What an answer inherits from the question right before it.
    public var answer: Float = 0.1
    /// Terms up to which a memory is a mere question or answer; in a longer one, asking or
    /// answering counts less the longer it is: a request may end in "?" and hold the fact.
    public var mereQuestion: Float = 10
    /// Holds the kind of thing that is asked for: a time, a number, a name, a reason.
    public var kind: Float = 0.05
    /// The session's best, spread over the session.
    public var session: Float = 0.3
    /// Activation over the associations of sleep.
    public var association: Float = 0.05
    /// How many of the best memories activation spreads from.
    public var associationSources = 50
    /// What a memory that is easily retrieved gains over a faded one.
    public var retrievability: Float = 0.05

    public init() {}
}
