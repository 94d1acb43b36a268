import Foundation
import Testing

@testable import Memory

@Suite struct RecallScoreTests {
    @Test func whatFollowsAQuestionThatMatchesIsItsAnswer() {
        var index = SmallIndex()
        index.add("Where is the pump?", session: "a")
        index.add("Behind the hill.", session: "a")
        index.add("pump", session: "b")
        let score = index.score("Where is the pump?")
        #expect(score.answer[0] == 0)
        #expect(score.answer[1] > 0)
        #expect(score.answer[2] == 0)
        // The question itself loses 0.2 and the answer inherits a tenth of what it had before.
        let asked = score.lexical.own[0] + score.lexical.near[0]
        #expect(isNear(score.answer[1], Double(0.1 * asked)))
    }

    @Test(arguments: [
        ("Where?", true), ("Where? ", true), ("\"Where?\"", true), ("(Where?)", true),
        ("Where? [shares an image: a hill]", true), ("Where", false), ("Where? Here.", false),
        ("[shares an image: what?]", false), ("", false), ("?", true), ("哪里？", true),
        ("أين؟", true),
    ])
    func aQuestionIsWhatEndsByAsking(_ text: String, _ expected: Bool) {
        #expect(QuestionEnd.isSeen(in: text) == expected)
    }

    @Test func meaningIsMeasuredAgainstTheBestButNoiseIsNotMadeEvidence() {
        var index = SmallIndex()
        index.add("one", session: "a", vector: [0.6, 0.8])
        index.add("two", session: "a", vector: [0, 1])
        index.add("three", session: "b", vector: [-1])
        index.add("four", session: "c")
        let score = index.score("zebra", vector: [1])
        // A third of 0.6, for a memory of one term (1 / (1 + 2)), and its neighbour's fifth of
        // that, as 100 / (100 + 1) of it is lent; what points away and what has no vector is far.
        // The best is below 0.5 and taken for 0.5.
        #expect(isNear(score.meaning[0], 0.2))
        #expect(isNear(score.cosine[0], 0.6))
        #expect(score.cosine[1] == 0)
        #expect(score.cosine[2] == 0)
        #expect(score.cosine[3] == 0)
        #expect(isNear(score.nearMeaning[1], 0.04 / 1.01))
        #expect(isNear(score.meaningScale, 2))
        #expect(isNear(score.total[0] - score.session[0], 0.4))
        #expect(isNear(score.total[1] - score.session[1], 0.08 / 1.01))
    }

    @Test func aLongRequestThatAsksLosesLittleAndItsReplyInheritsLittle() {
        var index = SmallIndex()
        let rest = (0..<39).map { "detail\($0)" }.joined(separator: " ")
        index.add("pump \(rest)?", session: "a")
        index.add("Sure \(rest)", session: "a")
        index.add("pump?", session: "b")
        let score = index.score("pump")
        // 40 terms: a quarter of what it would be up to 10.
        #expect(isNear(score.asking[0], -0.05))
        #expect(isNear(score.asking[2], -0.2))
        #expect(isNear(score.answer[1], Double(0.1 * (score.lexical.own[0]) * 0.25)))
    }

    @Test func whoAsksInTheFirstPersonMeansTheirOwnTurns() {
        var index = SmallIndex()
        index.add("pump", by: "assistant")
        index.add("pump", by: "user")
        #expect(index.score("Where is my pump?").speaker == [0, 0.5])
        #expect(index.score("Wo ist meine pump?").speaker == [0, 0.5])
        #expect(index.score("Where is the pump?").speaker == [0, 0])
        index.add("pump", by: "Ada")
        #expect(index.score("Where did Ada put my pump?").speaker == [0, 0, 0.5])
    }

    @Test func aQuestionForATimeOrANumberPrefersWhatHoldsOne() {
        var index = SmallIndex()
        index.add("pump broke yesterday")
        index.add("pump costs 300")
        index.add("pump broke")
        #expect(index.score("When did the pump break?").kind == [0.05, 0, 0])
        #expect(index.score("How much is the pump?").kind == [0, 0.05, 0])
        #expect(index.score("Wann war das mit der pump?").kind == [0.05, 0, 0])
        #expect(index.score("the pump").kind == [0, 0, 0])
    }

