import Foundation
import Search

/// A question made of a memory's own words: the rarest of them, in their order.
struct OwnWords {
    /// Words of a question at most.
    static let limit = 8

    let text: String

    /// Nil where it has no words that an index knows.
    init?(of content: String, in index: RecallIndex, limit: Int = Self.limit) {
        var seen: Set<Int32> = []
        let vocabulary = index.words.vocabulary
        let beginning = String(content.prefix(2_000))
        var terms = vocabulary.lookUp(beginning)
        if terms.allSatisfy({ $0.number == nil }) {
            terms = vocabulary.lookUp(beginning, keepingStopWords: true)
        }
        let words = terms.compactMap { term -> (word: String, frequency: Int)? in
            guard let number = term.number, seen.insert(number).inserted else { return nil }
            return (term.word, index.words.documentFrequency(of: number))
        }
        let rarest = words.enumerated()
            .sorted { ($0.element.frequency, $0.offset) < ($1.element.frequency, $1.offset) }
            .prefix(limit).sorted { $0.offset < $1.offset }
        if rarest.isEmpty { return nil }
        text = rarest.map(\.element.word).joined(separator: " ")
    }
}
