extension RankFeature {
    /// What a feature is about, for a reason.
    private var theme: String? {
        switch self {
        case .reading, .readingBehind, .readingPlace, .readingGain, .hasReadings:
            "a sentence of it fits"
        case .readingBefore, .readingAfter, .cosineBefore, .cosineAfter, .totalBefore, .totalAfter,
            .heldBefore, .heldAfter, .nearWords, .nearMeaning, .sameBefore:
            "what stands beside it fits"
        case .cosine, .cosineBehind, .meaning, .cosinePlace, .bestCosine: "its meaning fits"
        case .words, .held, .heldBehind, .wordsPlace, .coverage: "its words fit"
        case .answer, .asking, .asksBefore, .asksAfter, .isQuestion: "who asks and who answers"
        case .speaker, .ownTurn, .namesSomebody, .isFirstPerson: "who told it"
        case .kind, .hasTime, .hasNumber, .wantsTime, .wantsNumber: "what is asked for"
        case .time, .hasWindow, .order, .recency: "when it was"
        case .session, .sessionBehind, .sessionPlace, .sessionShare, .sessionReading:
            "its place in the session"
        case .length, .asked: "its length"
        case .strength, .association: "what sleep made of it"
        case .total, .behind, .place: nil
        }
    }

    /// What counted most for or against a memory, by how much each feature changed.
    static func text(of shares: [RankFeature: Float], sign: Float) -> String {
        var themes: [String: Float] = [:]
        for feature in allCases {
            guard let share = shares[feature], let theme = feature.theme else { continue }
            themes[theme, default: 0] += share * sign
        }
        let best = themes.filter { $0.value > 0 }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(2).map(\.key)
        let why = best.isEmpty ? "" : ": " + best.joined(separator: ", ")
        return (sign > 0 ? "answers mostly look like this" : "answers seldom look like this") + why
    }
}
