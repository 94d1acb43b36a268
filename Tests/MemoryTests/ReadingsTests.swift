import Foundation
import Testing

@testable import Memory

@Suite struct ReadingsTests {
    @Test func eachSentenceIsReadAloneAndGreetingsAreNot() {
        let readings = Readings.texts(
            of: "Hey Mel! I moved to 3 Cooper's Steps on Monday. The bell has no name on it.",
            after: nil)
        #expect(
            readings == ["I moved to 3 Cooper's Steps on Monday.", "The bell has no name on it."])
    }

    @Test func aSentenceThatLeansOnAnotherIsReadWithIt() {
        let readings = Readings.texts(
            of: "Ana moved to Porto in May. She found a job there at once.", after: nil)
        #expect(
            readings == [
                "Ana moved to Porto in May.",
                "Ana moved to Porto in May. She found a job there at once.",
            ])
    }

    @Test func anAnswerIsReadWithItsQuestion() {
        #expect(
            Readings.texts(of: "Behind the hill.", after: "Hello. Where is the pump?")
                == ["Where is the pump? Behind the hill."])
        #expect(Readings.texts(of: "Behind the hill.", after: "The pump leaks.").isEmpty)
    }

    @Test func aMemoryOfOneSentenceNeedsNoReadingAndALongOneHasFew() {
        #expect(Readings.texts(of: "The pump leaks again.", after: nil).isEmpty)
        #expect(Readings.texts(of: "", after: nil).isEmpty)
        func nights(_ count: Int) -> String {
            (0..<count).map { "The night number \($0) was cold." }.joined(separator: " ")
        }
        let readings = Readings.texts(of: nights(50), after: nil)
        #expect(readings.count == Readings.most)
        #expect(readings.joined(separator: " ") == nights(50))
        #expect(Readings.texts(of: nights(100), after: "How cold was it?").isEmpty)
    }

    @Test func sentencesEndInOtherScriptsToo() {
        #expect(Readings.sentences(of: "今天下雨。他在家！") == ["今天下雨。", "他在家！"])
        #expect(Readings.sentences(of: "- one\n- two\n") == ["- one", "- two"])
    }

    @Test func aMemoryIsAsNearAsTheNearestOfItsReadings() {
        var index = SmallIndex()
        index.add("one two three", session: "a", vector: [0.6, 0.8])
        index.add("four five six", session: "b", vector: [0.7, 0.714])
        func add(_ vector: [Float]) {
            let full = vector + [Float](repeating: 0, count: 8 - vector.count)
            full.withUnsafeBufferPointer { index.index.readings.add($0, of: 0) }
        }
        #expect(index.score("zebra", vector: [1]).meaning[0] < 0.4)
        add([0, 1])
        add([0.96, 0.28])
        let score = index.score("zebra", vector: [1])
        #expect(isNear(score.cosine[0], 0.6))
        // What a reading adds counts in full for a memory of a few words, by half at sixty.
        #expect(isNear(score.reading[0], 0.6 + 0.36 * 60 / 63, within: 0.01))
        #expect(isNear(score.reading[1], 0.7, within: 0.01))
        #expect(score.total[0] > score.total[1])
    }
}
