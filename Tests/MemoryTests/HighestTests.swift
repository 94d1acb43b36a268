import Testing

@testable import Memory

@Suite struct HighestTests {
    @Test func `the same are found as a heap keeps`() {
        var generator = SplitMix(state: 3)
        for round in 0..<400 {
            let kinds = [2, 7, 1000, 1 << 20][round % 4]
            let scores = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
                Float(Int.random(in: 0..<kinds, using: &generator)) / 7
            }
            let limit = Int.random(in: 0...120, using: &generator)
            var heap = BoundedHeap(limit: limit)
            for (number, score) in scores.enumerated() { heap.offer(Int32(number), score) }
            #expect(Highest(limit).numbers(of: scores) == heap.descending.sorted())
        }
    }
}
