/// A text as words, with what its spelling tells of each.
struct SpokenText: Sendable {
    struct Token: Sendable {
        /// In small letters, with plain apostrophes.
        var word: String
        var isCapital: Bool
        var hasDigit: Bool
        var opensSentence: Bool
        /// Number of the sentence.
        var sentence: Int
    }

    private(set) var tokens: [Token] = []
    /// Sentences that end in a question mark.
    private(set) var questions: Set<Int> = []
    private(set) var sentences = 1

    init(_ text: String) {
        var current = ""
        var sentence = 0
        var opens = true
        func flush(_ tokens: inout [Token]) {
            while let last = current.last, "'.,:-/".contains(last) { current.removeLast() }
            guard !current.isEmpty else { return }
            tokens.append(
                Token(
                    word: current.lowercased(), isCapital: current.first?.isUppercase ?? false,
                    hasDigit: current.contains(where: \.isNumber), opensSentence: opens,
                    sentence: sentence))
            current = ""
            opens = false
        }
        let characters = Array(text)
        for (at, character) in characters.enumerated() {
            let next = at + 1 < characters.count ? characters[at + 1] : " "
            if character.isLetter || character.isNumber || "€$£%".contains(character) {
                current.append(character)
            } else if !current.isEmpty, "'’".contains(character), next.isLetter {
                current.append("'")
            } else if !current.isEmpty, ".,:-/".contains(character), next.isLetter || next.isNumber,
                character == "-" || next.isNumber || !",".contains(character)
            {
                // "1.4.0", "9:40", "copper-otter", "3,200"
                current.append(character)
            } else {
                flush(&tokens)
                if ".!?\n;".contains(character) {
                    if character == "?" { questions.insert(sentence) }
                    if !(tokens.last.map { $0.sentence < sentence } ?? true) {
                        sentence += 1
                        opens = true
                    }
                } else if "\"“”(:".contains(character) {
                    opens = true
                }
            }
        }
        flush(&tokens)
        sentences = (tokens.last?.sentence ?? 0) + 1
    }

    /// Two words in capitals, one after the other: "Anna Berg".
    var fullNames: Set<[String]> {
        Set(
            zip(tokens, tokens.dropFirst()).compactMap { first, last in
                guard first.isCapital, last.isCapital, first.sentence == last.sentence,
                    !FunctionWords.all.contains(first.word),
                    !FunctionWords.calendar.contains(first.word)
                else { return nil }
                return [first, last].map {
                    $0.word.hasSuffix("'s") ? String($0.word.dropLast(2)) : $0.word
                }
            })
    }

    /// The cues that stand in it.
    func cues<Cue: Hashable>(_ table: CueTable<Cue>) -> Set<Cue> {
        table.found(in: tokens.map(\.word))
    }
}

/// Phrases, each standing for a cue; `*` is any one or two words.
struct CueTable<Cue: Hashable & Sendable>: Sendable {
    private var byFirst: [String: [(words: [String], cue: Cue)]] = [:]

    /// - Parameter phrases: separated by semicolons.
    init(_ phrases: [Cue: String]) {
        for (cue, list) in phrases {
            for phrase in list.split(separator: ";") {
                let words = phrase.split(whereSeparator: \.isWhitespace).map(String.init)
                guard let first = words.first else { continue }
                byFirst[first, default: []].append((words, cue))
            }
        }
    }

    func found(in words: [String]) -> Set<Cue> {
        var found: Set<Cue> = []
        for at in words.indices {
            for (phrase, cue) in byFirst[words[at]] ?? [] where !found.contains(cue) {
                if Self.matches(phrase[...], words[at...]) { found.insert(cue) }
            }
        }
        return found
    }

    private static func matches(_ phrase: ArraySlice<String>, _ words: ArraySlice<String>) -> Bool {
        guard let wanted = phrase.first else { return true }
        guard let word = words.first else { return false }
        if wanted == "*" {
            return matches(phrase.dropFirst(), words.dropFirst())
                || matches(phrase.dropFirst(), words.dropFirst(2))
        }
        return wanted == word && matches(phrase.dropFirst(), words.dropFirst())
    }
}
