import DuckDB
import Foundation
import Testing

@testable import Memory

/// Sleep on what is uneven: no sessions, one long run, several cycles.
@Suite struct SleepAtScaleTests {
    /// Two thousand memories without a session, seconds apart: one run.
    @Test func aLongRunWithoutSessionsIsSleptOnAndGoesOnWhereItStopped() throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        let engine = try home.open()
        let start = try #require(
            MomentParser(now: engine.now, zone: .gmt).parse("2026-03-02T09:00:00Z"))
        var life = SyntheticLife(memories: 2000, namespaces: 1, seed: 5)
        let drafts = life.next(2000).enumerated().map { number, turn in
            MemoryDraft(
                namespace: "default", content: "\(number) " + turn.draft.content.prefix(200),
                time: .stated(start.adding(Int64(number) * Moment.second)))
        }
        _ = try engine.store.remember(Array(drafts.prefix(1500)), now: engine.now)
        _ = try engine.sleep(SleepRequest())
        _ = try engine.store.remember(Array(drafts.suffix(500)), now: engine.now)
        _ = try engine.sleep(SleepRequest())
        let inParts = try episodes(engine)

        let other = try TemporaryHome(now: "2026-05-04T08:00:00Z").open()
        _ = try other.store.remember(drafts, now: other.now)
        _ = try other.sleep(SleepRequest())
        // Without vectors nothing breaks a topic: pieces of 50 of one run.
        #expect(inParts.count == 40)
        #expect(try episodes(other) == inParts)
    }

    private func episodes(_ engine: MemoryEngine) throws -> [String] {
        try engine.values(
            """
            SELECT string_agg(memory_id::VARCHAR, ' ' ORDER BY place)
            FROM episode_memories_current GROUP BY episode_id ORDER BY ALL
            """)
    }

    @Test func lifeIsUnevenAndTheSameForTheSameSeed() {
        var life = SyntheticLife(memories: 20_000, namespaces: 2, seed: 3)
        var again = SyntheticLife(memories: 20_000, namespaces: 2, seed: 3)
        let turns = life.next(20_000).map(\.draft)
        #expect(turns.prefix(500) == again.next(500).map(\.draft)[...])
        let sessions = Dictionary(grouping: turns.compactMap(\.sessionID)) { $0 }.map(\.value.count)
        #expect(sessions.contains(1))
        #expect((sessions.max() ?? 0) > 300)
        #expect(turns.contains { $0.sessionID == nil && $0.time == .unknown(nil) })
        #expect(turns.contains { $0.content.contains("```") })
        #expect(Set(turns.map(\.content)).count < turns.count)
        let lengths = turns.map { $0.content.split(separator: " ").count }
        #expect((lengths.max() ?? 0) > 1000)
        let days = Dictionary(grouping: turns) {
            $0.eventTime(toldAt: .latest).microseconds / Moment.day
        }.mapValues(\.count)
        #expect((days.values.max() ?? 0) > 200)
        #expect(days.count < 1096)
    }

    @Test func aCycleThatRanOutOfMemoryIsTriedWithLess() {
        let tried = Array(
            sequence(first: SleepEffort.full) { $0.less(mayShrink: true) }.prefix(10))
        #expect(tried.map(\.threads) == [nil, 1, 1, 1, 1])
        #expect(tried.map { Int(($0.share * 1000).rounded()) } == [1000, 1000, 200, 40, 8])
        #expect(SleepEffort(threads: 1).less(mayShrink: false) == nil)
    }
}
