/// Which of several memories about the same thing a question wants: the one that holds now, the
/// one before another, the first, the reason.
struct QuestionIntent: Equatable, Sendable {
    enum Aim: String, Sendable, CaseIterable {
        /// What holds at the moment of the question.
        case now
        /// What held before something else, or before what holds now.
        case before
        case first, last
        /// When it began to hold.
        case since
        case count, why
        case whoSaid = "who said"
        /// An event or a state of the past; nothing is preferred.
        case past
        /// Nothing that changes is asked for.
        case any
    }

    var aim: Aim
    /// Whether it can be answered by yes or no.
    var isPolar = false
    /// Whether it says so in words: "now", "still", "currently".
    var isExplicit = false
    /// The words after "before": what was there later.
    var anchor: [String] = []
    /// The kind of thing the answer is.
    var wants: AnswerKind?

    init(aim: Aim, isPolar: Bool = false, isExplicit: Bool = false, wants: AnswerKind? = nil) {
        self.aim = aim
        self.isPolar = isPolar
        self.isExplicit = isExplicit
        self.wants = wants
    }

    init(_ question: String) {
        let text = SpokenText(question)
        let words = text.tokens.map(\.word)
        wants = AnswerKind(asked: words)
        isPolar = words.first.map(Self.openers.contains) ?? false
        let found = text.cues(IntentCues.all)
        isExplicit = found.contains(.now) || Self.nowUnspaced.contains(where: question.contains)
        let isPast = Self.isPast(words)
        if found.contains(.why) {
            aim = .why
        } else if found.contains(.since) {
            aim = .since
        } else if found.contains(.whoSaid) {
            aim = .whoSaid
        } else if found.contains(.count) {
            aim = .count
        } else if found.contains(.before) {
            aim = .before
            anchor = Self.anchor(words)
        } else if found.contains(.first) {
            aim = .first
        } else if isExplicit {
            aim = .now
        } else if found.contains(.last) {
            aim = .last
        } else if found.contains(.best) {
            aim = .any
        } else {
            aim = isPast ? .past : Self.asksForOneState(words) ? .now : .any
        }
    }

    /// Whether one thing is asked for that is so or not so at a moment: not a list ("which books"),
    /// not what has happened ("where has she camped"), not how, nor what somebody would do.
    private static func asksForOneState(_ words: [String]) -> Bool {
        if !modalVerbs.isDisjoint(with: words) { return false }
        guard let at = words.firstIndex(where: questionWords.contains) else { return true }
        let rest = words[(at + 1)...]
        guard let next = rest.first else { return true }
        let verbs = rest.filter { $0 == "do" || $0 == "does" }
        if !verbs.isEmpty, !attitudes.isDisjoint(with: rest) { return false }
        switch words[at] {
        case "how": return !auxiliaries.contains(next) || ["is", "are", "am"].contains(next)
        case "what", "which":
            if kinds.contains(next) || next == "are" || isPastVerb(next) { return false }
            let verb = rest.firstIndex(where: auxiliaries.contains) ?? rest.endIndex
            if verb > rest.startIndex, verb < rest.endIndex, isPlural(rest[verb - 1]) {
                return false
            }
        case "who" where isPastVerb(next): return false
        default: break
        }
        guard let has = rest.firstIndex(where: { $0 == "has" || $0 == "have" }) else { return true }
        return !rest[(has + 1)...].dropFirst().prefix(5).contains(where: isParticiple)
    }

    private static let nowUnspaced = ["现在", "現在", "目前", "지금", "현재"]
    private static let modalVerbs: Set<String> = ["would", "could", "might"]
    private static let questionWords: Set<String> = [
        "what", "which", "who", "whom", "where", "when", "how",
    ]
    private static let auxiliaries: Set<String> = [
        "is", "are", "am", "do", "does", "has", "have", "can", "should", "will",
    ]
    private static let kinds: Set<String> = ["kind", "kinds", "type", "types", "sort", "sorts"]
    private static let attitudes: Set<String> = [
        "think", "thinks", "feel", "say", "mean", "symbolize", "symbolise", "plan", "want",
    ]

    private static func isPastVerb(_ word: String) -> Bool {
        word.count > 4 && word.hasSuffix("ed")
    }

    private static func isPlural(_ word: String) -> Bool {
        word.count > 3 && word.hasSuffix("s") && !["ss", "us", "'s"].contains(word.suffix(2))
    }

    private static func isParticiple(_ word: String) -> Bool {
        word.count > 4 && ["ed", "en", "one", "ade"].contains { word.hasSuffix($0) }
    }

    /// Verbs that a question to be answered by yes or no begins with.
    private static let openers: Set<String> = [
        "am", "are", "is", "was", "were", "do", "does", "did", "has", "have", "had", "can",
        "could", "will", "would", "should", "may", "isn't", "aren't", "don't", "doesn't", "didn't",
        "hasn't", "haven't", "won't",
    ]

    private static let pastVerbs: Set<String> = ["did", "was", "were", "had", "used"]
    private static let presentVerbs: Set<String> = [
        "am", "are", "is", "do", "does", "has", "have", "can", "should", "will", "'s",
    ]

    /// The first verb that shows a tense decides.
    private static func isPast(_ words: [String]) -> Bool {
        for word in words {
            if pastVerbs.contains(word) { return true }
            if presentVerbs.contains(word) || word.hasSuffix("'s") && word.count < 8 {
                if word.hasSuffix("'s"),
                    !["what's", "who's", "where's", "how's", "when's"].contains(word)
                {
                    continue
                }
                return false
            }
        }
        return false
    }

    private static func anchor(_ words: [String]) -> [String] {
        guard let at = words.lastIndex(where: { $0 == "before" || $0 == "prior" }) else {
            return []
        }
        return words[(at + 1)...].filter { !FunctionWords.all.contains($0) }
    }
}

/// Words that tell which moment a question asks for.
enum IntentCues: String, CaseIterable, Sendable {
    case now, before, first, last, since, count, why, whoSaid, best

    static let all = CueTable<IntentCues>([
        .now: """
        now; nowadays; currently; current; at the moment; at present; presently; these days;
        right now; today; still; any more; anymore; any longer; as of now; yet; by now; latest;
        jetzt; aktuell; derzeit; momentan; ahora; actualmente; maintenant; actuellement; agora;
        atualmente; adesso; attualmente; nu; momenteel; tegenwoordig; сейчас; теперь; الآن; حاليا
        """,
        .before: """
        before; previously; previous; formerly; former; prior; used to; earlier than; ex
        """,
        .first: """
        at first; originally; original; initially; initial; in the beginning; at the beginning;
        at the start; to begin with; to start with; first; earliest; oldest; at the outset
        """,
        .last: "last; most recently; most recent; newest; lately; recently",
        .since: "since when; how long has; how long have; how long had; how long is; how long are",
        .count: """
        how often; how many times; how many * did; how many * have; how many * has;
        how many * was; how many * were; how frequently; number of times
        """,
        .why: """
        why; what made; what was the reason; what is the reason; for what reason; how come;
        what caused; what causes; what was the cause; what is the cause; what's the cause;
        what was behind; what was * behind; what is behind; what's behind; what led to;
        what triggered; the root cause
        """,
        .whoSaid: """
        who said; who told; who says; who thinks; who thought; who claimed; who claims;
        who mentioned; who asked; who reported; who complained; who suggested; who announced;
        who wrote; who joked; who noticed
        """,
        .best:
            "best; worst; most; least; highest; lowest; fastest; longest; biggest; favourite ever",
    ])
}
