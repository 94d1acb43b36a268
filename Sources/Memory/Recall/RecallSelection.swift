import Foundation

/// Chooses the results of a recall among scored memories: only what the filter allows, what was
/// corrected only after everything that was not, and what says the same once.
struct RecallSelection {
    let index: RecallIndex
    let score: RecallScore
    let wanted: RecallOptions
    /// Those that the store says the filter fits; nil where only times are asked for.
    let allowed: Set<UUID>?
    /// Numbers of memories that were corrected by then, and by what.
    let corrected: [Int: UUID]
    /// Those of them that a later version of a note replaced: they are returned only where
    /// everything is to be seen.
    private let replaced: Set<Int>

    init(
        index: RecallIndex, score: RecallScore, wanted: RecallOptions, allowed: Set<UUID>?,
        marks: MemoryMarks
    ) {
        self.index = index
        self.score = score
        self.wanted = wanted
        self.allowed = allowed
        let moment = wanted.asOf ?? .latest
        let standing = marks.corrections.filter { $0.value.at <= moment }
        var corrected: [Int: UUID] = [:]
        var replaced: Set<Int> = []
        if !standing.isEmpty {
            for (id, number) in index.numbers(of: Set(standing.keys)) {
                corrected[number] = standing[id]?.by
                if standing[id]?.isVersion == true { replaced.insert(number) }
            }
        }
        self.corrected = corrected
        self.replaced = wanted.foldsRepetitions ? replaced : []
    }

    /// One result: the memory, and how often it was said.
    struct Chosen {
        var number: Int
        var memory: MemoryRecord
        var saying: Saying?
    }

    /// Whether the filter allows a memory.
    func allows(_ number: Int) -> Bool {
        (wanted.knownAt.map { index.told[number] <= $0 } ?? true)
            && (wanted.filter.since.map { index.times[number] >= $0 } ?? true)
            && (wanted.filter.until.map { index.times[number] < $0 } ?? true)
            && (allowed?.contains(index.ids[number]) ?? true)
    }

    /// Whether the filter allows a memory that nothing corrects.
    func stands(_ number: Int) -> Bool { corrected[number] == nil && allows(number) }

    /// Whether the filter allows a memory that something corrects.
    private func isHistory(_ number: Int) -> Bool {
        corrected[number] != nil && !replaced.contains(number) && allows(number)
    }

    /// The best, as many as are wanted where there are as many.
    ///
    /// - Parameters:
    ///   - first: what comes before all others, whatever its score.
    ///   - fetch: reads memories by their ids, in this order.
    func choose(first: Int?, _ fetch: ([UUID]) throws(MemoryError) -> [MemoryRecord])
        throws(MemoryError) -> [Chosen]
    {
        if wanted.limit <= 0 { return [] }
        var chosen = try choose(first: first, fetch, where: stands)
        let missing = wanted.limit - chosen.count
        if missing > 0, !corrected.isEmpty {
            chosen += try choose(first: nil, fetch, where: isHistory).prefix(missing)
        }
        return chosen
    }

    private func choose(
        first: Int?, _ fetch: ([UUID]) throws(MemoryError) -> [MemoryRecord],
        where isWanted: (Int) -> Bool
    ) throws(MemoryError) -> [Chosen] {
        var reach = wanted.foldsRepetitions ? wanted.limit * 2 + 10 : wanted.limit
        while true {
            var best = score.best(reach, of: index, where: isWanted)
            let isAll = best.count < reach
            if let first { best = [first] + best.filter { $0 != first } }
            let folded = fold(best, try fetch(needed(of: best).map { index.ids[$0] }))
            if folded.count >= wanted.limit || isAll || !wanted.foldsRepetitions {
                return Array(folded.prefix(wanted.limit))
            }
            reach *= 4
        }
    }

    /// Those of the best that may be among the results or say the same as one of them. To read the
    /// others would cost more than all else.
    private func needed(of best: [Int]) -> [Int] {
        if !wanted.foldsRepetitions { return best }
        var keys: Set<UInt64> = []
        return best.filter { number in
            keys.contains(index.said[number])
                || keys.count < wanted.limit && keys.insert(index.said[number]).inserted
        }
    }

    private func fold(_ best: [Int], _ memories: [MemoryRecord]) -> [Chosen] {
        let numbers = Dictionary(best.map { (index.ids[$0], $0) }) { first, _ in first }
        var chosen: [Chosen] = []
        var places: [Said: Int] = [:]
        for memory in memories {
            guard let number = numbers[memory.id] else { continue }
            let said = Said(memory)
            if wanted.foldsRepetitions, let place = places[said] {
                chosen[place].saying.add(memory, to: chosen[place].memory)
            } else {
                places[said] = chosen.count
                chosen.append(Chosen(number: number, memory: memory))
            }
        }
        return chosen
    }

    /// What two memories that say the same have in common: the words, and who says them.
    private struct Said: Hashable {
        let words: SaidWords
        let speaker: String?

        init(_ memory: MemoryRecord) {
            words = SaidWords(memory.content)
            speaker = memory.speaker ?? memory.role
        }
    }
}

extension Saying? {
    /// Counts one more that says the same.
    fileprivate mutating func add(_ memory: MemoryRecord, to first: MemoryRecord) {
        var saying = self ?? Saying(times: 1, last: first.occurredAt, others: [])
        saying.times += 1
        saying.last = max(saying.last, memory.occurredAt)
        saying.others.append(memory.id)
        self = saying
    }
}
