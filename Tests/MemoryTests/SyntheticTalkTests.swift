import Foundation
import Testing

@testable import Memory

@Suite struct SyntheticTalkTests {
    @Test func theSameNumbersGiveTheSameTalk() {
        var first = SyntheticTalk(memories: 200, namespaces: 3, seed: 7)
        var second = SyntheticTalk(memories: 200, namespaces: 3, seed: 7)
        let whole = first.next(200)
        let parts = second.next(13) + second.next(187)
        #expect(whole.map(\.draft) == parts.map(\.draft))
        #expect(whole.map(\.vector) == parts.map(\.vector))
        var other = SyntheticTalk(memories: 200, namespaces: 3, seed: 8)
        #expect(other.next(200).map(\.draft) != whole.map(\.draft))
    }

    @Test func sessionsHaveFiveToThirtyTurnsInOneNamespaceAndInOrder() {
        var talk = SyntheticTalk(memories: 1000, namespaces: 4, seed: 1)
        // The last session may be cut.
        let turns = talk.next(1030).map(\.draft)
        let sessions = Dictionary(grouping: turns) { $0.sessionID ?? "" }
        let last = turns.last?.sessionID
        for (name, session) in sessions where name != last {
            #expect((5...34).contains(session.count))
            #expect(Set(session.map(\.namespace)).count == 1)
            #expect(Set(session.map(\.speaker)).count == 2)
            let times = session.map { $0.eventTime(toldAt: .latest) }
            #expect(times == times.sorted())
        }
        #expect(Set(turns.map(\.namespace)).count == 4)
    }

    @Test func vectorsHaveLengthOneAndLieNearTheirTopic() {
        var random = SeededGenerator(seed: 3)
        let vectors = SyntheticVectors(topics: 2, random: &random)
        let (one, near, far) = (
            vectors.draw(topic: 0, &random), vectors.draw(topic: 0, &random),
            vectors.draw(topic: 1, &random)
        )
        #expect(isNear(product(one, one), 1))
        #expect(isNear(product(one, near), 0.55, within: 0.12))
        #expect(isNear(product(one, far), 0.1, within: 0.12))
    }

    @Test func percentilesAreOfTheNearestRank() {
        let times = Timings(milliseconds: (1...200).reversed().map(Double.init))
        #expect(times.percentile(50) == 100)
        #expect(times.percentile(99) == 198)
        #expect(times.percentile(100) == 200)
        #expect(Timings(milliseconds: [3]).percentile(1) == 3)
        #expect(Timings(milliseconds: []).percentile(50) == 0)
    }

    private func product(_ left: [Float], _ right: [Float]) -> Float {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
