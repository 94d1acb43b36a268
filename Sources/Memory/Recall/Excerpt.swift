/// What is shown of a long memory.
public struct Excerpt: Sendable {
    public let text: String
    /// Whether the content has more before it, and after it.
    public let follows: Bool
    public let goesOn: Bool

    /// All of a short content; of a long one the part of its best passage that holds most words of
    /// the question.
    ///
    /// - Parameter limit: characters at most.
    public init(of result: RecallResult, question: String, limit: Int) {
        let content = result.memory.content
        guard content.count > limit else {
            (text, follows, goesOn) = (content, false, false)
            return
        }
        let passage = Array(result.passage?.text ?? content)
        let start = Self.start(in: passage, question: question, limit: limit)
        let end = min(passage.count, start + limit)
        text = String(passage[start..<end])
        follows = start > 0 || (result.passage?.bytes.lowerBound ?? 0) > 0
        goesOn =
            end < passage.count
            || result.passage.map { $0.bytes.upperBound < content.utf8.count } ?? false
    }

    /// Where to begin, so that most of the question's longer words are seen, a little before the
    /// first of them.
    private static func start(in passage: [Character], question: String, limit: Int) -> Int {
        if passage.count <= limit { return 0 }
        let wanted = Set(words(Array(question)).map(\.word).filter { $0.count > 3 })
        let met = words(passage).filter { wanted.contains($0.word) }
        var best = (start: 0, count: 0)
        for first in met {
            let start = max(0, min(first.at - limit / 4, passage.count - limit))
            let seen = met.filter { $0.at >= start && $0.at + $0.word.count <= start + limit }
            let count = Set(seen.map(\.word)).count
            if count > best.count { best = (start, count) }
        }
        return best.start
    }

    private static func words(_ text: [Character]) -> [(word: String, at: Int)] {
        var words: [(String, Int)] = []
        var begin: Int?
        for at in 0...text.count {
            if at < text.count, text[at].isLetter || text[at].isNumber {
                begin = begin ?? at
            } else if let from = begin {
                words.append((String(text[from..<at]).lowercased(), from))
                begin = nil
            }
        }
        return words
    }
}
