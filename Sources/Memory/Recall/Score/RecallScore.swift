import Foundation
import Search

/// The score of every memory of a namespace for one question, part by part, so that each answer
/// can be explained. The order of the steps is that of docs/concepts.md.
struct RecallScore {
    let count: Int
    let lexical: LexicalScore
    /// Cosine of question and memory, not below 0.
    private(set) var cosine: [Float]
    /// What the cosine is multiplied with: one over the best.
    private(set) var meaningScale: Float = 0
    /// The cosine, shrunk for memories of a few words.
    private(set) var meaning: [Float]
    private(set) var nearMeaning: [Float]
    private(set) var answer: [Float]
    private(set) var speaker: [Float]
    private(set) var time: [Float]
    private(set) var retrievability: [Float]
    private(set) var spread: [Float]
    /// The association each memory got most activation over: from which memory.
    private(set) var spreadFrom: [Int32: Int32] = [:]
    private(set) var session: [Float]
    private(set) var total: [Float]
    /// How likely the memories hold an answer at all, 0…1.
    private(set) var likelihood: Float = 0

    /// - Parameters:
    ///   - associations: those that stand, or stood when it is asked as of.
    ///   - count: only the first so many memories are looked at.
    init(
        _ question: RecallQuestion, in index: RecallIndex, associations: AssociationGraph,
        count: Int, now: Moment
    ) {
        let weights = index.weights
        self.count = count
        let zeros = [Float](repeating: 0, count: count)
        lexical = LexicalScore(index: index, terms: question.terms, count: count, weights: weights)
        cosine = zeros
        meaning = zeros
        nearMeaning = zeros
        answer = zeros
        speaker = zeros
        time = zeros
        retrievability = zeros
        spread = zeros
        session = zeros
        total = zeros
        if count == 0 { return }

        scoreMeaning(question, index)
        for at in 0..<count {
            total[at] =
                lexical.own[at] + lexical.near[at] + (meaning[at] + nearMeaning[at]) * meaningScale
        }
        scoreAnswers(index)
        let plain = total
        scoreCircumstances(question, index, now)
        spreadActivation(over: associations, index)
        scoreSessions(index)
        estimateLikelihood(plain: plain, question, index)
    }

    /// The best memories by number, the best first; equals are told apart by time, the later first.
    func best(_ limit: Int, of index: RecallIndex, where allowed: (Int) -> Bool) -> [Int] {
        var best = BoundedHeap(limit: limit)
        for at in 0..<count where allowed(at) { best.offer(Int32(at), total[at]) }
        return best.descending.map(Int.init)
    }

    // MARK: steps

    private mutating func scoreMeaning(_ question: RecallQuestion, _ index: RecallIndex) {
        guard let vector = question.vector else { return }
        let weights = index.weights
        cosine = index.vectors.dotProducts(with: vector, count: count)
        for at in 0..<count {
            cosine[at] = max(0, cosine[at])
            let terms = index.words.lengths[at]
            meaning[at] = cosine[at] * terms / (terms + weights.shortness)
        }
        var best: Float = 0
        for at in 0..<count {
            var near: Float = 0
            let before = Int(index.previous[at])
            let after = Int(index.next[at])
            if before >= 0 { near = meaning[before] }
            if after >= 0, after < count { near = max(near, meaning[after]) }
            nearMeaning[at] = weights.nextMeaning * near
            best = max(best, meaning[at] + nearMeaning[at])
        }
        meaningScale = best > 0 ? 1 / best : 0
    }

    /// What answers a question stands right behind it, and asks nothing itself.
    private mutating func scoreAnswers(_ index: RecallIndex) {
        let weights = index.weights
        for at in 0..<count {
            let before = Int(index.previous[at])
            if before >= 0, index.isQuestion[before] { answer[at] = weights.answer * total[before] }
        }
        for at in 0..<count {
            total[at] += answer[at] - (index.isQuestion[at] ? weights.question : 0)
        }
    }

    private mutating func scoreCircumstances(
        _ question: RecallQuestion, _ index: RecallIndex, _ now: Moment
    ) {
        let weights = index.weights
        if !question.speakers.isEmpty {
            for at in 0..<count where question.speakers.contains(index.speakerOf[at]) {
                speaker[at] = weights.speaker
            }
        }
        if let window = question.window {
            let narrow = weights.narrowTime * window.narrowness
            for at in 0..<count {
                time[at] = weights.time * window.nearness(of: index.times[at])
                if window.contains(index.times[at]) { time[at] += narrow }
            }
        }
        for at in 0..<min(count, index.strengths.count) {
            guard let strength = index.strengths[at] else { continue }
            retrievability[at] = weights.retrievability * strength.retrievability(at: now)
        }
        for at in 0..<count { total[at] += speaker[at] + time[at] + retrievability[at] }
    }

    /// Activation flows from the best memories over their associations, each target sharing what
    /// reaches it among its links (the fan effect; Anderson 1974).
    private mutating func spreadActivation(
        over associations: AssociationGraph, _ index: RecallIndex
    ) {
        if associations.isEmpty { return }
        var sources = BoundedHeap(limit: index.weights.associationSources)
        for at in 0..<count where total[at] > 0 { sources.offer(Int32(at), total[at]) }
        var strongest: [Int32: Float] = [:]
        for source in sources.descending {
            associations.forEachLink(of: source) { target, weight, fan in
                guard Int(target) < count else { return }
                let flow = weight * total[Int(source)] / max(1, fan)
                spread[Int(target)] += flow
                if flow > strongest[target, default: 0] {
                    strongest[target] = flow
                    spreadFrom[target] = source
                }
            }
        }
        guard let most = spread.max(), most > 0 else { return }
        let scale = index.weights.association / most
        for at in 0..<count {
            spread[at] *= scale
            total[at] += spread[at]
        }
    }

    /// A session that holds one good match is likely to hold the others.
    private mutating func scoreSessions(_ index: RecallIndex) {
        var bestOf = [Float](repeating: 0, count: index.sessionCount)
        var best: Float = 0
        for at in 0..<count {
            let number = Int(index.sessionOf[at])
            bestOf[number] = max(bestOf[number], total[at])
            best = max(best, total[at])
        }
        guard best > 0 else { return }
        for at in 0..<count {
            session[at] = index.weights.session * bestOf[Int(index.sessionOf[at])] / best
            total[at] += session[at]
        }
    }

    /// A logistic function of what tells an answerable question from another: the best cosine, the
    /// share of its words found together, and whether those it names said the best of it.
    private mutating func estimateLikelihood(
        plain: [Float], _ question: RecallQuestion, _ index: RecallIndex
    ) {
        var bestNamed: Float?
        var bestOther: Float?
        if !question.speakers.isEmpty {
            for at in 0..<count {
                if question.speakers.contains(index.speakerOf[at]) {
                    bestNamed = max(bestNamed ?? plain[at], plain[at])
                } else {
                    bestOther = max(bestOther ?? plain[at], plain[at])
                }
            }
        }
        var gap: Float = 0
        if let bestNamed, let bestOther { gap = bestNamed - bestOther }
        let x = -3.2 + 4.5 * (cosine.max() ?? 0) + 2.5 * lexical.coverage + 3.5 * gap
        likelihood = 1 / (1 + exp(-x))
    }
}
