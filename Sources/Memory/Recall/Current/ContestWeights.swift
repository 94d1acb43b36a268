/// What each feature counts, by what a question wants.
///
/// Those of `now` were learnt on two sets of scenarios from expectations written down before
/// (docs/decisions/what-is-true-now.md); the others are expectations.
enum ContestWeights {
    /// Nil where a question wants no moment, and ranking stands as it is.
    static func of(_ intent: QuestionIntent) -> [ContestFeature: Float]? {
        switch intent.aim {
        case .now: now
        case .before: before
        case .first: first
        case .last: last
        case .since: since
        case .count: count
        case .why: why
        case .whoSaid: whoSaid
        case .past, .any: nil
        }
    }

    private static let now: [ContestFeature: Float] = [
        .lacks: -1.0,
        .score: 1.5, .cosine: 0.55, .close: 0.45,
        .recency: 0.9, .recencyLike: 0.9, .recencyCertain: 1.25, .recencyChange: 1.2,
        .valueRecency: 0.8, .change: 0.75, .begins: 0.1, .ends: -0.1, .endsPolar: 1.2,
        .returns: 0.1, .returnsPolar: 0.4, .correction: 0.6, .corrected: -0.8, .now: 0.2,
        .hypothetical: -1.6, .planned: -0.2, .reported: -0.4, .past: -0.3, .mistaken: -0.7,
        .scoped: -0.4, .asks: -1.3, .fits: 0.45, .freshFits: 0.35, .frame: 0.3,
        .framesShare: 0.45, .subject: 0.9, .shared: 0.1, .rare: 0.3, .likeChampion: 0.4,
        .linked: 0.1, .speakerChampion: 0.45, .company: 0.6, .named: 0.6,
    ]

    private static let first: [ContestFeature: Float] = [
        .lacks: -1.0,
        .score: 2, .cosine: 0.5, .close: 1.5, .recency: -0.8, .recencyLike: -0.8,
        .recencyCertain: -0.8, .fresh: 0.4, .stale: -0.3, .change: -0.2, .stops: -0.3,
        .correction: 0.3, .corrected: -0.5, .hypothetical: -1.5, .planned: -0.1, .reported: -0.5,
        .mistaken: -0.7, .asks: -1.2, .fits: 0.5, .frame: 0.3, .framesShare: 0.3, .subject: 0.8,
        .shared: 0.3, .rare: 0.4, .speakerChampion: 0.3, .company: 0.4,
    ]

    private static let before: [ContestFeature: Float] = [
        .lacks: -1.0,
        .score: 1.5, .cosine: 0.5, .close: 1, .fresh: 0.2, .stale: -0.2, .correction: 0.3,
        .corrected: -0.5, .hypothetical: -1.5, .reported: -0.4, .mistaken: -0.7, .asks: -1.2,
        .fits: 0.5, .frame: 0.3, .framesShare: 0.4, .subject: 0.8, .shared: 0.2, .rare: 0.2,
        .speakerChampion: 0.4, .company: 0.4, .anchor: -1.2, .beforeAnchor: 1.2,
        .lateBeforeAnchor: 0.8,
    ]

    private static let last: [ContestFeature: Float] = [
        .lacks: -0.6,
        .score: 2, .cosine: 0.5, .close: 0.5, .recency: 0.8, .recencyLike: 0.8,
        .recencyCertain: 1.2, .correction: 0.5, .corrected: -0.8, .hypothetical: -1.5,
        .planned: -0.6, .reported: -0.4, .denies: -0.2, .stops: -0.8, .named: 0.3, .mistaken: -0.6,
        .asks: -1.2, .fits: 0.2,
        .frame: 0.2, .framesShare: 0.3, .subject: 0.8, .shared: 0.6, .rare: 0.8,
        .likeChampion: 0.5, .speakerChampion: 0.4, .company: 0.4,
    ]

    private static let since: [ContestFeature: Float] = [
        .score: 2, .cosine: 0.3, .close: 0.5, .recencyCertain: -0.6, .change: 0.9, .begins: 0.5,
        .stops: -0.5, .named: 0.3, .correction: 0.3, .corrected: -0.5, .hypothetical: -1.5,
        .planned: -0.4,
        .reported: -0.5, .mistaken: -0.7, .asks: -1.2, .frame: 0.2, .framesShare: 0.3,
        .subject: 0.8, .shared: 0.5, .rare: 1, .company: 0.3,
    ]

    private static let count: [ContestFeature: Float] = [
        .score: 2, .cosine: 0.3, .close: 0.3, .change: 0.6, .counts: 1, .stops: -0.8, .fresh: 0.2,
        .hypothetical: -1.2, .reported: -0.4, .mistaken: -0.5, .asks: -1, .subject: 0.5,
        .rare: 0.3, .recencyLike: 0.5, .company: 0.3,
    ]

    private static let why: [ContestFeature: Float] = [
        .score: 1.5, .cosine: 0.5, .close: 0.3, .change: 0.8, .ends: 0.5, .reason: 1,
        .correction: 2, .corrected: -1,
        .hypothetical: -0.2, .asks: -1.5, .subject: 0.5, .rare: 0.2, .named: 0.3,
        .mistaken: -0.4, .denies: 0.2, .likeChampion: 0.3, .company: 0.2,
    ]

    private static let whoSaid: [ContestFeature: Float] = [
        .score: 2, .cosine: 0.8, .asks: -0.6, .rare: 0.6, .shared: 0.4, .likeChampion: 0.2,
    ]
}