    @Test func aLongMemoryIsFoundByItsBestPassage() {
        var index = SmallIndex()
        let filler = String(repeating: "The committee talked about roads and weather. ", count: 60)
        let long = filler + "The vault code is 8841. " + filler
        index.add("The vault was discussed among the codes of other doors", session: "a")
        index.add(long, session: "b", vector: [0, 1])
        let passages = index.index.passages
        #expect(passages.count == Passages.ranges(of: long).count && passages.count > 5)
        let holder = passages.ranges.firstIndex { range in
            Array(long.utf8)[Int(range.lowerBound)..<Int(range.upperBound)]
                .split(separator: 0x20).contains { $0.elementsEqual("8841.".utf8) }
        }
        let number = holder ?? 0
        let vector: [Float] = [1, 0, 0, 0, 0, 0, 0, 0]
        vector.withUnsafeBufferPointer {
            index.index.passages.setVector(of: 1, number: number, to: $0)
        }
        let score = index.score("What is the vault code?", vector: [1])
        #expect(score.best(1, of: index.index) { _ in true } == [1])
        #expect(score.cosine[1] == 1)
        #expect(score.lexical.own[1] == score.lexical.passages[number])
        let passage = score.passage(of: 1, in: index.index, content: long)
        #expect(passage?.text.contains("8841") == true)
        #expect(passage.map { Array(long.utf8)[$0.bytes].elementsEqual($0.text.utf8) } == true)
        #expect(score.passage(of: 0, in: index.index, content: "x") == nil)
    }

    @Test func theLatestOrTheEarliestOfWhatFitsIsPreferredWhereItIsAskedFor() {
        var index = SmallIndex()
        for content in ["the pump is green", "a hill far away", "the pump is red"] {
            index.add(content)
        }
        func first(_ question: String) -> Int? {
            index.score(question).best(1, of: index.index) { _ in true }.first
        }
        #expect(first("What colour is the pump now?") == 2)
        #expect(first("What colour was the pump originally?") == 0)
        #expect(first("Welche Farbe hatte die pump zuerst?") == 0)
        #expect(index.score("What colour is the pump now?").order[1] == 0)
    }

    @Test func aQuestionInAnotherLanguageFindsItsWordsInOtherForms() {
        var index = SmallIndex()
        index.add("Die Wohnungen in der Stadt sind teuer.")
        index.add("Wir haben das auch nicht.")
        index.add("La casa es azul.")
        let score = index.score("Was haben wir für die Wohnung bezahlt?")
        #expect(score.lexical.own[0] > 0)
        // "haben" and "wir" are too common to look for.
        #expect(score.lexical.own[1] == 0)
    }

    @Test func picturesAreFound() {
        var index = SmallIndex()
        index.add("🎉🎂 Mia's bday party 🎳 Saturday!!!")
        index.add("A party.")
        #expect(index.score("🎳").best(1, of: index.index) { _ in true } == [0])
        #expect(index.score("🎳").lexical.own[0] > 0)
    }

    @Test func whoIsNamedIsBelieved() {
        var index = SmallIndex()
        index.add("pump", by: "Ben")
        index.add("pump", by: "Ada")
        let score = index.score("What did Ada say of the pump?")
        #expect(score.speaker == [0, 0.5])
        #expect(score.best(2, of: index.index) { _ in true } == [1, 0])
    }

    @Test func aSessionLendsItsBestToAllOfIt() {
        var index = SmallIndex()
        index.add("pump", session: "a")
        index.add("hill", session: "b")
        for _ in 0..<3 { index.add("tree", session: "a") }
        let score = index.score("pump")
        #expect(isNear(score.session[0], 0.3))
        #expect(isNear(score.session[4], 0.3))
        #expect(score.session[1] == 0)
        #expect(score.total[4] > score.total[1])
    }

    @Test func activationFlowsOverAssociationsAndIsSharedAmongThoseThatEndInOne() {
        var index = SmallIndex()
        for content in ["pump", "hill", "tree", "moon"] { index.add(content) }
        let links: [AssociationGraph.Link] = [
            .init(source: 0, target: 1, weight: 0.8), .init(source: 0, target: 2, weight: 0.8),
            .init(source: 3, target: 2, weight: 0.8),
        ]
        let score = index.score("pump", links: links)
        // Most flows into 1; half of it into 2, where two links end; 3 has nothing to give.
        let most = Double(index.index.weights.association)
        #expect(isNear(score.spread[1], most))
        #expect(isNear(score.spread[2], most / 2))
        #expect(score.spread[0] == 0)
        #expect(score.spread[3] == 0)
        #expect(score.spreadFrom == [1: 0, 2: 0])
    }

    @Test func theTimeAQuestionSpeaksOfCounts() throws {
        var index = SmallIndex()
        index.add("pump")
        index.add("pump")
        var question = index.question("pump")
        #expect(question.window == nil)
        question = RecallQuestion(
            "the pump on 1970-01-01", in: index.index, now: try Moment(stated: "2026-05-13"),
            zone: .gmt)
        let score = RecallScore(
            question, in: index.index, associations: AssociationGraph(), count: 2, now: .latest)
        // 0.4 for being within the time, 0.6 more because the time is a single day.
        #expect(score.time == [1, 1])
    }

    @Test(arguments: [(1, 1.0), (7, 1.0), (28, 0.25), (70, 0.1)])
    func aWindowCountsLessTheLongerItIs(days: Int64, expected: Float) {
        let from = Moment(microseconds: 0)
        let window = TimeWindow(from: from, to: from.adding(days * Moment.day), words: "")
        #expect(abs(window.narrowness - expected) < 1e-6)
    }

