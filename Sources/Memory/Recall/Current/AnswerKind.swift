/// What kind of thing answers a question.
enum AnswerKind: String, Sendable {
    case place, person, date, number, money, code, name

    /// Whether only what has something of the kind can answer: a place or a name may stand in small
    /// letters, a price not without a number.
    var isPlain: Bool { [.number, .money, .code].contains(self) }

    /// Nil where the words of a question do not say.
    init?(asked words: [String]) {
        let all = Set(words)
        func has(_ some: String...) -> Bool { some.contains(where: all.contains) }
        guard let first = words.first(where: { Self.interrogatives.contains($0) }) else {
            return nil
        }
        let after = words.drop { $0 != first }.dropFirst().prefix(3)
        func soon(_ some: String...) -> Bool { some.contains(where: after.contains) }
        let isSum = has("price", "cost", "costs", "rent", "salary", "fee", "budget", "pay", "pays")
        switch first {
        case "when", "when's": self = .date
        case "where", "where's": self = .place
        case "who", "whom", "whose", "who's": self = .person
        case "how" where isSum && soon("much"): self = .money
        case "how" where soon("much", "many", "old", "long", "tall", "far", "big", "high", "fast"):
            self = .number
        case "how": return nil
        default:
            if soon("time", "date", "day", "month", "year", "weekday", "deadline") {
                self = .date
            } else if has("password", "code", "pin", "login", "port", "version", "url", "email") {
                self = .code
            } else if isSum {
                self = .money
            } else if has(
                "number", "dose", "dosage", "amount", "score", "size", "age", "weight",
                "temperature", "rate")
            {
                self = .number
            } else if soon("city", "town", "country", "street", "place", "address", "room") {
                self = .place
            } else if has("name", "called", "named") || first == "which"
                || after.first.map({ !FunctionWords.all.contains($0) }) ?? false
            {
                self = .name
            } else {
                return nil
            }
        }
    }

    private static let interrogatives: Set<String> = [
        "when", "when's", "where", "where's", "who", "whom", "whose", "who's", "how", "what",
        "what's", "which",
    ]
}
