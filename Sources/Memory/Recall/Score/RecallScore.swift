import Foundation
import Search

/// The score of every memory of a namespace for one question, part by part, so that each answer
/// can be explained. The order of the steps is that of docs/concepts.md.
struct RecallScore {
    let count: Int
    let lexical: LexicalScore
    /// Cosine of question and memory, not below 0.
    private(set) var cosine: [Float]
    /// The cosine of question and memory or, where it is nearer, the nearest of its readings.
    private(set) var reading: [Float]
    /// What the cosine is multiplied with: one over the best.
    private(set) var meaningScale: Float = 0
    /// How near it is, shrunk for memories of a few words.
    private(set) var meaning: [Float]
    private(set) var nearMeaning: [Float]
    /// Cosine of question and each passage of long memories.
    private(set) var passageCosine: [Float] = []
    private(set) var answer: [Float]
    /// Below 0 for a memory that asks.
    private(set) var asking: [Float]
    private(set) var speaker: [Float]
    private(set) var kind: [Float]
    private(set) var time: [Float]
    private(set) var retrievability: [Float]
    private(set) var spread: [Float]
    /// The association each memory got most activation over: from which memory.
    private(set) var spreadFrom: [Int32: Int32] = [:]
    private(set) var session: [Float]
    /// For being later, or earlier, than others that fit as well.
    private(set) var order: [Float]
    /// What the learned ranker adds, to the best only, and what it goes by.
    private(set) var learned: [Int: (weight: Float, features: [Float])] = [:]
    private(set) var total: [Float]
    /// How likely the memories hold an answer at all, 0…1.
    private(set) var likelihood: Float = 0

    /// - Parameters:
    ///   - associations: those that stand, or stood when it is asked as of.
    ///   - count: only the first so many memories are looked at.
    ///   - lexical: what the question's words earn, where that is known already.
    ///   - ranker: puts the best in order; without one the sum of reasons stands.
    init(
        _ question: RecallQuestion, in index: RecallIndex, associations: AssociationGraph,
        count: Int, now: Moment, lexical words: LexicalScore? = nil,
        ranker: Ranker? = Ranker.shipped
    ) {
        let weights = index.weights
        self.count = count
        let zeros = [Float](repeating: 0, count: count)
        lexical =
            words
            ?? LexicalScore(index: index, terms: question.terms, count: count, weights: weights)
        cosine = zeros
        reading = zeros
        meaning = zeros
        nearMeaning = zeros
        answer = zeros
        asking = zeros
        speaker = zeros
        kind = zeros
        time = zeros
        retrievability = zeros
        spread = zeros
        session = zeros
        order = zeros
        total = zeros
        if count == 0 { return }

        scoreMeaning(question, index)
        let (own, near, scale) = (lexical.own, lexical.near, meaningScale)
        let (alone, beside) = (meaning, nearMeaning)
        total = filled { at in own[at] + near[at] + (alone[at] + beside[at]) * scale }
        scoreAnswers(index)
        scoreCircumstances(question, index, now)
        spreadActivation(over: associations, index)
        scoreSessions(index)
        scoreOrder(question, index.weights)
        if let ranker { rank(by: ranker, question, index) }
        likelihood = RecallLikelihood(of: self, question, index).value
    }

    /// The sum of the reasons, without what the ranker makes of it.
    func unranked(_ at: Int) -> Float { total[at] - (learned[at]?.weight ?? 0) }

    /// The same of every memory.
    var allUnranked: [Float] {
        var sums = total
        for (at, ranked) in learned { sums[at] -= ranked.weight }
        return sums
    }

    /// The best memories by number, the best first; equals are told apart by time, the later first.
    func best(_ limit: Int, of index: RecallIndex, where allowed: (Int) -> Bool) -> [Int] {
        var best = BoundedHeap(limit: limit)
        for at in 0..<count where allowed(at) { best.offer(Int32(at), total[at]) }
        return best.descending.map(Int.init)
    }

    // MARK: steps

