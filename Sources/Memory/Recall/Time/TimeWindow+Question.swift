import Foundation

extension TimeWindow {
    /// The question without the words that mean this time: they are no words to look for. "The
    /// second week of March" is a stretch of days, and not about weeks. Names of holidays and
    /// seasons stay: who told of them may have said so.
    func removed(from question: String) -> String {
        let phrase = words.lowercased().split(separator: " ")
        if phrase.isEmpty { return question }
        if let found = UnspacedTime.find(in: question), found.said == words {
            return question.replacing(words, with: " ")
        }
        let ranges = Self.wordRanges(in: question)
        let said = ranges.map { range in
            let word = question[range].lowercased()
            return word == "mid-" ? "mid" : word
        }
        let starts = said.indices.filter { at in
            zip(said[at...], phrase).allSatisfy { $0 == $1 } && at + phrase.count <= said.count
        }
        guard let start = starts.first else { return question }
        var rest = question
        var first = start
        while first > 0, Self.leads.contains(said[first - 1]) { first -= 1 }
        for at in (first..<start + phrase.count).reversed() where !Self.isNamed(said[at]) {
            rest.replaceSubrange(ranges[at], with: " ")
        }
        return rest
    }

    /// Small words before a time that say nothing without it.
    private static let leads: Set<String> = [
        "in", "on", "at", "the", "of", "during", "over", "around", "from", "since", "by", "within",
    ]

    private static func isNamed(_ word: String) -> Bool {
        SeasonNames.names[word] != nil || Holiday.words.contains(word)
    }

    /// Where the words stand that time phrases are made of: "mid-March" is two.
    private static func wordRanges(in text: String) -> [Range<String.Index>] {
        var ranges: [Range<String.Index>] = []
        var start: String.Index?
        func close(_ end: String.Index) {
            if let from = start { ranges.append(from..<end) }
            start = nil
        }
        for at in text.indices {
            let isPart = text[at].isLetter || text[at].isNumber || text[at] == "-"
            guard isPart else {
                close(at)
                continue
            }
            start = start ?? at
            guard text[at] == "-", let from = start else { continue }
            // The hyphen goes with the word.
            if text[from..<at].lowercased() == "mid" { close(text.index(after: at)) }
        }
        close(text.endIndex)
        return ranges
    }
}
