/// Whether a question asks for what a fact says: for its subject and for its attribute.
struct FactQuestion {
    let intent: QuestionIntent
    private let words: [String]
    private let stems: Set<String>
    private let interrogative: String?
    private let isFirstPerson: Bool

    init(_ question: String, namesSpeaker: Bool) {
        intent = QuestionIntent(question)
        words = SpokenText(question).tokens.map(\.word)
        stems = Set(words.map { ClaimReading.stem(Self.base($0)) })
        interrogative = words.first { Self.interrogatives.contains($0) }
        isFirstPerson = !namesSpeaker && !Self.firstPerson.isDisjoint(with: words)
    }

    /// Whether timelines say anything to a question of this kind: not to why and how, nor to what
    /// happened.
    var asksForState: Bool {
        switch intent.aim {
        case .now, .any, .before, .first, .since: interrogative != "how" || words.contains("much")
        case .last, .count, .why, .whoSaid, .past: false
        }
    }

    func asks(for fact: TimelineFact) -> Bool { isAbout(fact.subject, fact) && wants(fact) }

    /// Whether the question names the subject, and not something of it: "Ana" is not "Ana's sister".
    private func isAbout(_ subject: String, _ fact: TimelineFact) -> Bool {
        let parts = SpokenText(subject).tokens.map { Self.base($0.word) }
            .filter { !FunctionWords.all.contains($0) }
        guard let last = parts.last else { return false }
        if ["user", "human"].contains(last), parts.count == 1 { return isFirstPerson }
        guard parts.allSatisfy({ stems.contains(ClaimReading.stem($0)) }) else { return false }
        guard let at = words.lastIndex(where: { Self.base($0) == last }), words[at].hasSuffix("'s")
        else { return true }
        let owned = words[(at + 1)...].first { !Self.passedOver.contains($0) }
        return owned.map { cues(of: fact.predicate).contains(ClaimReading.stem($0)) } ?? false
    }

    private func wants(_ fact: TimelineFact) -> Bool {
        let isPlace = Self.places.contains(fact.predicate)
        switch interrogative {
        case "where", "where's": if !isPlace { return false }
        case "who", "whom", "who's": if fact.predicate != "married_to" { return false }
        case "when", "when's":
            if fact.predicate != "has_birthday_on", intent.aim != .since { return false }
        default: break
        }
        return !cues(of: fact.predicate).isDisjoint(with: stems)
    }

    private func cues(of predicate: String) -> Set<String> {
        Self.stemmed[predicate]
            ?? Set(
                predicate.split(separator: "_").map(String.init)
                    .filter { !FunctionWords.all.contains($0) }.map(ClaimReading.stem))
    }

    private static func base(_ word: String) -> String {
        word.hasSuffix("'s") ? String(word.dropLast(2)) : word
    }

    private static let places: Set<String> = [
        "lives_in", "lives_at", "works_at", "born_in", "comes_from",
    ]
    private static let interrogatives: Set<String> = [
        "what", "what's", "which", "who", "whom", "who's", "where", "where's", "when", "when's",
        "how", "why",
    ]
    private static let firstPerson: Set<String> = ["i", "my", "me", "i'm", "we", "our"]
    private static let passedOver: Set<String> = ["current", "new", "present", "own", "home"]

    private static let stemmed: [String: Set<String>] = cueWords.mapValues { words in
        Set(words.split(separator: " ").map { ClaimReading.stem(String($0)) })
    }
    private static let cueWords = [
        "lives_in": "live lives living home address reside based house flat apartment city",
        "lives_at": "live lives living home address reside based house flat apartment street",
        "works_at": "work works working job employer employed company",
        "works_as": "job profession occupation role",
        "comes_from": "from come comes origin",
        "born_in": "born birthplace",
        "studies": "study studies studying major",
        "is_called": "name called named",
        "costs": "cost costs price much",
        "prefers": "prefer prefers preference",
        "likes": "like likes enjoy enjoys love loves",
        "dislikes": "dislike dislikes hate hates",
        "is_allergic_to": "allergic allergy allergies",
        "has": "have has",
        "owns": "own owns",
        "adopted": "adopt adopted",
        "married_to": "married wife husband spouse",
        "speaks": "speak speaks language languages",
        "plays": "play plays instrument",
        "has_birthday_on": "birthday born",
        "visited": "visit visited",
    ]
}
