import Foundation

/// What the contenders of a contest are beside each other: who is later, who says something new,
/// who corrects whom.
struct Scoreboard {
    private let contest: Contest
    /// Contenders in the order of their times.
    private let order: [Int]
    private let place: [Int]
    /// Share of the best score; a correction has that of what it corrects.
    private(set) var score: [Float]
    private(set) var cosine: [Float]
    /// How much a contender is in the competition at all.
    let weight: [Float]
    private let totalWeight: Float
    let champion: Int
    /// 1 for what is said as it is, less for wishes, guesses, questions, hearsay.
    let certainty: [Float]
    /// The names, numbers and dates of each that the question does not have.
    private(set) var values: [Set<String>] = []
    /// Those that no earlier contender had.
    private(set) var fresh: [Set<String>] = []
    private var introduced: [String: Int] = [:]
    private(set) var frames: [Set<Frame>]
    /// The names and numbers the question asks about. A name that opens it, or stands in small
    /// letters, is one where a contender writes it so.
    private(set) var asked: Set<String> = []
    /// The share of the question's words it has.
    private(set) var shared: [Float]
    /// The same, each word by how few contenders have it.
    private(set) var rare: [Float]
    /// How much each is about the same thing as the best match, 0…1.
    private(set) var closeness: [Float]
    /// Whether it shares a rare word with the best match that the question does not have.
    private(set) var isLinked: [Bool]
    /// The share of the words after "before" that each has.
    private(set) var anchorShare: [Float]
    /// Whether each came before any that has those words; before the last change, without them.
    private(set) var isBeforeAnchor: [Bool]
    /// Which contender each corrects.
    private(set) var corrected: [Int?]
    private(set) var isCorrected: [Bool]

    init(_ contest: Contest) {
        self.contest = contest
        let contenders = contest.contenders
        let readings = contest.readings
        let question = contest.question
        let count = contenders.count
        let top = max(contenders.map(\.score).max() ?? 0, 1e-3)
        score = contenders.map { $0.score / top }
        cosine = contenders.map(\.cosine)
        order = (0..<count).sorted {
            (contenders[$0].occurredAt, $0) < (contenders[$1].occurredAt, $1)
        }
        let order = self.order
        var places = [Int](repeating: 0, count: count)
        for (rank, at) in order.enumerated() { places[at] = rank }
        let place = places
        self.place = places
        champion = (0..<count).max { (contenders[$0].score, $1) < (contenders[$1].score, $0) } ?? 0
        certainty = readings.map { $0.certainty }
        frames = readings.map { $0.frames.intersection(question.frames) }

        let known = question.values.union(question.uncertainValues)
        let names = readings.reduce(into: known) { $0.formUnion($1.values) }
        values = readings.map {
            $0.values.union($0.uncertainValues.intersection(names)).subtracting(known)
        }
        let written = readings.reduce(into: Set<String>()) { $0.formUnion($1.values) }
        asked = question.values.union(
            question.text.tokens.map(\.word).filter {
                written.contains($0) && !FunctionWords.all.contains($0)
            })
        fresh = Array(repeating: [], count: count)
        for at in order {
            // "It is back to 28": what was so before is so anew.
            let returns =
                readings[at].cues.contains(.returns)
                && !readings[at].cues.contains(.ends) && certainty[at] > 0.5
            for value in values[at] where introduced[value] == nil || returns {
                fresh[at].insert(value)
                if certainty[at] > 0.3 || readings[at].asks { introduced[value] = at }
            }
        }

        let words = question.content
        var frequency: [String: Float] = [:]
        for reading in readings {
            for word in words.intersection(reading.content) { frequency[word, default: 0] += 1 }
        }
        let everything = words.reduce(into: Float(1e-6)) { sum, word in
            if let n = frequency[word] { sum += 1 / n }
        }
        shared = readings.map {
            Float(words.intersection($0.content).count) / Float(max(1, words.count))
        }
        rare = readings.map { reading in
            words.intersection(reading.content).reduce(0) { $0 + 1 / (frequency[$1] ?? 1) }
                / everything
        }

        let explains = contest.intent.aim == .why
        let targets = (0..<count).map { at -> Int? in
            let cues = readings[at].cues
            if explains, cues.contains(.withdraws),
                let target = Self.explained(by: at, place, order, contest)
            {
                return target
            }
            return cues.contains(.corrects) ? Self.target(of: at, place, order, contest) : nil
        }
        let isKnown = contest.intent.wants != nil
        func counts(_ at: Int) -> Bool {
            explains ? readings[at].cues.contains(.withdraws) : isKnown
        }
        corrected = (0..<count).map { counts($0) ? targets[$0] : nil }
        isCorrected = Array(repeating: false, count: count)
        var closenessFrom: [Int: Int] = [:]
        for at in order {
            guard let target = targets[at] else { continue }
            if counts(at) { isCorrected[target] = true }
            if counts(at) { closenessFrom[at] = target }
            // Where it is not known what is asked for, it may be about something else.
            let share: Float = isKnown || counts(at) ? 1 : 0.6
            score[at] = max(score[at], score[target] * share)
            cosine[at] = max(cosine[at], cosine[target] * share)
            shared[at] = max(shared[at], shared[target] * share)
            rare[at] = max(rare[at], rare[target] * share)
            frames[at].formUnion(frames[target])
        }
        let champion = self.champion
        var spread: [String: Int] = [:]
        for reading in readings {
            for word in reading.content.union(reading.values) { spread[word, default: 0] += 1 }
        }
        let best = readings[champion].content.union(readings[champion].values)
            .subtracting(words)
        let linked = (0..<count).map { at in
            at != champion
                && readings[at].content.union(readings[at].values).intersection(best)
                    .contains { (spread[$0] ?? 0) <= 4 }
        }
        isLinked = linked
        let (shares, common) = (rare, frames)
        let asks = Set(asked.map(ClaimReading.stem))
        let near = (0..<count).map { at -> Float in
            if at == champion { return 1 }
            var near = max(0, contest.likeness(at, champion)) * 1.3
            near = max(near, shares[at], linked[at] ? 0.8 : 0, common[at].isEmpty ? 0 : 0.7)
            if contest.asksAboutSomebody {
                if contenders[at].isBySubject {
                    near = max(near, 0.7)
                } else if readings[at].names.isDisjoint(with: known) {
                    near *= 0.5
                }
            } else if contenders[at].speaker == contenders[champion].speaker {
                near = max(near, 0.6)
            }
            if readings[at].namesAnother(than: question) { near *= 0.3 }
            // "She teaches swimming now" is no later word on where she lives.
            if common[at].isEmpty, !readings[at].frames.isEmpty, !common[champion].isEmpty,
                !linked[at], words.intersection(readings[at].content).isSubset(of: asks)
            {
                near *= 0.7
            }
            return min(1, near)
        }
        closeness = near
        for (at, target) in closenessFrom { closeness[at] = max(near[at], near[target]) }
        let anchor = Set(contest.intent.anchor.map(ClaimReading.stem))
        anchorShare = readings.map { reading in
            anchor.isEmpty
                ? 0 : Float(anchor.intersection(reading.content).count) / Float(anchor.count)
        }
        let (mentions, closest, sure) = (anchorShare, closeness, certainty)
        let turn =
            anchor.isEmpty
            ? order.last { readings[$0].changes && sure[$0] > 0.5 && closest[$0] >= 0.6 }
            : order.first { mentions[$0] > 0 && sure[$0] > 0.3 }
        isBeforeAnchor = (0..<count).map { at in
            turn.map { place[at] < place[$0] && mentions[at] < 0.5 } ?? false
        }
        weight = score.map { exp(($0 - 1) * 4) }
        totalWeight = weight.reduce(0, +)
    }

