/// Phrases of one meaning, in several languages, looked for among the words of a question.
struct PhraseSet: Sendable {
    /// What follows the first word of each phrase.
    private let rest: [String: [[String]]]
    /// Those of languages that put no spaces between words.
    private let unspaced: [String]

    /// - Parameter phrases: words as `Words.folded` gives them, a space between them.
    init(_ phrases: [String], unspaced: [String] = []) {
        var rest: [String: [[String]]] = [:]
        for phrase in phrases {
            let words = phrase.split(separator: " ").map(String.init)
            if let first = words.first { rest[first, default: []].append(Array(words.dropFirst())) }
        }
        self.rest = rest
        self.unspaced = unspaced
    }

    /// - Parameter words: those of the question, folded.
    func isIn(_ question: String, _ words: [String]) -> Bool {
        for (place, word) in words.enumerated() {
            guard let follow = rest[word] else { continue }
            let after = words[(place + 1)...]
            if follow.contains(where: { after.starts(with: $0) }) { return true }
        }
        // A question in ASCII holds none of them, and to look for each takes longer than all else.
        if question.utf8.allSatisfy({ $0 < 0x80 }) { return false }
        return unspaced.contains { question.contains($0) }
    }
}
