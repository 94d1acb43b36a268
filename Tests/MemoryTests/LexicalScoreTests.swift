import Testing

@testable import Memory

/// BM25 with neighbours, against numbers worked by hand: k1 1.2, b 0.5; a neighbour's terms count
/// 1/2, the next but one's 1/4.
@Suite struct LexicalScoreTests {
    private func score(_ index: SmallIndex, _ question: String, count: Int? = nil) -> LexicalScore {
        LexicalScore(
            index: index.index, terms: index.question(question).terms,
            count: count ?? index.index.count, weights: index.index.weights)
    }

    @Test func aWordOfANeighbourCountsHalf() {
        var index = SmallIndex()
        index.add("pump, pump: broken!", session: "a")
        index.add("The well", session: "a")
        index.add("pumping works", session: "b")
        // Lengths with neighbours 3.5, 2.5, 2; their mean 8/3. Frequencies 2, 1, 1.
        // 2 · 2.2 / (2 + 1.2 (0.5 + 0.5 · 3.5 / (8/3))) = 1.298893 of at most 2.2.
        let score = score(index, "Which pump?")
        #expect(isNear(score.coverage, 0.590406))
        #expect(isNear(score.own[0], 0.876572))
        #expect(score.near[0] == 0)
        #expect(score.own[1] == 0)
        // What neighbours lend a memory of one term is 100 / (100 + 1) of it.
        #expect(isNear(score.near[1], 0.686564 / 1.01))
        #expect(isNear(score.own[2], 0.724241))
    }

    @Test func aWordTwoMemoriesAwayCountsAQuarterAndNotBeyond() {
        var index = SmallIndex()
        for content in ["pump", "well", "hill", "tree"] { index.add(content, session: "a") }
        // Lengths with neighbours 1.75, 2.25, 2.25, 1.75; their mean 2.
        // Frequencies 1, 1/2, 1/4, 0: 2.2 / (1 + 1.125), 1.1 / (0.5 + 1.275), 0.55 / (0.25 + 1.275).
        let score = score(index, "pump")
        let best = 2.2 / 2.125
        let top = (best / 2.2).squareRoot().squareRoot()
        #expect(isNear(score.own[0], top))
        #expect(isNear(score.near[1], top * (1.1 / 1.775) / best / 1.01))
        #expect(isNear(score.near[2], top * (0.55 / 1.525) / best / 1.01))
        #expect(score.near[3] == 0)
    }

    @Test func theRarerWordCountsMore() {
        var index = SmallIndex()
        for content in ["pump well", "pump hill", "pump tree"] { index.add(content) }
        // All of one length: a word of one in three weighs ln(1 + 2.5/1.5), of three ln(1 + 0.5/3.5).
        let score = score(index, "pump tree")
        #expect(isNear(score.own[0] / score.own[2], 0.133531 / (0.133531 + 0.980829), within: 1e-4))
        #expect(score.own[0] == score.own[1])
        #expect(isNear(score.coverage, 1 / 2.2))
    }

    @Test func aWordNobodySaidLowersTheCoverage() {
        var index = SmallIndex()
        for content in ["pump", "well", "hill"] { index.add(content) }
        // pump: ln(1 + 2.5/1.5) = 0.980829; zebra, in none: ln(1 + 3.5/0.5) = 2.079442.
        #expect(isNear(score(index, "pump").coverage, 1 / 2.2))
        #expect(isNear(score(index, "pump zebra").coverage, 0.980829 / 2.2 / 3.060271))
        #expect(score(index, "pump zebra").own[0] < score(index, "pump").own[0])
    }

    @Test func aWordAskedTwiceCountsOnce() {
        var index = SmallIndex()
        for content in ["pump well", "hill"] { index.add(content) }
        #expect(score(index, "pump pump pumps").own == score(index, "pump").own)
    }

    @Test(arguments: ["zebra", "", "🦔", "the of and"])
    func whatNobodySaidScoresNothing(_ question: String) {
        var index = SmallIndex()
        index.add("pump")
        let score = score(index, question)
        #expect(score.own == [0])
        #expect(score.coverage == 0)
    }

    @Test func whereThereIsNothingNothingIsScored() {
        let score = score(SmallIndex(), "pump")
        #expect(score.own.isEmpty)
        #expect(score.coverage == 0)
    }

    @Test func whatComesLaterIsNotCounted() {
        var short = SmallIndex()
        var long = SmallIndex()
        for content in ["pump", "well"] {
            short.add(content)
            long.add(content)
        }
        for _ in 0..<5 { long.add("pump") }
        #expect(score(long, "pump", count: 2).own.count == 2)
        #expect(score(long, "pump", count: 2).coverage > 0)
    }
}
