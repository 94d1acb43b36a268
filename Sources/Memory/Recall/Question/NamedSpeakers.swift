import Search

/// Whom a question names, and how that person would have put it.
///
/// "What is Anna's plan?" is answered by what Anna said, and Anna said "my plan".
struct NamedSpeakers {
    /// Numbers of the speakers named.
    private(set) var numbers: Set<Int32> = []
    /// The names' words as the question has them.
    private(set) var words: [String] = []
    private var ranges: [Range<String.Index>] = []
    private let question: String

    /// Names that stand for a part in the talk, not a person.
    private static let roles: Set<String> = [
        "user", "assistant", "system", "tool", "function", "human", "ai", "agent", "bot", "unknown",
    ]

    init(in question: String, speakers: [String]) {
        self.question = question
        var names: [String: Set<Int32>] = [:]
        for (number, speaker) in speakers.enumerated()
        where !Self.roles.contains(speaker.lowercased()) {
            for word in Words.folded(speaker) where word.count > 1 {
                names[word, default: []].insert(Int32(number))
            }
        }
        if names.isEmpty { return }
        let isLowerCase = !question.contains(where: \.isUppercase)
        for (position, range) in Words.ranges(in: question).enumerated() {
            let isCapitalised = question[range].first?.isUppercase ?? false
            // All in lower case, a name looks like any other word: take it for a name.
            guard isCapitalised || isLowerCase,
                var word = Words.folded(String(question[range])).first
            else { continue }
            let isStop = StopWords.english.contains(word)
            if names[word] == nil, isCapitalised, position > 0, word.count >= 3, !isStop {
                // A short form: Mel for Melanie, where only one name begins so.
                let full = names.keys.filter { $0.hasPrefix(word) }
                if full.count == 1, let only = full.first { word = only }
            }
            guard let named = names[word], !isStop || (isCapitalised && position > 0) else {
                continue
            }
            numbers.formUnion(named)
            words.append(String(question[range]))
            ranges.append(range)
        }
    }

    /// The question in the first person: `NAME's` becomes "my", `NAME` becomes "I". The question
    /// itself where nobody is named, or where it says nothing but names.
    func firstPerson(meaningful: (String) -> Bool) -> String {
        guard !ranges.isEmpty, meaningful(withoutNames) else { return question }
        var text = ""
        var at = question.startIndex
        for run in runs {
            text += question[at..<run.lowerBound]
            let rest = question[run.upperBound...]
            let isPossessive = ["'s", "’s", "'S", "’S"].contains { suffix in
                rest.hasPrefix(suffix) && !(rest.dropFirst(2).first?.isLetter ?? false)
            }
            text += isPossessive ? "my" : "I"
            at = isPossessive ? question.index(run.upperBound, offsetBy: 2) : run.upperBound
        }
        return text + question[at...]
    }

    private var withoutNames: String {
        var rest = question
        for range in ranges.reversed() { rest.replaceSubrange(range, with: " ") }
        return rest
    }

    /// Names of several words ("Anna Smith") as one stretch.
    private var runs: [Range<String.Index>] {
        var runs: [Range<String.Index>] = []
        for range in ranges {
            if let last = runs.last,
                question[last.upperBound..<range.lowerBound].allSatisfy(\.isWhitespace)
            {
                runs[runs.count - 1] = last.lowerBound..<range.upperBound
            } else {
                runs.append(range)
            }
        }
        return runs
    }
}
