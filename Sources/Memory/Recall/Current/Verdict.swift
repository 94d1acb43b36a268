/// How a contest ended: who comes first, and what is to be said of the others.
struct Verdict: Sendable {
    /// So many of the best by score may win: of the others few are about the same thing. A
    /// correction may win wherever it is.
    static let reach = 6
    /// Whose score is a smaller share of the best is about something else.
    static let leastShare: Float = 0.15
    /// What the winner's score is above the best there was, as a share of it.
    static let lead: Float = 0.01

    let winner: Int
    /// Whether the winner is not the best by score: only then the contest has decided anything.
    let overturns: Bool
    /// What is said of a contender; nil where there is nothing to say.
    let remarks: [String?]
    /// Which contender tells that another holds no longer.
    let supersededBy: [Int?]
    /// Whether the winner tells what is so instead, or that nothing is: not "Migration finished".
    let isNews: Bool

    init(_ contest: Contest, _ board: Scoreboard, _ weights: [ContestFeature: Float]) {
        let contenders = contest.contenders
        let indices = contenders.indices
        let share = weights[.score] ?? 1
        let features = indices.map { ContestFeatures(of: $0, contest, board) }
        let totals = features.map { $0.sum(weights) / share + $0[.score] }
        let best = indices.sorted { left, right in
            (contenders[right].score, left) < (contenders[left].score, right)
        }
        // "Nobody knows what it costs" is no later word on the price.
        let isSilent = indices.map { at in
            features[at][.lacks] > 0 && board.corrected[at] == nil
                && !contest.readings[at].changes && !contest.readings[at].cues.contains(.ends)
        }
        let rivals =
            indices.filter { at in
                board.corrected[at] != nil
                    || best.prefix(Self.reach).contains(at)
                        && contenders[at].score >= contenders[best[0]].score * Self.leastShare
                        // Who says less of the names that are asked about is of somebody else;
                        // what was before another does not name that.
                        && (features[at][.named] >= features[best[0]][.named]
                            || contenders[at].isBySubject || contest.intent.aim == .before)
                        && Self.isAboutTheSame(at, best[0], features[at], contest, board)
            }
        let telling = rivals.filter { !isSilent[$0] }
        let isTold = telling.contains {
            features[$0][.lacks] == 0 && contest.readings[$0].certainty > 0.5
        }
        let challenger =
            (isTold ? telling : rivals)
            .max { (totals[$0], $1) < (totals[$1], $0) } ?? best[0]
        // What cannot answer has no place to keep.
        let margin =
            features[best[0]][.lacks] > 0 && features[challenger][.lacks] == 0
            ? 0 : Self.margin(over: best.map { board.score[$0] })
        let isAsked = contest.intent.isExplicit || contest.intent.isPolar
        let isOpen = isAsked || margin <= Self.tooCrowded
        // It is tied to what the question found by the words of what it takes back.
        let isWithdrawal =
            contest.intent.aim == .why && board.corrected[challenger] != nil
            && contest.readings[challenger].cues.contains(.withdraws)
            && totals[challenger] > totals[best[0]]
        // A price is a number: what has none keeps no place before what has one.
        let isPrice = contest.intent.wants == .money && isTold && isSilent[best[0]]
        let winner =
            isOpen && totals[challenger] - totals[best[0]] >= margin || isWithdrawal || isPrice
            ? challenger : best[0]
        self.winner = winner
        overturns = winner != best[0]
        let cues = contest.readings[winner].cues
        let isEnd = cues.contains(.ends)
        isNews =
            contest.intent.wants == nil || board.fits(winner) && !board.fresh[winner].isEmpty
            || isEnd != cues.contains(.returns) && (!isEnd || !cues.contains(.begins))
        let superseded = indices.map { at in
            contest.intent.aim == .now && at != winner && board.supersedes(winner, at)
                ? winner : nil
        }
        supersededBy = superseded
        remarks = indices.map { at in
            at == winner
                ? Self.merit(at, contest, board)
                : Self.fault(at, contest, board, isSuperseded: superseded[at] != nil)
        }
    }

    /// Whether one may answer instead of the best: it has the question's words too, or tells of a
    /// change or of the same name in the same part of life. "The wifi password is …" is no later
    /// word on the door's code, though both are secrets.
    private static func isAboutTheSame(
        _ at: Int, _ best: Int, _ features: ContestFeatures, _ contest: Contest,
        _ board: Scoreboard
    ) -> Bool {
        if contest.contenders[at].isBySubject || contest.intent.aim == .before { return true }
        if board.shared[at] >= board.shared[best] { return true }
        let isNear = board.shared[at] > 0 || board.isLinked[at] || !board.frames[at].isEmpty
        return isNear && (contest.readings[at].changes || features[.named] > 0)
    }

    /// By how much the best match has to be beaten: the more are near it, the surer its place,
    /// and the likelier that they are about something else.
    private static func margin(over scores: [Float]) -> Float {
        guard scores.count >= reach else { return 0 }
        return max(0, crowd - (1 - scores[reach - 1])) * 4
    }

    /// A question that does not say in words that it asks for what holds now is left to ranking
    /// where the crowd is as dense as that: then its matches are about many things. On three
    /// conversations of LoCoMo all eleven that won so were wrong, and four best ones had been right.
    private static let tooCrowded: Float = 0.6

    /// How far behind the sixth is where there is no crowd.
    private static let crowd: Float = 0.6

    private static func merit(_ at: Int, _ contest: Contest, _ board: Scoreboard) -> String {
        if board.corrected[at] != nil { return "corrects what was said before" }
        return switch contest.intent.aim {
        case .now: "the latest that says so"
        case .first: "the first that says so"
        case .before: "says what was so before"
        case .last: "the last time"
        case .since: "says when it began"
        case .why: "gives a reason"
        case .count: "one of the times"
        case .whoSaid, .past, .any: "said by them"
        }
    }

    private static func fault(
        _ at: Int, _ contest: Contest, _ board: Scoreboard, isSuperseded: Bool
    ) -> String? {
        if board.isCorrected[at] { return "was taken back later" }
        if isSuperseded { return "holds no longer" }
        if contest.readings[at].cues.contains(.hypothetical) {
            return "is only thought of: a wish, a guess, a condition"
        }
        return nil
    }
}
