import Foundation

/// Memories that were found for one question, judged by which of them holds at the moment it asks
/// for.
struct Contest: Sendable {
    /// One memory that may answer.
    struct Contender: Sendable {
        var content: String
        var speaker: String?
        var role: String?
        var session: String?
        var occurredAt: Moment
        /// What ranking gave it.
        var score: Float
        var cosine: Float
        /// Told by somebody the question names, or by the asker.
        var isBySubject: Bool
    }

    let intent: QuestionIntent
    let question: ClaimReading
    let contenders: [Contender]
    let readings: [ClaimReading]
    /// Cosine of two contenders.
    let likeness: @Sendable (Int, Int) -> Float

    /// Whether the question is about a person: one it names, or the asker.
    var asksAboutSomebody: Bool { contenders.contains(where: \.isBySubject) }

    init(
        _ intent: QuestionIntent, question: String, contenders: [Contender],
        likeness: @escaping @Sendable (Int, Int) -> Float
    ) {
        self.intent = intent
        self.question = ClaimReading(question)
        self.contenders = contenders
        readings = contenders.map { ClaimReading($0.content) }
        self.likeness = likeness
    }

    /// What is known of the contenders, each number between −1 and 1.
    func features() -> [[Float]] {
        let count = contenders.count
        guard count > 0 else { return [] }
        let board = Scoreboard(self)
        return (0..<count).map { features(of: $0, board) }
    }

    private func features(of at: Int, _ board: Scoreboard) -> [Float] {
        let reading = readings[at]
        let contender = contenders[at]
        func has(_ cue: ClaimCue) -> Float { reading.cues.contains(cue) ? 1 : 0 }
        let polar: Float = intent.isPolar ? 1 : 0
        let fresh = board.fresh[at]
        let values = board.values[at]
        let frames = board.frames[at]
        let fits = board.fits(at)
        let short = min(1, 12 / Float(max(1, reading.text.tokens.count)))
        let scoped = has(.scoped) * (board.rare[at] > 0.5 ? 0 : 1)
        let champion = board.champion
        let close = board.closeness[at]
        let changes: Float = reading.changes ? 1 : 0
        return [
            board.score[at] - 1,
            board.cosine[at],
            close,
            board.recency(at) { _ in 1 } * close,
            board.recency(at) { max(0, likeness(at, $0)) } * close,
            board.recency(at) { board.certainty[$0] * board.closeness[$0] }
                * board.certainty[at] * close,
            board.recency(at) {
                board.certainty[$0] * board.closeness[$0] * (readings[$0].changes ? 1 : 0.3)
            } * board.certainty[at] * close * changes,
            board.valueRecency(at) * close,
            fresh.isEmpty ? 0 : close,
            !values.isEmpty && fresh.isEmpty ? close : 0,
            changes * close,
            has(.begins) * close, has(.ends) * (1 - polar) * close, has(.ends) * polar * close,
            has(.returns) * (1 - polar) * close, has(.returns) * polar * close,
            has(.corrects) * close, board.corrected[at] == nil ? 0 : 1,
            board.isCorrected[at] ? 1 : 0,
            has(.now) * close,
            has(.hypothetical), has(.planned), has(.reported), has(.past), has(.denies),
            has(.reason), has(.mistaken), scoped,
            reading.asks ? short : 0,
            fits ? close : 0,
            fits && !fresh.isEmpty ? close : 0,
            frames.isEmpty ? 0 : 1,
            Float(frames.count) / Float(max(1, question.frames.count)),
            contender.isBySubject ? 1 : 0,
            contender.isBySubject && reading.isFirstPerson ? 1 : 0,
            board.shared[at], board.rare[at],
            Float(min(reading.text.tokens.count, 40)) / 40,
            at == champion ? 1 : likeness(at, champion),
            board.isLinked[at] ? 1 : 0,
            contender.speaker == contenders[champion].speaker ? 1 : 0,
            board.company(at),
        ]
    }

    static let featureNames = [
        "score", "cosine", "close", "recency", "recency_like", "recency_certain",
        "recency_change", "value_recency", "fresh",
        "stale", "change", "begins", "ends", "ends_polar", "returns", "returns_polar", "corrects",
        "correction", "corrected", "now", "hypothetical", "planned", "reported", "past", "denies",
        "reason", "mistaken", "scoped", "asks", "fits", "fresh_fits", "frame", "frames_share",
        "subject", "first_person", "shared", "rare", "length", "like_champion", "linked",
        "speaker_champion", "company",
    ]
}
