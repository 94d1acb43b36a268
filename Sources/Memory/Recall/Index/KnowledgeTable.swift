import Foundation
import Search
import Synchronization

/// Gists and facts of a namespace, found by the memories they were made of.
struct KnowledgeTable: Sendable {
    private var items: [Knowledge] = []
    private var ofMemory: [Int32: [Int]] = [:]
    private let readings = KnowledgeReadings()

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
            .map { (place: $0, relevance: relevance(of: $0, to: asked)) }
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

    private func relevance(of place: Int, to question: ClaimReading) -> Double {
        items[place].relevance(to: question, read: readings.reading(of: place, items[place]))
    }
}

/// What gists and facts say, taken apart when they are first compared with a question. Copies of a
/// table share it: what is in a place never changes.
private final class KnowledgeReadings: Sendable {
    private let known = Mutex<[Int: ClaimReading]>([:])
    /// They are not counted in what an index takes.
    private static let room = 4096

    func reading(of place: Int, _ item: Knowledge) -> ClaimReading {
        if let reading = known.withLock({ $0[place] }) { return reading }
        let reading = item.reading
        known.withLock { known in
            if known.count >= Self.room { known = [:] }
            known[place] = reading
        }
        return reading
    }
}

extension Knowledge {
    fileprivate var reading: ClaimReading { ClaimReading(text.replacing("_", with: " ")) }

    /// The share of what a question asks that this speaks of; names alone are not enough.
    ///
    /// - Parameter own: what this says, where it is known.
    func relevance(to question: ClaimReading, read own: ClaimReading? = nil) -> Double {
        let own = own ?? reading
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