    /// Whether one tells that another holds no longer.
    func supersedes(_ new: Int, _ old: Int) -> Bool {
        let readings = contest.readings
        return place[old] < place[new] && readings[new].changes && certainty[new] > 0.5
            && closeness[new] >= 0.6 && closeness[old] >= 0.6 && !readings[old].asks
            && (contest.likeness(new, old) >= 0.3 || isLinked[new] || isLinked[old]
                || corrected[new] == old)
            && values[new] != values[old]
    }

    /// What a correction takes back: the last thing the same person said before it, within three
    /// days, that has a value of the same kind or the same value.
    private static func target(of at: Int, _ place: [Int], _ order: [Int], _ contest: Contest)
        -> Int?
    {
        let (own, mine) = (contest.contenders[at], contest.readings[at])
        for earlier in order[..<place[at]].reversed() {
            let (other, reading) = (contest.contenders[earlier], contest.readings[earlier])
            if other.occurredAt < own.occurredAt.adding(-3 * Moment.day) { return nil }
            guard other.speaker == own.speaker, !reading.asks else { continue }
            let isSameKind =
                mine.hasDate && reading.hasDate || mine.hasNumber && reading.hasNumber
                || mine.hasName && reading.hasName
            let wants = contest.intent.wants
            if let wants, !mine.holds(wants) { continue }
            if isSameKind || !mine.values.isDisjoint(with: reading.values) { return earlier }
        }
        return nil
    }

    /// What a memory takes back as an explanation, whoever gave it and however long ago: the best
    /// earlier one with two of its words that the question does not have. "I'll retire the cold
    /// battery theory" is about "cold battery causes the nightly reboot".
    private static func explained(
        by at: Int, _ place: [Int], _ order: [Int], _ contest: Contest
    ) -> Int? {
        let asked = contest.question.stems
        let mine = contest.readings[at].stems.subtracting(asked)
        return order[..<place[at]].filter {
            contest.readings[$0].cues.isDisjoint(with: [.corrects, .withdraws])
                && mine.intersection(contest.readings[$0].stems).count >= Self.fewestTies
        }.max { contest.contenders[$0].score < contest.contenders[$1].score }
    }

    /// How many words tie what takes an explanation back to it.
    private static let fewestTies = 2

    /// The share of the others, each by its weight, that came earlier.
    func recency(_ at: Int, by counts: (Int) -> Float) -> Float {
        var (earlier, all): (Float, Float) = (0, 0)
        for other in weight.indices where other != at {
            let share = weight[other] * counts(other)
            all += share
            if place[other] < place[at] { earlier += share }
        }
        return all > 0 ? earlier / all : 1
    }

    /// How late the newest of its values was said for the first time.
    func valueRecency(_ at: Int) -> Float {
        values[at].compactMap { introduced[$0] }.map { recency($0) { _ in 1 } }.max() ?? 0
    }

    /// The share of the weight that comes from the same speaker.
    func company(_ at: Int) -> Float {
        let contenders = contest.contenders
        var sum: Float = 0
        for other in weight.indices
        where other != at && contenders[other].speaker == contenders[at].speaker {
            sum += weight[other]
        }
        return sum / max(1e-6, totalWeight - weight[at])
    }

    /// Whether it has what the question wants: a name counts that is one elsewhere too.
    func fits(_ at: Int) -> Bool {
        guard let wants = contest.intent.wants else { return false }
        switch wants {
        case .date, .number, .money, .code: return contest.readings[at].holds(wants)
        case .place, .person, .name:
            return values[at].contains {
                $0.first?.isLetter ?? false && !FunctionWords.calendar.contains($0)
            }
        }
    }
}