    /// A value for every memory. A new array each time: to write into one that is there, Swift asks
    /// before every element whether anybody else holds it, which cost more than the arithmetic.
    @inline(__always)
    private func filled(_ value: (Int) -> Float) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { values, initialized in
            for at in 0..<count { values[at] = value(at) }
            initialized = count
        }
    }

    private mutating func scoreMeaning(_ question: RecallQuestion, _ index: RecallIndex) {
        guard let vector = question.vector else { return }
        let weights = index.weights
        let products = index.vectors.dotProducts(with: vector, count: count)
        cosine = filled { at in max(0, products[at]) }
        if !index.passages.isEmpty {
            // A long memory is as near as its nearest passage.
            passageCosine = index.passages.vectors.dotProducts(with: vector)
            var last: Int32 = -1
            for (passage, memory) in index.passages.memoryOf.enumerated() where memory < count {
                if memory != last { passageCosine[passage] = products[Int(memory)] }
                last = memory
                cosine[Int(memory)] = max(cosine[Int(memory)], passageCosine[passage])
            }
        }
        read(question: vector, index)
        let (similarity, lengths) = (reading, index.words.lengths)
        meaning = filled { at in
            similarity[at] * lengths[at] / (lengths[at] + weights.shortness)
        }
        let (alone, previous, next, known) = (meaning, index.previous, index.next, count)
        let lending = filled { at in weights.lending / (weights.lending + lengths[at]) }
        nearMeaning = filled { at in
            var near: Float = 0
            let before = Int(previous[at])
            let after = Int(next[at])
            if before >= 0 { near = alone[before] }
            if after >= 0, after < known { near = max(near, alone[after]) }
            return weights.nextMeaning * near * lending[at]
        }
        var best = weights.evidentMeaning
        for at in 0..<count { best = max(best, alone[at] + nearMeaning[at]) }
        meaningScale = 1 / best
    }

    /// A memory is as near as the nearest of its readings. Of a large namespace only those are
    /// looked at that words or meaning have found.
    private mutating func read(question vector: [Float], _ index: RecallIndex) {
        reading = cosine
        if index.readings.isEmpty { return }
        let (nearness, words, beside) = (cosine, lexical.own, lexical.near)
        let found = Highest(Self.readingReach).numbers(
            of: filled { at in 2 * nearness[at] + words[at] + beside[at] })
        let (length, lengths) = (index.weights.readingLength, index.words.lengths)
        index.readings.nearest(vector, of: found) { number, nearest in
            let (at, whole) = (Int(number), nearness[Int(number)])
            // One of many sentences is near to anything: the longer the memory, the less it says.
            reading[at] = whole + max(0, nearest - whole) * length / (length + lengths[at])
        }
    }

    /// How many memories' readings are looked at.
    private static let readingReach = 1500

    /// What answers a question stands right behind it, and asks nothing itself.
    private mutating func scoreAnswers(_ index: RecallIndex) {
        let weights = index.weights
        let (plain, previous, asks) = (total, index.previous, index.isQuestion)
        let (lengths, mere) = (index.words.lengths, weights.mereQuestion)
        answer = filled { at in
            let before = Int(previous[at])
            guard before >= 0, asks[before] else { return 0 }
            return weights.answer * plain[before] * min(1, mere / max(1, lengths[at]))
        }
        asking = filled { at in
            asks[at] ? -weights.question * min(1, mere / max(1, lengths[at])) : 0
        }
        let (answers, questions) = (answer, asking)
        total = filled { at in plain[at] + (answers[at] + questions[at]) }
    }

    private mutating func scoreCircumstances(
        _ question: RecallQuestion, _ index: RecallIndex, _ now: Moment
    ) {
        let weights = index.weights
        if !question.speakers.isEmpty {
            for at in 0..<count where question.speakers.contains(index.speakerOf[at]) {
                speaker[at] = weights.speaker
            }
        } else if question.isFirstPerson {
            for at in 0..<count where index.isUsers(at) { speaker[at] = weights.ownTurn }
        }
        if !question.wanted.isEmpty {
            for at in 0..<count where !question.wanted.isDisjoint(with: index.words.kinds[at]) {
                kind[at] = weights.kind
            }
        }
        if let window = question.window {
            let narrow = weights.narrowTime * window.narrowness
            for at in 0..<count {
                time[at] = weights.time * window.nearness(of: index.times[at])
                if window.contains(index.times[at]) { time[at] += narrow }
            }
        }
        let strengths = index.strengths
        if !strengths.isEmpty {
            retrievability = filled { at in
                guard at < strengths.count, let strength = strengths[at] else { return 0 }
                return weights.retrievability * strength.retrievability(at: now)
            }
        }
        let (before, said, timely, kept, fits) = (total, speaker, time, retrievability, kind)
        total = filled { at in before[at] + (said[at] + timely[at] + kept[at] + fits[at]) }
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
        let (flows, before) = (spread, total)
        spread = filled { at in flows[at] * scale }
        let scaled = spread
        total = filled { at in before[at] + scaled[at] }
    }

    /// A session that holds one good match is likely to hold the others.
    private mutating func scoreSessions(_ index: RecallIndex) {
        var bestOf = [Float](repeating: 0, count: index.sessionCount)
        var best: Float = 0
        let (scores, numbers) = (total, index.sessionOf)
        for at in 0..<count {
            let number = Int(numbers[at])
            bestOf[number] = max(bestOf[number], scores[at])
            best = max(best, scores[at])
        }
        guard best > 0 else { return }
        let (weight, sessionOf, tops, most, before) = (
            index.weights.session, index.sessionOf, bestOf, best, total
        )
        session = filled { at in weight * tops[Int(sessionOf[at])] / most }
        let shares = session
        total = filled { at in before[at] + shares[at] }
    }

    /// "The latest", "originally": among those that fit about as well as the best, the order in time
    /// counts.
    private mutating func scoreOrder(_ question: RecallQuestion, _ weights: RecallWeights) {
        guard let wanted = question.order, let best = total.max() else { return }
        let close = (0..<count).filter { total[$0] >= best - weights.orderReach }
        guard close.count > 1 else { return }
        for (place, at) in close.enumerated() {
            let share = Float(place) / Float(close.count - 1)
            order[at] = weights.order * (wanted == .latest ? share : 1 - share)
            total[at] += order[at]
        }
    }

    /// The ranker orders the best by the sum; none of them falls behind those it has not seen.
    private mutating func rank(by ranker: Ranker, _ question: RecallQuestion, _ index: RecallIndex)
    {
        let best = best(Ranker.reach + 1, of: index) { _ in true }
        let seen = Array(best.prefix(Ranker.reach))
        // Above those, not beside them: equals are told apart by time.
        let floor = best.count > Ranker.reach ? total[best[Ranker.reach]].nextUp : -Float.infinity
        for (at, features) in zip(seen, features(of: seen, question, index)) {
            let ranked = max(floor, total[at] + ranker.sum(features))
            learned[at] = (ranked - total[at], features)
            total[at] = ranked
        }
    }
}
