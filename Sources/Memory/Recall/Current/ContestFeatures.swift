/// What is known of a contender; most are 0 or 1, all lie between −1 and 1.
enum ContestFeature: Int, CaseIterable, Sendable {
    /// What ranking gave it and how near it is in meaning.
    case score, cosine
    /// How much it is about the same thing as the best match. What follows counts by that.
    case close
    /// The share of the others that came earlier: of all, of those like it, of those said for
    /// certain, of those that tell of a change.
    case recency, recencyLike, recencyCertain, recencyChange
    /// How late its newest value was said for the first time; whether it has a new one, or none.
    case valueRecency, fresh, stale
    /// What its words show.
    case change, begins, ends, endsPolar, returns, returnsPolar, corrects
    /// Whether it takes back what another said, or is taken back.
    case correction, corrected
    case now, hypothetical, planned, reported, past, denies, reason, mistaken, scoped, asks
    /// Whether it has the kind of thing that is asked for, and one that is new.
    case fits, freshFits
    /// Whether it has nothing of that kind, where nothing else can answer: no number for a price.
    case lacks
    /// Whether it speaks of the same part of life.
    case frame, framesShare
    /// Whether it is told by whom the question is about, and of themselves.
    case subject, firstPerson
    /// The share of the question's words, and of its rare ones.
    case shared, rare
    case length
    /// What ties it to the best match.
    case likeChampion, linked, speakerChampion, company
    /// The share of the question's names and numbers it has; whether it tells of an end where the
    /// question asks for none.
    case named, stops
    /// Whether it counts ("my third trip"): what a question about how often is answered by.
    case counts
    /// Whether it names what was there later; whether it came before that, and how late.
    case anchor, beforeAnchor, lateBeforeAnchor
}

/// The features of one contender.
struct ContestFeatures {
    private var values: [Float]

    subscript(feature: ContestFeature) -> Float {
        get { values[feature.rawValue] }
        set { values[feature.rawValue] = newValue }
    }

    init(of at: Int, _ contest: Contest, _ board: Scoreboard) {
        values = [Float](repeating: 0, count: ContestFeature.allCases.count)
        let (contender, reading) = (contest.contenders[at], contest.readings[at])
        let champion = board.champion
        let close = board.closeness[at]
        self[.score] = board.score[at] - 1
        self[.cosine] = board.cosine[at]
        self[.close] = close
        addTimes(of: at, contest, board)
        addCues(reading, close, contest.intent.isPolar)
        self[.correction] = board.corrected[at] == nil ? 0 : 1
        self[.corrected] = board.isCorrected[at] ? 1 : 0
        self[.scoped] = reading.cues.contains(.scoped) && board.rare[at] <= 0.5 ? 1 : 0
        let (fresh, values) = (board.fresh[at], board.values[at])
        self[.fresh] = fresh.isEmpty ? 0 : close
        self[.stale] = !values.isEmpty && fresh.isEmpty ? close : 0
        let fits = board.fits(at)
        self[.fits] = fits ? close : 0
        self[.freshFits] = fits && !fresh.isEmpty ? close : 0
        if !contest.intent.isPolar, let wants = contest.intent.wants, wants.isPlain,
            !reading.holds(wants)
        {
            self[.lacks] = 1
        }
        let frames = board.frames[at]
        self[.frame] = frames.isEmpty ? 0 : 1
        self[.framesShare] = Float(frames.count) / Float(max(1, contest.question.frames.count))
        self[.subject] = contender.isBySubject ? 1 : 0
        self[.firstPerson] = contender.isBySubject && reading.isFirstPerson ? 1 : 0
        self[.shared] = board.shared[at]
        self[.rare] = board.rare[at]
        let asked = board.asked
        if !asked.isEmpty {
            self[.named] = Float(asked.intersection(reading.names).count) / Float(asked.count)
        }
        if reading.cues.contains(.ends), !contest.question.cues.contains(.ends) {
            self[.stops] = close
        }
        if reading.counts { self[.counts] = close }
        self[.length] = Float(min(reading.text.tokens.count, 40)) / 40
        self[.likeChampion] = at == champion ? 1 : contest.likeness(at, champion)
        self[.linked] = board.isLinked[at] ? 1 : 0
        self[.speakerChampion] = contender.speaker == contest.contenders[champion].speaker ? 1 : 0
        self[.company] = board.company(at)
    }

    private mutating func addTimes(of at: Int, _ contest: Contest, _ board: Scoreboard) {
        let close = board.closeness[at]
        let (certainty, closeness) = (board.certainty, board.closeness)
        self[.recency] = close * board.recency(at) { _ in 1 }
        self[.recencyLike] = close * board.recency(at) { max(0, contest.likeness(at, $0)) }
        self[.recencyCertain] =
            close * certainty[at] * board.recency(at) { certainty[$0] * closeness[$0] }
        if contest.readings[at].changes {
            self[.change] = close
            self[.recencyChange] =
                close * certainty[at]
                * board.recency(at) {
                    certainty[$0] * closeness[$0] * (contest.readings[$0].changes ? 1 : 0.3)
                }
        }
        self[.valueRecency] = close * board.valueRecency(at)
        self[.anchor] = board.anchorShare[at]
        if board.isBeforeAnchor[at] {
            self[.beforeAnchor] = 1
            self[.lateBeforeAnchor] =
                close * certainty[at]
                * board.recency(at) {
                    board.isBeforeAnchor[$0] ? certainty[$0] * closeness[$0] : 0
                }
        }
    }

    private mutating func addCues(_ reading: ClaimReading, _ close: Float, _ isPolar: Bool) {
        func has(_ cue: ClaimCue) -> Float { reading.cues.contains(cue) ? 1 : 0 }
        self[.begins] = has(.begins) * close
        self[isPolar ? .endsPolar : .ends] = has(.ends) * close
        self[isPolar ? .returnsPolar : .returns] = has(.returns) * close
        self[.corrects] = has(.corrects) * close
        self[.now] = has(.now) * close
        self[.hypothetical] = has(.hypothetical)
        self[.planned] = has(.planned)
        self[.reported] = has(.reported)
        self[.past] = has(.past)
        self[.denies] = has(.denies)
        self[.reason] = has(.reason)
        self[.mistaken] = has(.mistaken)
        // Long ones ask beside what they tell.
        if reading.asks { self[.asks] = min(1, 12 / Float(max(1, reading.text.tokens.count))) }
    }

    /// The weighted sum of the features, that of ranking left out.
    func sum(_ weights: [ContestFeature: Float]) -> Float {
        // In a fixed order, so that it comes out the same every time.
        ContestFeature.allCases.reduce(0) { sum, feature in
            feature == .score ? sum : sum + (weights[feature] ?? 0) * self[feature]
        }
    }
}
