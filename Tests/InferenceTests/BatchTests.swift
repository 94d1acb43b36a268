import Testing

@testable import Inference

struct BatchTests {
    @Test func onlyEqualLengthsAreTogether() {
        #expect(
            Batch.plan([3, 9, 3, 3, 9, 5]) == [
                Batch(rows: [1, 4], length: 9), Batch(rows: [5], length: 5),
                Batch(rows: [0, 2, 3], length: 3),
            ])
    }

    @Test func everyTextIsInOneBatchWithinTheLimits() {
        var random = SplitMix(state: 3)
        let lengths = (0..<5000).map { _ in Int.random(in: 2...256, using: &random) }
        let batches = Batch.plan(lengths)
        #expect(batches.flatMap(\.rows).sorted() == Array(lengths.indices))
        for batch in batches {
            #expect(batch.rows.allSatisfy { lengths[$0] == batch.length })
            #expect(batch.rows.count <= Batch.maximumRows)
            #expect(batch.rows.count * batch.length <= max(Batch.maximumTokens, batch.length))
        }
    }

    @Test func noTextsMakeNoBatches() { #expect(Batch.plan([]).isEmpty) }
}
