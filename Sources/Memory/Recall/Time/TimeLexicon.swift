/// The words for time in other languages, put into English, so that one grammar reads them all.
///
/// It goes word by word: "vor drei Wochen" becomes "three weeks ago", "el 3 de mayo" "3 may",
/// "l'été dernier" "last summer".
struct TimeLexicon {
    /// A word of the question in English, and the words of the question that it stands for.
    struct Token: Equatable {
        var word: String
        var origin: Range<Int>
    }

    /// In English, by word; several words where one means several. An empty text drops the word.
    let words: [String: String]
    /// Words before a count and a unit that mean "ago": "vor", "hace", "il y a".
    let agoBefore: [[String]]
    /// The same after them: "fa", "geleden".
    let agoAfter: Set<String>
    /// Words after a unit that mean the last one: "pasado", "dernier".
    let lastAfter: Set<String>

    /// The words of a question in English.
    func english(_ words: [String]) -> [Token] {
        var tokens: [Token] = []
        var at = 0
        while at < words.count {
            if let lead = agoBefore.first(where: { words[at...].starts(with: $0) }),
                let ago = agoTokens(words, at, count: at + lead.count)
            {
                tokens += ago
                at += lead.count + 2
                continue
            }
            let origin = at..<at + 1
            if agoAfter.contains(words[at]), tokens.count > 1 {
                tokens.append(Token(word: "ago", origin: origin))
            } else if lastAfter.contains(words[at]), let unit = tokens.last {
                tokens[tokens.count - 1] = Token(word: "last", origin: unit.origin)
                tokens.append(Token(word: unit.word, origin: origin))
            } else {
                for word in (self.words[words[at]] ?? words[at]).split(separator: " ") {
                    tokens.append(Token(word: String(word), origin: origin))
                }
            }
            at += 1
        }
        return tokens.enumerated().filter { place, token in
            token.word != "of" || !isInDate(tokens, place)
        }.map(\.element)
    }

    private func agoTokens(_ words: [String], _ start: Int, count at: Int) -> [Token]? {
        guard at + 1 < words.count, let unit = self.words[words[at + 1]],
            ["day", "days", "week", "weeks", "month", "months", "year", "years"].contains(unit)
        else { return nil }
        let number = self.words[words[at]] ?? words[at]
        guard NumberWords.value(number) != nil else { return nil }
        return [
            Token(word: number, origin: start..<at + 1),
            Token(word: unit, origin: at + 1..<at + 2), Token(word: "ago", origin: at + 1..<at + 2),
        ]
    }

    /// The "de" of "3 de mayo de 2023".
    private func isInDate(_ tokens: [Token], _ at: Int) -> Bool {
        guard at > 0, at + 1 < tokens.count else { return false }
        let (before, after) = (tokens[at - 1].word, tokens[at + 1].word)
        let isMonthBefore = MonthNames.month(before) != nil || SeasonNames.names[before] != nil
        return Int(before) != nil && MonthNames.month(after) != nil
            || isMonthBefore && after.count == 4 && Int(after) != nil
    }
}
