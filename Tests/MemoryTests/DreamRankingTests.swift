import Testing

@testable import Memory

/// What a night may do to the ranks of memories asked for by their own words.
@Suite struct DreamRankingTests {
    private func fallen(_ before: [Int?], _ after: [Int?]) -> [DreamReport.Measure] {
        DreamReport(
            readings: DreamReport.ranking(before, after, margin: DreamOptions().margin),
            questions: before.count
        ).fallen.map(\.measure)
    }

    /// Four of 48, a twelfth: within the margin of the mean reciprocal rank, not within this one.
    @Test func aTwelfthPushedFromTheFirstToTheThirdPlaceIsCaught() {
        let before = [Int?](repeating: 0, count: 48)
        #expect(fallen(before, [2, 2, 2, 2] + before.dropFirst(4)) == [.first])
    }

    @Test func allPushedFromTheFirstToTheThirdPlaceAreCaughtTwice() {
        let before = [Int?](repeating: 0, count: 48)
        #expect(fallen(before, before.map { _ in 2 }) == [.first, .ranked])
    }

    /// Three of 48 change places with their neighbours in any night over a chat; a night that was sound
    /// was rolled back, and every later one with it. As many of a few are a finding.
    @Test func whatChanceDoesIsNoFinding() {
        let before = [Int?](repeating: 0, count: 48)
        #expect(fallen(before, [1, 1, 1] + before.dropFirst(3)) == [])
        let mixed = [1] + before.dropFirst()
        #expect(fallen(mixed, [0, 1, 1, 1, 1, 1] + before.dropFirst(6)) == [])
        #expect(fallen(before, before.map { _ in 1 }).contains(.first))
        let few = [Int?](repeating: 0, count: 12)
        #expect(fallen(few, [2, 2, 2] + few.dropFirst(3)).contains(.first))
    }

    /// One of a few, or two of 48, is no finding; nor is what comes first at last.
    @Test func aSingleOneAndAGainAreNoFinding() {
        #expect(fallen([0, 0, 0, 0], [2, 0, 0, 0]) == [])
        let before = [Int?](repeating: 0, count: 48)
        #expect(fallen(before, [2, 2] + before.dropFirst(2)) == [])
        #expect(fallen([2, nil, 3, 1], [0, 0, 0, 0]) == [])
    }
}
