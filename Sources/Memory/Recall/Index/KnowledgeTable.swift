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

    /// What was made of the memories that were found, most of them first; of equals what the
    /// better memory is part of.
    ///
    /// - Parameters:
    ///   - found: numbers of memories, the best first.
    ///   - asOf: facts that began later are not told.
    func about(_ found: [Int], limit: Int, asOf: Moment) -> [Knowledge] {
        var weights: [Int: Float] = [:]
        for (rank, number) in found.enumerated() {
            for item in ofMemory[Int32(number)] ?? [] {
                weights[item, default: 0] += 1 / Float(rank + 1)
            }
        }
        return weights.filter { items[$0.key].validFrom.map { $0 <= asOf } ?? true }
            .sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
            .prefix(limit).map { items[$0.key] }
    }
}
