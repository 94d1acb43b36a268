import Foundation

/// Which documents hold which terms, in memory; documents are numbered as they are added.
///
/// Not thread-safe while documents are added; reading from many threads is fine.
public struct InvertedIndex: Sendable {
    /// One document that holds a term, and how often.
    public struct Posting: Sendable, Equatable {
        public let document: Int32
        public let count: Float
    }

    public private(set) var vocabulary: Vocabulary
    /// Terms a document has, stop words not counted.
    public private(set) var lengths: [Float] = []
    /// By document: what kinds of thing its terms are.
    public private(set) var kinds: [TermKinds] = []
    private var postings: [[Posting]] = []
    private var totalLength: Double = 0
    private var scratch: [Int32] = []

    public init(vocabulary: Vocabulary = Vocabulary()) {
        self.vocabulary = vocabulary
    }

    public var documentCount: Int { lengths.count }

    /// What this takes in memory, more or less.
    public var bytes: Int {
        // A term has its texts, their slots in two tables and a list of its own.
        postings.reduce(0) { $0 + 128 + $1.capacity * MemoryLayout<Posting>.stride }
            + lengths.count * MemoryLayout<Float>.stride
    }

    /// Mean terms a document, at least 1.
    public var averageLength: Float {
        documentCount == 0 ? 1 : max(1, Float(totalLength / Double(documentCount)))
    }

    /// Adds one document; its number is the count of those before it.
    public mutating func add(_ text: String) {
        let document = Int32(lengths.count)
        lengths.append(count(text))
        kinds.append(kindsOfCounted)
        totalLength += Double(scratch.count)
        forEachCountedTerm { postings, count in
            postings.append(Posting(document: document, count: count))
        }
    }

    /// Puts documents between those that are there.
    public mutating func insert(_ texts: [String], _ numbers: Renumbering) {
        for term in postings.indices {
            for at in postings[term].indices.reversed() {
                let posting = postings[term][at]
                let document = numbers[posting.document]
                // What comes before the first that is put in keeps its number.
                if document == posting.document { break }
                postings[term][at] = Posting(document: document, count: posting.count)
            }
        }
        var added: [Float] = []
        var addedKinds: [TermKinds] = []
        for (text, document) in zip(texts, numbers.added) {
            added.append(count(text))
            addedKinds.append(kindsOfCounted)
            totalLength += Double(scratch.count)
            forEachCountedTerm { postings, count in
                let place = postings.lastIndex { $0.document < document }.map { $0 + 1 } ?? 0
                postings.insert(Posting(document: document, count: count), at: place)
            }
        }
        lengths = numbers.merge(lengths, added)
        kinds = numbers.merge(kinds, addedKinds)
    }

    /// Takes a text apart into `scratch`, its terms in order, and gives how many it has.
    private mutating func count(_ text: String) -> Float {
        scratch.removeAll(keepingCapacity: true)
        vocabulary.intern(text, into: &scratch)
        while postings.count < vocabulary.count { postings.append([]) }
        scratch.sort()
        return Float(scratch.count)
    }

    /// The kinds of the terms of the text that was taken apart.
    private var kindsOfCounted: TermKinds {
        var kinds: TermKinds = []
        for term in scratch { kinds.formUnion(vocabulary.kinds[Int(term)]) }
        return kinds
    }

    /// Each term of the text that was taken apart: its postings, and how often it is there.
    private mutating func forEachCountedTerm(_ body: (inout [Posting], Float) -> Void) {
        var at = 0
        while at < scratch.count {
            let term = scratch[at]
            var end = at + 1
            while end < scratch.count, scratch[end] == term { end += 1 }
            body(&postings[Int(term)], Float(end - at))
            at = end
        }
    }

    /// The documents that hold a term, by ascending number.
    public func postings(of term: Int32) -> [Posting] { postings[Int(term)] }

    /// Whether a document holds a term.
    public func contains(term: Int32, in document: Int32) -> Bool {
        let list = postings[Int(term)]
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle].document < document { low = middle + 1 } else { high = middle }
        }
        return low < list.count && list[low].document == document
    }

    /// How many documents hold a term.
    public func documentFrequency(of term: Int32) -> Int { postings[Int(term)].count }

    /// Rarity of a term, Robertson & Spärck Jones with the 1 that keeps it positive:
    /// ln(1 + (N − n + 0.5) / (n + 0.5)).
    public func inverseDocumentFrequency(of term: Int32) -> Float {
        let n = Float(documentFrequency(of: term))
        return log(1 + (Float(documentCount) - n + 0.5) / (n + 0.5))
    }
}
