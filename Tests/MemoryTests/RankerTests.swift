import Foundation
import Testing

@testable import Memory

@Suite struct RankerTests {
    private var names: String {
        RankFeature.allCases.map { "\($0)" }.joined(separator: " ")
    }
    private var features: [Float] {
        [Float](repeating: 0, count: RankFeature.allCases.count)
    }

    @Test func whatIsShippedWasLearnedForTheFeaturesThereAre() {
        #expect(Ranker.shipped != nil)
    }

    @Test func aTreeIsWalkedFromItsRootToALeaf() throws {
        let held = RankFeature.held.rawValue
        let ranker = try #require(
            Ranker("\(names)\n\(held):0.5:0.1 =-0.2 \(held):0.8:0.3 =0.25 =0.5\n=1"))
        var low = features
        #expect(isNear(ranker.sum(low), 0.8))
        low[held] = 0.5
        #expect(isNear(ranker.sum(low), 0.8))
        low[held] = 0.6
        #expect(isNear(ranker.sum(low), 1.25))
        low[held] = 0.9
        #expect(isNear(ranker.sum(low), 1.5))
        #expect(isNear(ranker.shares(low)[.held] ?? 0, 0.4))
    }

    @Test(arguments: ["", "some other names\n=1", "NAMES\n0:1", "NAMES\n0:1:0 =1", "NAMES\nx"])
    func dataThatDoesNotFitIsNotUsed(_ text: String) {
        #expect(Ranker(text.replacing("NAMES", with: names)) == nil)
    }

    /// The sum of reasons stands where there is no ranker; with one the same memories come first,
    /// in another order, and each says what the ranker made of it.
    @Test func theRankerOrdersTheBestOfTheSum() {
        var index = SmallIndex()
        for number in 0..<80 {
            index.add("the pump of house \(number) leaks", session: "s\(number % 7)", by: "Ole")
        }
        let question = index.question("Which pump leaks in house 7?")
        func score(_ ranker: Ranker?) -> RecallScore {
            RecallScore(
                question, in: index.index, associations: AssociationGraph(), count: 80,
                now: .latest, ranker: ranker)
        }
        let (plain, ranked) = (score(nil), score(Ranker.shipped))
        #expect(plain.learned.isEmpty)
        #expect(ranked.learned.count == Ranker.reach)
        let best = plain.best(Ranker.reach, of: index.index) { _ in true }
        #expect(Set(best) == Set(ranked.best(Ranker.reach, of: index.index) { _ in true }))
        for at in best.prefix(5) {
            let sum = ranked.reasons(of: at, question, index.index).reduce(0) { $0 + $1.weight }
            #expect(isNear(ranked.total[at], sum, within: 1e-3))
        }
    }
}
