/// How one memory is meant, by its words alone: what it shows of change, certainty and values.
struct ClaimReading: Sendable {
    let text: SpokenText
    let cues: Set<ClaimCue>
    let frames: Set<Frame>
    /// Names, numbers, dates and codes, in small letters.
    let values: Set<String>
    /// Values in capitals that open a sentence: names only if they are one elsewhere.
    let uncertainValues: Set<String>
    let content: Set<String>
    let asks: Bool
    let hasNumber: Bool
    let hasMoney: Bool
    let hasDate: Bool
    let hasCode: Bool
    let hasName: Bool
    /// Whether it is about whoever speaks.
    let isFirstPerson: Bool

    init(_ content: String) {
        let text = SpokenText(String(content.prefix(1200)))
        self.text = text
        let words = text.tokens.map(\.word)
        cues = ClaimCue.table.found(in: words)
        frames = Frame.table.found(in: words)
        var values: Set<String> = []
        var uncertain: Set<String> = []
        var meaning: Set<String> = []
        var (number, date, code, name) = (false, false, false, false)
        for token in text.tokens {
            let word = token.word.hasSuffix("'s") ? String(token.word.dropLast(2)) : token.word
            let isCalendar = FunctionWords.calendar.contains(word)
            if token.hasDigit {
                values.insert(word)
                number = true
                if word.contains(":") { date = true }
                if word.contains(where: \.isLetter) || word.contains(".") { code = true }
            } else if isCalendar, token.isCapital || word.count > 3 {
                values.insert(word)
                date = true
            } else if token.isCapital, !FunctionWords.all.contains(token.word) {
                if token.opensSentence {
                    uncertain.insert(word)
                } else {
                    values.insert(word)
                    name = true
                }
            } else if word.contains("-"), word.count > 6 {
                values.insert(word)
                code = true
            }
            if Self.numberWords.contains(word) {
                number = true
                values.insert(word)
            }
            if !FunctionWords.all.contains(word) { meaning.insert(Self.stem(word)) }
        }
        self.values = values
        uncertainValues = uncertain
        self.content = meaning
        hasNumber = number
        hasMoney = Self.hasMoney(text.tokens)
        hasDate = date
        hasCode = code
        hasName = name
        asks = !text.questions.isEmpty && text.questions.contains(text.sentences - 1)
        isFirstPerson = words.contains { Self.firstPerson.contains($0) }
    }

    private static let firstPerson: Set<String> = [
        "i", "i'm", "i've", "i'll", "i'd", "my", "me", "mine", "we", "we're", "we've", "our", "us",
        "myself",
    ]
    private static let costless: Set<String> = ["free", "nothing", "gratis"]
    private static let costing: Set<String> = [
        "for", "is", "are", "was", "it's", "costs", "cost", "now", "comes",
    ]
    private static let numberWords: Set<String> = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "twenty", "thirty", "forty", "fifty", "hundred", "thousand", "noon", "midnight",
    ]

    /// Whether a number stands with a sign or a word of money. A bare number may be one, where it is
    /// not a time, and no word for what it counts follows: "it went up to 990". What costs nothing
    /// has a price too.
    private static func hasMoney(_ tokens: [SpokenText.Token]) -> Bool {
        tokens.indices.contains { at in
            let token = tokens[at]
            if costless.contains(token.word), at > 0, costing.contains(tokens[at - 1].word) {
                return true
            }
            guard token.hasDigit || numberWords.contains(token.word) else { return false }
            if token.word.contains(where: "€$£".contains) { return true }
            let next = at + 1 < tokens.count ? tokens[at + 1] : nil
            if let next, moneyWords.contains(next.word) { return true }
            let isLast = next.map { $0.sentence != token.sentence } ?? true
            return token.hasDigit && !token.word.contains(":")
                && (isLast || next.map { FunctionWords.all.contains($0.word) } ?? true)
        }
    }

    private static let moneyWords: Set<String> = [
        "euro", "euros", "eur", "dollar", "dollars", "usd", "pound", "pounds", "gbp", "franc",
        "francs", "chf", "yen", "cents", "pence", "kronor", "kroner", "€", "$", "£", "k", "grand",
    ]

    /// A word without the commonest endings, so that "moves" and "moved" meet.
    static func stem(_ word: String) -> String {
        var word = word
        for ending in ["'s", "ies", "ing", "ied", "ed", "es", "s", "e"]
        where word.count - ending.count >= 3 && word.hasSuffix(ending) {
            word.removeLast(ending.count)
            if ending == "ies" || ending == "ied" { word += "y" }
            break
        }
        return word
    }

    /// Whether it says which of several times it was: "my third trip", "for the 4th time".
    var counts: Bool { text.tokens.contains { Self.ordinals.contains($0.word) } }

    private static let ordinals: Set<String> = [
        "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "twice", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th",
    ]

    /// The stems of all words that carry meaning, those of "cold-battery" one by one.
    var stems: Set<String> {
        Set(
            text.tokens.flatMap { $0.word.split(whereSeparator: { "-/".contains($0) }) }
                .map(String.init).filter { $0.count > 2 && !FunctionWords.all.contains($0) }
                .map(Self.stem))
    }

    /// Names, those that open a sentence too.
    var names: Set<String> { values.union(uncertainValues) }

    /// Whether it names somebody with the same first name and another surname, and not whom the
    /// other text names.
    func namesAnother(than other: ClaimReading) -> Bool {
        let wanted = other.text.fullNames
        let mine = text.fullNames
        return mine.contains { name in
            wanted.contains { $0.first == name.first && $0.last != name.last }
        } && mine.isDisjoint(with: wanted)
    }

    /// Whether it has something of a kind.
    func holds(_ kind: AnswerKind) -> Bool {
        switch kind {
        case .date: hasDate || hasNumber
        case .number: hasNumber
        case .money: hasMoney
        case .code: hasNumber || hasCode
        case .place, .person, .name: hasName || !uncertainValues.isEmpty
        }
    }

    /// Whether it says that something has changed.
    var changes: Bool {
        !cues.isDisjoint(with: [.begins, .returns, .now, .corrects])
    }

    /// 1 for what is said as it is, less for wishes, guesses, questions, hearsay.
    var certainty: Float {
        if asks { return text.tokens.count > 25 ? 0.6 : 0.1 }
        if cues.contains(.hypothetical) { return 0.2 }
        if cues.contains(.mistaken) { return 0.4 }
        if cues.contains(.reported) { return 0.6 }
        return 1
    }
}
