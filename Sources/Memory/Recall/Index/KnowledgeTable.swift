import Foundation
import Search

/// Gists and facts of a namespace, found by the memories they were made of.
struct KnowledgeTable: Sendable {
    private var items: [Knowledge] = []
    private var ofMemory: [Int32: [Int]] = [:]

    var isEmpty: Bool { items.isEmpty }

    /// What this takes in memory, more or less.
    var bytes: Int { items.reduce(0) { $0 + $1.text.utf8.count + 24 * $1.sources.count + 160 } }

    mutating func add(_ item: Knowledge, _ numbers: [UUID: Int32]) {
        for source in item.sources {
            if let number = numbers[source] { ofMemory[number, default: []].append(items.count) }
        }
        items.append(item)
    }

    mutating func renumber(_ numbers: Renumbering) {
        ofMemory = Dictionary(
            uniqueKeysWithValues: ofMemory.map { (numbers[$0.key], $0.value) })
    }

    /// How much of a question something has to be about to be shown.
    static let leastRelevance = 0.75

    /// What was made of the memories that were found and answers the question, the most relevant
    /// first; of equals what most of them, and the better, are part of.
    ///
    /// - Parameters:
    ///   - found: numbers of memories, the best first.
    ///   - question: what is asked.
    ///   - asOf: facts that began later are not told.
    func about(_ found: [Int], question: String, limit: Int, asOf: Moment) -> [Knowledge] {
        var weights: [Int: Float] = [:]
        for (rank, number) in found.enumerated() {
            for item in ofMemory[Int32(number)] ?? [] {
                weights[item, default: 0] += 1 / Float(rank + 1)
            }
        }
        if weights.isEmpty { return [] }
        let asked = ClaimReading(question)
        return weights.keys.filter { items[$0].validFrom.map { $0 <= asOf } ?? true }
            .map { (place: $0, relevance: items[$0].relevance(to: asked)) }
            .filter { $0.relevance >= Self.leastRelevance }
            .sorted {
                ($1.relevance, weights[$1.place] ?? 0, $0.place)
                    < ($0.relevance, weights[$0.place] ?? 0, $1.place)
            }
            .prefix(limit).map { found in
                var item = items[found.place]
                item.relevance = found.relevance
                return item
            }
    }
}

extension Knowledge {
    /// The share of what a question asks that this speaks of; names alone are not enough.
    func relevance(to question: ClaimReading) -> Double {
        let own = ClaimReading(text.replacing("_", with: " "))
        let names = question.names
        if kind == .fact, !names.isEmpty, names.isDisjoint(with: own.names) { return 0 }
        var topic = question.content.subtracting(names.map(ClaimReading.stem))
        if topic.isEmpty { topic = question.content }
        let share =
            Double(topic.intersection(own.content).count) / Double(max(1, topic.count))
        // "Where does Nell live?" shares no word with "Nell moved to Ghent".
        let isSamePart = kind == .fact && !question.frames.isDisjoint(with: own.frames)
        return isSamePart ? max(share, 0.5) : share
    }
}
