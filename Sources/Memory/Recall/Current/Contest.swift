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

    /// The contenders judged, in the order they came in; nil where the question wants no moment.
    func verdict() -> Verdict? {
        guard !contenders.isEmpty, let weights = ContestWeights.of(intent) else { return nil }
        return Verdict(self, Scoreboard(self), weights)
    }

    /// Whether one tells what is so now and names what another says, beside whom the question names:
    /// "Lately oolong, Assam tastes flat" after "My favourite tea is Assam".
    func isUpdate(_ new: Int, of old: Int?) -> Bool {
        guard let old, readings[new].cues.contains(.now) else { return false }
        return !readings[old].names.subtracting(question.names)
            .isDisjoint(with: readings[new].names)
    }

    /// What is known of the contenders, for learning weights.
    func features() -> [[Float]] {
        if contenders.isEmpty { return [] }
        let board = Scoreboard(self)
        return contenders.indices.map { at in
            let known = ContestFeatures(of: at, self, board)
            return ContestFeature.allCases.map { known[$0] }
        }
    }
}
