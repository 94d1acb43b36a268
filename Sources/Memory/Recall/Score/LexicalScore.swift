import Foundation
import Search

/// How well memories match a question's words: BM25, where a memory's neighbours in its session
/// lend it a part of their words.
struct LexicalScore {
    /// What the memory's own words earn, by memory.
    private(set) var own: [Float]
    /// What its neighbours' words earn.
    private(set) var near: [Float]
    /// The best match's share of what a memory with every term, endlessly repeated, would earn.
    private(set) var coverage: Float = 0
    /// What takes `own` back to a share of the most that could be earned.
    private(set) var ideal: Float = 0

    /// The share of the question's words that each memory holds itself, the rarer counting more.
    private(set) var held: [Float]
    /// What each passage of a long memory earns by its words; its memory earns the most of it.
    private(set) var passages: [Float]

    /// - Parameters:
    ///   - terms: the terms of each of the question's words; none for one no memory holds.
    ///   - count: only the first so many memories are looked at.
    init(index: RecallIndex, terms: [[Int32]], count: Int, weights: RecallWeights) {
        own = [Float](repeating: 0, count: count)
        near = [Float](repeating: 0, count: count)
        held = near
        passages = [Float](repeating: 0, count: index.passages.count)
        let window = Window(index: index, count: count, weights: weights)
        var most: Float = 0
        var rarities: Float = 0
        for term in terms {
            for number in term { window.gather(number) }
            let rarity = window.rarity(of: term)
            most += rarity * (weights.saturation + 1)
            rarities += rarity
            for document in window.touched {
                let at = Int(document)
                let frequency = window.frequency[at]
                let score =
                    rarity * frequency * (weights.saturation + 1)
                    / (frequency + window.lengthNorm(at))
                let share = window.ownFrequency[at] / frequency
                own[at] += score * share
                near[at] += score * (1 - share)
                if share > 0 { held[at] += rarity }
            }
            window.score(passages: &passages, term, rarity)
            window.clear()
        }
        takeBestPassages(of: index)
        if rarities > 0 { for at in 0..<count where held[at] > 0 { held[at] /= rarities } }
        for (at, length) in index.words.lengths.prefix(count).enumerated() where near[at] != 0 {
            near[at] *= weights.lending / (weights.lending + length)
        }
        var best: Float = 0
        for at in 0..<count { best = max(best, own[at] + near[at]) }
        guard best > 0, most > 0 else { return }
        coverage = min(1, best / most)
        // The best match is worth 1 only where it matches well.
        let scale = pow(coverage, weights.weakMatch) / best
        ideal = 1 / (scale * most)
        for at in 0..<count {
            own[at] *= scale
            near[at] *= scale
        }
        for at in passages.indices { passages[at] *= scale }
    }

    /// A long memory earns by its words what its best passage does.
    private mutating func takeBestPassages(of index: RecallIndex) {
        var last: Int32 = -1
        for (passage, memory) in index.passages.memoryOf.enumerated() where memory < own.count {
            let at = Int(memory)
            own[at] = memory == last ? max(own[at], passages[passage]) : passages[passage]
            last = memory
        }
    }
}

/// Term frequencies with those of the neighbours added, one term at a time.
private final class Window {
    private(set) var frequency: [Float]
    private(set) var ownFrequency: [Float]
    private(set) var touched: [Int32] = []

    private let index: RecallIndex
    private let count: Int
    private let weights: RecallWeights
    private let lengths: WindowLengths

    init(index: RecallIndex, count: Int, weights: RecallWeights) {
        self.index = index
        lengths = index.windowLengths(upTo: count)
        self.count = count
        self.weights = weights
        frequency = [Float](repeating: 0, count: count)
        ownFrequency = [Float](repeating: 0, count: count)
    }

    /// ln(1 + (N − n + 0.5) / (n + 0.5)), n the memories with the term in their window.
    func rarity(of term: [Int32]) -> Float {
        var all = Float(count)
        var n = Float(touched.count)
        if let corpus = index.corpus, let term = term.first {
            all = Float(corpus.memories)
            n = max(n, min(all, corpus.windowFrequency(index.words.vocabulary.term(term))))
        }
        return log(1 + (all - n + 0.5) / (n + 0.5))
    }

    func lengthNorm(_ at: Int) -> Float { lengthNorm(lengths.each[at]) }

    private func lengthNorm(_ length: Float) -> Float {
        weights.saturation
            * (1 - weights.lengthPenalty + weights.lengthPenalty * length / lengths.mean)
    }

    /// Adds what a term earns the passages that hold it. A passage is as long as a memory's window.
    func score(passages: inout [Float], _ term: [Int32], _ rarity: Float) {
        let words = index.passages.words
        for number in term {
            let stem = index.words.vocabulary.term(number)
            guard let own = words.vocabulary.number(ofStem: stem) else { continue }
            for posting in words.postings(of: own) {
                let passage = Int(posting.document)
                let norm = lengthNorm(words.lengths[passage])
                passages[passage] +=
                    rarity * posting.count * (weights.saturation + 1) / (posting.count + norm)
            }
        }
    }

    func gather(_ term: Int32) {
        for posting in index.words.postings(of: term) {
            // Postings ascend: what had not happened yet comes last.
            if Int(posting.document) >= count { break }
            ownFrequency[Int(posting.document)] += posting.count
            add(posting.document, posting.count)
            spread(posting.document, posting.count, along: index.previous)
            spread(posting.document, posting.count, along: index.next)
        }
    }

    func clear() {
        for document in touched {
            frequency[Int(document)] = 0
            ownFrequency[Int(document)] = 0
        }
        touched.removeAll(keepingCapacity: true)
    }

    private func spread(_ document: Int32, _ amount: Float, along links: [Int32]) {
        let first = links[Int(document)]
        guard first >= 0, Int(first) < count else { return }
        add(first, amount * weights.nextWords)
        let second = links[Int(first)]
        guard second >= 0, Int(second) < count else { return }
        add(second, amount * weights.nextButOneWords)
    }

    private func add(_ document: Int32, _ amount: Float) {
        let at = Int(document)
        if frequency[at] == 0 { touched.append(document) }
        frequency[at] += amount
    }
}