    @Test func equalsAreToldApartByTimeTheLaterFirst() {
        var index = SmallIndex()
        for _ in 0..<5 { index.add("pump") }
        let score = index.score("pump")
        #expect(Set(score.total).count == 1)
        #expect(score.best(3, of: index.index) { _ in true } == [4, 3, 2])
        #expect(score.best(9, of: index.index) { $0 != 4 } == [3, 2, 1, 0])
        #expect(score.best(0, of: index.index) { _ in true }.isEmpty)
    }

    @Test func reasonsAddUpToTheScore() {
        var index = SmallIndex()
        index.add("Where is the pump?", session: "a", by: "Ben", vector: [0.6, 0.8])
        index.add("The pump is behind the hill.", session: "a", by: "Ada", vector: [1])
        index.add("A hill.", session: "b", by: "Ada", vector: [0, 0.6, 0.8])
        let links: [AssociationGraph.Link] = [.init(source: 1, target: 2, weight: 0.5)]
        let question = index.question("Where did Ada put the pump?", vector: [0.8, 0.6])
        let score = RecallScore(
            question, in: index.index, associations: AssociationGraph(links, count: 3), count: 3,
            now: .latest)
        for at in 0..<3 {
            let reasons = score.reasons(of: at, question, index.index)
            #expect(isNear(score.total[at], reasons.reduce(0) { $0 + $1.weight }))
            #expect(reasons.allSatisfy { !$0.text.isEmpty && $0.weight != 0 })
        }
    }

    /// As of a moment the score is what it would have been then.
    @Test func asOfAMomentNothingLaterIsSeen() {
        let contents = [
            ("Where is the pump?", "a"), ("pump pump", "b"), ("behind the hill", "a"),
            ("hill", "b"),
            ("The pump moved to the hill, past the well and the tree", "a"), ("pump?", "b"),
        ]
        for count in 0...contents.count {
            var then = SmallIndex()
            var now = SmallIndex()
            for (number, content) in contents.enumerated() {
                if number < count { then.add(content.0, session: content.1, vector: [1]) }
                now.add(content.0, session: content.1, vector: [1])
            }
            let expected = then.score("Where is the pump?", vector: [1])
            let score = now.score("Where is the pump?", vector: [1], count: count)
            #expect(score.total.count == count)
            for (left, right) in zip(score.total, expected.total) {
                #expect(isNear(left, Double(right)), "as of the first \(count)")
            }
        }
    }
}

@Suite struct RecallIndexTests {
    @Test func aSessionsMemoriesAreLinkedInOrder() {
        var index = SmallIndex()
        for session in ["a", "b", "a", nil, "a", nil] { index.add("x", session: session) }
        #expect(index.index.previous == [-1, -1, 0, -1, 2, -1])
        #expect(index.index.next == [2, -1, 4, -1, -1, -1])
        #expect(index.index.sessionOf == [0, 1, 0, 2, 0, 3])
        #expect(index.index.sessionCount == 4)
    }

    @Test func asOfAMomentIsAPrefix() {
        var index = SmallIndex()
        for _ in 0..<4 { index.add("x") }
        let minute = 60 * Moment.second
        #expect(index.index.count(asOf: nil) == 4)
        #expect(index.index.count(asOf: Moment(microseconds: -1)) == 0)
        #expect(index.index.count(asOf: Moment(microseconds: 0)) == 1)
        #expect(index.index.count(asOf: Moment(microseconds: minute)) == 2)
        #expect(index.index.count(asOf: Moment(microseconds: minute + 1)) == 2)
        #expect(index.index.count(asOf: .latest) == 4)
    }

    @Test func windowLengthsCountNeighboursBothWays() {
        var index = SmallIndex()
        for content in ["pump", "pump well", "pump well hill", "pump"] {
            index.add(content, session: "a")
        }
        // 1 + 2/2 + 3/4; 2 + (1 + 3)/2 + 1/4; 3 + (2 + 1)/2 + 1/4; 1 + 3/2 + 2/4
        #expect(index.index.windowLengths == [2.75, 4.25, 4.75, 3])
        #expect(isNear(index.index.averageWindowLength, 14.75 / 4))
    }

    @Test(arguments: [
        ("What is the name of the mayor's dog?", true), ("Which seeds came from Norway?", true),
        ("What is the name of Ana's dog?", false), ("What is the dog called?", false),
        ("What did the dog eat on Monday?", false), ("Which unicorn came?", false),
    ])
    func aNameThatNoMemoryHasIsNoticed(_ question: String, _ isUnknown: Bool) {
        var small = SmallIndex()
        small.add("My dog came with the seeds.", by: "Ana")
        #expect(small.question(question).namesUnknown == isUnknown)
    }
}
