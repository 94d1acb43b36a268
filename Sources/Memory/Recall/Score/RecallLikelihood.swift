import Foundation

/// How likely it is that the memories hold an answer at all: a logistic function of what tells an
/// answerable question from another, all of it absolute, so that two questions can be compared.
///
/// Fitted on the questions of the development sets, on those of LoCoMo that have no answer, and on
/// questions put to a conversation that they were not made for (docs/decisions/recall-scoring.md).
struct RecallLikelihood {
    /// The best cosine.
    private var similarity: Float = 0
    /// What the best memory earns by its own words, as a share of the most that could be earned.
    private var words: Float = 0
    /// Whether the best was told by somebody the question names; a half where it names nobody.
    private var isBestSaid: Float = 0.5
    /// The share of the first five that were.
    private var share: Float = 0.5
    /// How much more of the question's words somebody named has said at once than anybody else.
    private var gap: Float = 0
    private var namesSomebody: Float = 0
    /// The same gap, and that of meaning, among the best that do not ask: who is asked about may
    /// have been asked about it, and never have said it.
    private var wordsGap: Float = 0
    private var meaningGap: Float = 0
    /// Whether the question is about a name that no memory has.
    private var namesUnknown = false

    var value: Float {
        var x =
            -5.1 + 7.36 * similarity + 4.17 * words + 1.43 * isBestSaid + 1.46 * share
            + 2.16 * gap - 1.02 * namesSomebody
        if namesSomebody > 0 { x = 0.5 * x + 2.68 * wordsGap + 3.09 * meaningGap + 0.81 }
        // Of 448 questions with an answer 1.6 % do so, of 119 without one 4.2 %.
        if namesUnknown { x -= 1 }
        return 1 / (1 + exp(-x))
    }

    init(of score: RecallScore, _ question: RecallQuestion, _ index: RecallIndex) {
        similarity = score.cosine.max() ?? 0
        namesUnknown = question.namesUnknown
        // Whoever speaks gets no bonus here: else those who are named would always come first.
        var first = BoundedHeap(limit: 5)
        let unranked = score.allUnranked
        for at in 0..<score.count { first.offer(Int32(at), unranked[at] - score.speaker[at]) }
        let best = first.descending.map(Int.init)
        guard let top = best.first else { return }
        words = score.lexical.own[top] * pow(score.lexical.coverage, 1 - index.weights.weakMatch)
        // Without a vector of the question, or of the best memory, its words are all that is known:
        // meaning then is what such words usually go with.
        if score.cosine[top] == 0 { similarity = max(similarity, min(0.7, 0.15 + words)) }
        if question.speakers.isEmpty { return }
        namesSomebody = 1
        func isSaid(_ at: Int) -> Bool { question.speakers.contains(index.speakerOf[at]) }
        isBestSaid = isSaid(top) ? 1 : 0
        share = Float(best.count(where: isSaid)) / Float(best.count)
        var named: Float = 0
        var others: Float = 0
        for at in 0..<score.count where score.lexical.held[at] > 0 {
            if isSaid(at) {
                named = max(named, score.lexical.held[at])
            } else {
                others = max(others, score.lexical.held[at])
            }
        }
        gap = named - others
        var near = BoundedHeap(limit: Self.reach)
        for at in 0..<score.count { near.offer(Int32(at), unranked[at]) }
        let stated = near.descending.map(Int.init).filter { !index.isQuestion[$0] }
        wordsGap = Self.gap(stated, isSaid) { score.lexical.held[$0] }
        meaningGap = Self.gap(stated, isSaid) { score.reading[$0] }
    }

    /// How many of the best are looked at for what somebody has said of it.
    private static let reach = 60

    private static func gap(
        _ memories: [Int], _ isSaid: (Int) -> Bool, _ value: (Int) -> Float
    ) -> Float {
        let (named, others) = (memories.filter(isSaid), memories.filter { !isSaid($0) })
        return (named.map(value).max() ?? 0) - (others.map(value).max() ?? 0)
    }
}
