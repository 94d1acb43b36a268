import Foundation
import Search

extension MemoryEngine {
    /// How many of the best are looked at.
    static let contestReach = 24

    /// The best memories, those that hold at the moment the question asks for before others.
    func results(
        of question: RecallQuestion, _ score: RecallScore, in index: RecallIndex,
        _ selection: RecallSelection, lifting fact: inout Int?
    ) throws(MemoryError) -> [(number: Int, result: RecallResult)] {
        var first: Int?
        var decided: [Int: Decision] = [:]
        if selection.wanted.limit > 0, ContestWeights.of(QuestionIntent(question.text)) != nil {
            let (contest, numbers, memories) = try contest(
                question, score, in: index, where: selection.stands)
            if let verdict = contest.verdict() {
                if let evidence = fact, numbers[verdict.winner] != evidence {
                    let at = numbers.firstIndex(of: evidence)
                    let isLater = memories[verdict.winner].occurredAt > index.times[evidence]
                    let isNews = verdict.isNews || contest.isUpdate(verdict.winner, of: at)
                    // Sleep cannot read as a fact all that ends one. What was so at first, or
                    // before, is only known of what was read.
                    let isOfNow = contest.intent.aim == .now || contest.intent.aim == .any
                    if isLater && isNews || !isOfNow { fact = nil }
                }
                let lead = lead(of: numbers[verdict.winner], score, in: index, selection)
                let top = score.best(1, of: index, where: selection.stands).first
                // Where the best by score holds its place the ranker may still order, but not put
                // first what holds no longer.
                let isDecisive =
                    verdict.overturns || contest.intent.isExplicit
                    || numbers.indices.contains {
                        numbers[$0] == top && verdict.supersededBy[$0] != nil
                    }
                for at in numbers.indices {
                    decided[numbers[at]] = Decision(
                        weight: at == verdict.winner && isDecisive ? lead : 0,
                        remark: at == verdict.winner && !isDecisive ? nil : verdict.remarks[at],
                        supersededBy: verdict.supersededBy[at].map { memories[$0].id })
                }
                if isDecisive { first = numbers[verdict.winner] }
            }
        }
        if let lifted = fact {
            let top = score.best(1, of: index, where: selection.stands).first
            let weight = top.map { score.total[$0] - score.total[lifted] } ?? 0
            if let first { decided[first]?.weight = 0 }
            decided[lifted] = Decision(
                weight: max(0, weight) + 0.01, remark: "says what is so, by its timeline",
                supersededBy: nil)
            first = lifted
        }
        let chosen = try selection.choose(first: first) { ids throws(MemoryError) in
            try store.memories(ids, namespace: index.namespace)
        }
        return chosen.map { chosen in
            let (number, memory) = (chosen.number, chosen.memory)
            var result = RecallResult(
                memory: memory,
                passage: score.passage(of: number, in: index, content: memory.content),
                score: Double(score.total[number]),
                reasons: score.reasons(of: number, question, index),
                supersededBy: selection.corrected[number],
                saying: chosen.saying)
            if let decision = decided[number] {
                let weight = Double(decision.weight)
                result.score += weight
                result.supersededBy = result.supersededBy ?? decision.supersededBy
                if let remark = decision.remark {
                    result.reasons.append(Reason(kind: .current, weight: weight, text: remark))
                }
            }
            return (number, result)
        }
    }

    /// What puts the winner of a contest before the best by score; 0 where it is the best.
    ///
    /// The contest goes by the sum of reasons: the ranker orders what is about the same thing, and
    /// knows nothing of what holds when.
    private func lead(
        of winner: Int, _ score: RecallScore, in index: RecallIndex, _ selection: RecallSelection
    ) -> Float {
        guard let best = score.best(1, of: index, where: selection.stands).first, best != winner
        else { return 0 }
        let top = score.total[best]
        return top - score.total[winner] + max(abs(top), 0.1) * Verdict.lead
    }

    /// What a contest decided about one memory.
    private struct Decision {
        var weight: Float
        var remark: String?
        var supersededBy: UUID?
    }

