import Foundation
import Synchronization
import Testing

@testable import Inference

struct EmbeddingModelTests {
    let model: EmbeddingModel

    init() throws { model = try Bootstrapped.model() }

    @Test func vectorsAreThoseOfTheReference() throws {
        let embeddings = try model.embed(Reference.all.map(\.text))
        #expect(embeddings.count == Reference.all.count)
        for (index, reference) in Reference.all.enumerated() {
            let cosine = cosine(embeddings[index], reference.vector)
            #expect(cosine >= 0.999, "\(reference.testDescription): \(cosine)")
        }
    }

    @Test func aTextHasTheSameBitsAloneAndInAnyBatch() throws {
        let texts = Reference.all.map(\.text)
        let alone = try texts.map { try model.embed($0) }
        for order in [Array(texts.indices), texts.indices.reversed()] {
            let twice = order + order
            let together = try model.embed(twice.map { texts[$0] })
            for (row, text) in twice.enumerated() {
                #expect(together[row].map(\.bitPattern) == alone[text].map(\.bitPattern))
            }
        }
    }

    @Test(arguments: [1, 2, 5])
    func theNumberOfThreadsChangesNoBit(threads: Int) throws {
        let texts = Array(Reference.all.map(\.text).prefix(40))
        let other = try EmbeddingModel(
            directory: Bootstrapped.directory, options: .init(threads: threads))
        #expect(try other.embed(texts) == model.embed(texts))
    }

    @Test func nothingGivesNothing() throws {
        #expect(try model.embed([]).count == 0)
    }

    @Test func anEmptyTextHasTheVectorOfTheMarkersAlone() throws {
        let empty = try model.embed("")
        #expect(try model.embed("\u{0}\t\u{200B} ") == empty)
        #expect(empty.count == model.dimensions)
    }

    @Test func likeIsNearerThanUnlike() throws {
        let texts = ["The cat sleeps all day.", "A kitten naps for hours.", "Interest rates rose."]
        let vectors = try model.embed(texts)
        #expect(cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]) + 0.2)
    }

    @Test func anyStringGivesAVectorOfLengthOne() throws {
        var random = SplitMix(state: 2)
        let texts = (0..<300).map { _ in
            randomText(&random, length: Int.random(in: 0...24, using: &random))
        }
        let vectors = try model.embed(texts)
        for row in 0..<texts.count {
            let square = vectors[row].reduce(0.0) { $0 + Double($1) * Double($1) }
            #expect(abs(square.squareRoot() - 1) < 1e-5)
        }
    }

    @Test func whatIsBeyondTheLimitDoesNotCount() throws {
        let short = try EmbeddingModel(
            directory: Bootstrapped.directory, options: .init(maximumTokens: 8))
        #expect(
            try short.embed("one two three four five six")
                == short.embed("one two three four five six seven"))
    }

    @Test func severalThreadsMayEmbedAtOnce() throws {
        let texts = Array(Reference.all.map(\.text).prefix(24))
        let expected = try model.embed(texts)
        let wrong = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            let same =
                thread % 2 == 0
                ? (try? model.embed(texts)) == expected
                : texts.indices.allSatisfy { (try? model.embed(texts[$0])) == Array(expected[$0]) }
            if !same { wrong.withLock { $0 += 1 } }
        }
        #expect(wrong.withLock { $0 } == 0)
    }

    @Test func progressCountsUpToAll() throws {
        let seen = Mutex<[Int]>([])
        let texts = (1...70).map { "memory number \($0)" }
        _ = try model.embed(
            texts,
            progress: { done, total in
                #expect(total == 70)
                seen.withLock { $0.append(done) }
            })
        let counts = seen.withLock { $0 }
        #expect(counts.last == 70 && counts == counts.sorted() && counts.count > 1)
    }

    @Test func aCancelledCallStopsBetweenBatches() {
        let asked = Mutex(0)
        let texts = (1...500).map { "memory number \($0)" }
        let error = #expect(throws: InferenceError.self) {
            try model.embed(
                texts,
                isCancelled: {
                    asked.withLock {
                        $0 += 1
                        return $0 > 2
                    }
                })
        }
        #expect(error?.code == .cancelled)
        #expect(asked.withLock { $0 } < 8)
    }
}
