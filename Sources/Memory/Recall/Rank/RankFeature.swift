import Search

/// What the learned ranker knows of one candidate: parts of its score, what they are beside the
/// best, and what its neighbours and the question are like.
enum RankFeature: Int, CaseIterable, Sendable {
    /// The sum of the reasons, and how far behind the best it is.
    case total, behind, place
    /// Its own words as a share of the most that could be earned; those of its neighbours; the
    /// share of the question's words it holds.
    case words, nearWords, held, heldBehind
    /// How near its nearest reading is: its vector where it has none.
    case reading, readingBehind, readingPlace, readingGain, hasReadings
    case readingBefore, readingAfter, sessionReading
    case cosine, cosineBehind, meaning, nearMeaning, cosinePlace, wordsPlace
    case answer, asking, speaker, ownTurn, kind, time, order, strength, association, session
    /// Terms of the memory.
    case length
    case isQuestion, hasTime, hasNumber
    /// The memories before and after it in the session.
    case cosineBefore, cosineAfter, totalBefore, totalAfter, heldBefore, heldAfter, asksBefore
    case asksAfter, sameBefore
    /// How far its session's best is ahead, and its place in the session.
    case sessionBehind, sessionPlace, sessionShare
    /// How recent it is among the candidates.
    case recency
    /// The question: how many words, whether it names somebody, and what it wants.
    case asked, namesSomebody, isFirstPerson, wantsTime, wantsNumber, hasWindow, coverage
    case bestCosine
}

extension RecallScore {
    /// The features of some memories, the best first.
    func features(of best: [Int], _ question: RecallQuestion, _ index: RecallIndex) -> [[Float]] {
        guard let first = best.first else { return [] }
        let top = total[first]
        let bestCosine = best.map { cosine[$0] }.max() ?? 0
        let bestHeld = best.map { lexical.held[$0] }.max() ?? 0
        let ideal = lexical.ideal
        let bestReading = best.map { reading[$0] }.max() ?? 0
        var sessionReading: [Int32: Float] = [:]
        for at in best {
            let session = index.sessionOf[at]
            sessionReading[session] = max(sessionReading[session] ?? 0, reading[at])
        }
        func places(_ value: (Int) -> Float) -> [Int: Int] {
            let sorted = best.indices.sorted { (value(best[$1]), $0) < (value(best[$0]), $1) }
            return Dictionary(uniqueKeysWithValues: zip(sorted.map { best[$0] }, sorted.indices))
        }
        let byCosine = places { cosine[$0] }
        let byWords = places { lexical.own[$0] }
        let byReading = places { reading[$0] }
        let byTime = places { -Float($0) }
        var sessionBest: [Int32: Float] = [:]
        var sessionSum: [Int32: Float] = [:]
        for at in best {
            let session = index.sessionOf[at]
            sessionBest[session] = max(sessionBest[session] ?? -10, total[at])
            sessionSum[session, default: 0] += max(0, total[at] - top + 1)
        }
        let sum = max(1e-6, sessionSum.keys.sorted().reduce(0) { $0 + (sessionSum[$1] ?? 0) })
        return best.enumerated().map { place, at in
            var values = [Float](repeating: 0, count: RankFeature.allCases.count)
            func set(_ feature: RankFeature, _ value: Float) { values[feature.rawValue] = value }
            set(.total, total[at])
            set(.behind, top - total[at])
            set(.place, Float(place))
            set(.words, lexical.own[at] * ideal)
            set(.nearWords, lexical.near[at] * ideal)
            set(.held, lexical.held[at])
            set(.heldBehind, bestHeld - lexical.held[at])
            set(.reading, reading[at])
            set(.readingBehind, bestReading - reading[at])
            set(.readingPlace, Float(byReading[at] ?? 0))
            set(.readingGain, reading[at] - cosine[at])
            set(.hasReadings, index.readings.isEmpty ? 0 : 1)
            set(.cosine, cosine[at])
            set(.cosineBehind, bestCosine - cosine[at])
            set(.meaning, meaning[at])
            set(.nearMeaning, nearMeaning[at])
            set(.cosinePlace, Float(byCosine[at] ?? 0))
            set(.wordsPlace, Float(byWords[at] ?? 0))
            set(.answer, answer[at])
            set(.asking, asking[at])
            set(.speaker, question.speakers.isEmpty ? 0 : speaker[at] > 0 ? 1 : -1)
            set(.ownTurn, question.speakers.isEmpty && speaker[at] > 0 ? 1 : 0)
            set(.kind, kind[at] > 0 ? 1 : 0)
            set(.time, time[at])
            set(.order, order[at])
            set(.strength, retrievability[at])
            set(.association, spread[at])
            set(.session, session[at])
            set(.length, index.words.lengths[at])
            set(.isQuestion, index.isQuestion[at] ? 1 : 0)
            set(.hasTime, index.words.kinds[at].contains(.time) ? 1 : 0)
            set(.hasNumber, index.words.kinds[at].contains(.number) ? 1 : 0)
            let (before, after) = (Int(index.previous[at]), Int(index.next[at]))
            if before >= 0 {
                set(.cosineBefore, cosine[before])
                set(.readingBefore, reading[before])
                set(.totalBefore, top - total[before])
                set(.heldBefore, lexical.held[before])
                set(.asksBefore, index.isQuestion[before] ? 1 : 0)
                set(.sameBefore, index.speakerOf[before] == index.speakerOf[at] ? 1 : 0)
            } else {
                set(.totalBefore, 3)
            }
            if after >= 0, after < count {
                set(.cosineAfter, cosine[after])
                set(.readingAfter, reading[after])
                set(.totalAfter, top - total[after])
                set(.heldAfter, lexical.held[after])
                set(.asksAfter, index.isQuestion[after] ? 1 : 0)
            } else {
                set(.totalAfter, 3)
            }
            let session = index.sessionOf[at]
            set(.sessionReading, sessionReading[session] ?? 0)
            set(.sessionBehind, (sessionBest[session] ?? 0) - total[at])
            set(.sessionShare, (sessionSum[session] ?? 0) / sum)
            var back = 0
            var step = before
            while step >= 0, back < 30 {
                back += 1
                step = Int(index.previous[step])
            }
            set(.sessionPlace, Float(back))
            set(.recency, 1 - Float(byTime[at] ?? 0) / Float(max(1, best.count - 1)))
            set(.asked, Float(question.terms.count))
            set(.namesSomebody, question.speakers.isEmpty ? 0 : 1)
            set(.isFirstPerson, question.isFirstPerson ? 1 : 0)
            set(.wantsTime, question.wanted.contains(.time) ? 1 : 0)
            set(.wantsNumber, question.wanted.contains(.number) ? 1 : 0)
            set(.hasWindow, question.window == nil ? 0 : 1)
            set(.coverage, lexical.coverage)
            set(.bestCosine, bestCosine)
            return values
        }
    }
}
