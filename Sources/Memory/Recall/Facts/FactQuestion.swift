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
        case "who", "whom", "who's":
            let isNamed = fact.value.first?.isUppercase ?? false
            if isPlace || !isNamed || Self.impersonal.contains(fact.predicate) { return false }
        case "when", "when's":
            if !Self.dates.contains(fact.predicate), intent.aim != .since { return false }
        case nil where !fact.isSingleValued:
            // "Can I eat bread?" does not ask for fish.
            let named = SpokenText(fact.value).tokens.map { ClaimReading.stem($0.word) }
            if stems.isDisjoint(with: named) { return false }
        default: if fact.predicate == "is_in" { return false }
        }
        if let known = Self.stemmed[fact.predicate] { return !known.isDisjoint(with: stems) }
        // "favourite_tea" is not asked for by "favourite colour".
        let own = cues(of: fact.predicate)
        return !own.isEmpty && own.isSubset(of: stems)
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
        "lives_in", "lives_at", "works_at", "born_in", "comes_from", "is_in", "kept_in", "attends",
        "address", "home_country", "studies_at", "meets_in",
    ]
    private static let dates: Set<String> = [
        "has_birthday_on", "birthday", "date", "is_due", "deadline", "time",
    ]
    /// What has a capital and is nobody.
    private static let impersonal: Set<String> = [
        "is_called", "language", "speaks", "version", "team", "uses", "member_of", "owns", "has",
        "subscribes_to", "visited", "date", "is_due", "deadline", "birthday", "has_birthday_on",
        "costs", "likes", "dislikes", "prefers", "plays", "status", "state",
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
        "manager": "manager boss report reports supervisor manages",
        "partner": "partner boyfriend girlfriend fiancé fiancée dating",
        "is_in": "am staying stay",
        "address": "address live lives",
        "number": "number phone mobile telephone call",
        "email": "email mail",
        "date": "date when day scheduled",
        "is_due": "due when deadline",
        "deadline": "deadline due when",
        "birthday": "birthday born",
        "owner": "own owns owner owned ownership",
        "is_run_by": "charge responsible runs run manages looks look after leads heads",
        "kept_in":
            "store stored stores keep kept save saved written go goes archived host hosted hosts",
        "supplier": "supplier supply supplies supplied source",
        "meets_in": "meet meets meeting rehearse rehearses held",
        "code": "code pin combination",
        "plan": "plan tier subscription",
        "version": "version versions runs running deployed release",
        "port": "port listens listening",
        "uses": "use uses used",
        "drives": "drive drives car ride rides bike vehicle",
        "dose": "dose dosage mg much",
        "diet": "diet vegetarian vegan eat pescatarian",
        "cannot_have": "eat have drink intolerant tolerate",
        "eats": "eat eats",
        "drinks": "drink drinks",
        "state": "state ill sick well healthy alive dead died die back leave sabbatical",
        "status": "status",
        "relationship_status": "single married engaged divorced widowed relationship status",
        "attends": "school attend attends university college class study studies kindergarten",
        "member_of": "member membership gym club",
        "subscribes_to": "subscription subscribe subscribes subscribed",
        "is_with": "with provider company",
        "time": "time when",
        "language": "language languages",
        "name": "name called",
        "nickname": "nickname call called",
        "age": "old age",
        "rent": "rent",
        "salary": "salary earn earns",
        "password": "password passcode code",
        "login": "login password",
        "home_country": "country from home",
        "children": "children kids sons daughters",
        "job_title": "title position job",
        "team": "team group department",
        "studies_at": "study studies studying university college",
    ]
}