    /// The memories that a question's moment decides between, with what they say.
    ///
    /// Beside the best by score these are what was told soon after the very best by the same
    /// person: a correction ("no, on Sunday") shares no word with the question.
    func contest(
        _ question: RecallQuestion, _ score: RecallScore, in index: RecallIndex,
        where allowed: (Int) -> Bool
    ) throws(MemoryError) -> (contest: Contest, numbers: [Int], memories: [MemoryRecord]) {
        var numbers = score.best(Self.contestReach, of: index, where: allowed)
        var known = Set(numbers)
        for at in numbers.prefix(6) {
            for follower in followers(of: at, in: index, count: score.count)
            where allowed(follower) && known.insert(follower).inserted {
                numbers.append(follower)
            }
        }
        var records = try store.memories(numbers.map { index.ids[$0] }, namespace: index.namespace)
        var named: [Int] = []
        for word in names(in: records.prefix(4).map { String($0.content.prefix(1200)) }) {
            let terms = index.words.vocabulary.lookUp(word).compactMap(\.number)
            guard let term = terms.first else { continue }
            let mentions = index.words.postings(of: term).map { Int($0.document) }
                .filter { $0 < score.count }
            guard mentions.count <= 30 else { continue }
            for mention in mentions.suffix(8)
            where allowed(mention) && known.insert(mention).inserted {
                named.append(mention)
            }
        }
        let intent = QuestionIntent(question.text)
        if intent.aim == .why {
            let late = try withdrawals(
                of: Array(numbers.prefix(Verdict.reach)), question, in: index)
            named += late.filter { $0 < score.count && allowed($0) && known.insert($0).inserted }
        }
        numbers += named
        records += try store.memories(named.map { index.ids[$0] }, namespace: index.namespace)
        let byID = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let found = numbers.compactMap { number in byID[index.ids[number]].map { (number, $0) } }
        let asksInFirstPerson =
            question.speakers.isEmpty && ClaimReading(question.text).isFirstPerson
        let contenders = found.map { number, memory in
            Contest.Contender(
                // Of a long one the passage that was found.
                content: score.passage(of: number, in: index, content: memory.content)?.text
                    ?? memory.content, speaker: memory.speaker, role: memory.role,
                session: memory.sessionID, occurredAt: memory.occurredAt,
                score: score.unranked(number), cosine: score.cosine[number],
                isBySubject: question.speakers.contains(index.speakerOf[number])
                    || asksInFirstPerson && (memory.role ?? memory.speaker) == "user")
        }
        let vectors = found.map { Array(index.vectors[$0.0]) }
        let contest = Contest(
            intent, question: question.text, contenders: contenders
        ) { left, right in
            zip(vectors[left], vectors[right]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return (contest, found.map(\.0), found.map(\.1))
    }

    /// What may take back the explanations that were found: told later, in two rare words of one of
    /// them that the question does not have.
    private func withdrawals(
        of explanations: [Int], _ question: RecallQuestion, in index: RecallIndex
    ) throws(MemoryError) -> [Int] {
        let asked = Set(question.terms.flatMap(\.self))
        let texts = try store.memories(
            explanations.map { index.ids[$0] }, namespace: index.namespace)
        var most: [Int: Int] = [:]
        for text in texts {
            var ties: [Int: Int] = [:]
            let terms = Set(
                index.words.vocabulary.lookUp(String(text.content.prefix(400))).compactMap(\.number)
            ).subtracting(asked)
            for term in terms {
                let postings = index.words.postings(of: term)
                guard postings.count <= Self.rareTerm else { continue }
                for posting in postings { ties[Int(posting.document), default: 0] += 1 }
            }
            for (number, count) in ties
            where count > 1 && index.times[number] > text.occurredAt {
                most[number] = max(most[number] ?? 0, count)
            }
        }
        let tied = most.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(24).map(\.key)
        let told = try store.memories(tied.map { index.ids[$0] }, namespace: index.namespace)
        let withdrawing = Set(
            told.filter {
                ClaimReading(String($0.content.prefix(1200))).cues.contains(.withdraws)
            }.map(\.id))
        return tied.filter { withdrawing.contains(index.ids[$0]) }
    }

    /// In so many memories a word still tells which of them are about the same thing.
    private static let rareTerm = 25

    /// The names in some texts, those of the first text first.
    private func names(in texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.flatMap { text in
            SpokenText(text).tokens.filter {
                $0.isCapital && !FunctionWords.all.contains($0.word)
                    && !FunctionWords.calendar.contains($0.word)
            }.map(\.word)
        }.filter { seen.insert($0).inserted }
    }

    /// What the same person told next, within two days: three memories at most.
    private func followers(of number: Int, in index: RecallIndex, count: Int) -> [Int] {
        var found: [Int] = []
        for later in (number + 1)..<max(number + 1, min(count, number + 60)) {
            if index.times[later] > index.times[number].adding(2 * Moment.day) { break }
            if index.speakerOf[later] == index.speakerOf[number] { found.append(later) }
            if found.count == 3 { break }
        }
        return found
    }
}
