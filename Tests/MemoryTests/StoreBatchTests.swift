import DuckDB
import Foundation
import Testing

@testable import Memory

@Suite struct StoreBatchTests {
    @Test(arguments: StoreKind.available)
    func aMemoryTwiceInOneBatchIsKeptOnce(_ kind: StoreKind) throws {
        let engine = try TemporaryHome(store: kind).open()
        let time = MemoryDraft.EventTime.stated(try Moment(stated: "2026-01-01T00:00:00Z"))
        let draft = MemoryDraft(namespace: "default", content: "one", time: time)
        let other = MemoryDraft(namespace: "default", content: "two", time: time)
        let told = try engine.store.remember([draft, other, draft], now: engine.now)
        #expect(told.map(\.outcome) == [.stored, .stored, .known])
        #expect(told[0].id == told[2].id)
        #expect(try engine.store.remember([other], now: engine.now)[0].outcome == .known)
    }

    /// So many that they go in several transactions, over a server by two connections.
    @Test(arguments: StoreKind.available)
    func manyMemoriesAreKeptOnceEachAndToldInTheirOrder(_ kind: StoreKind) throws {
        let engine = try TemporaryHome(store: kind).open()
        let time = MemoryDraft.EventTime.stated(try Moment(stated: "2026-01-01T00:00:00Z"))
        // Each is told twice, far apart.
        let drafts = (0..<10_000).map {
            MemoryDraft(namespace: "default", content: "number \($0 % 5_000)", time: time)
        }
        var seen = 0
        let told = try engine.store.remember(drafts, now: engine.now) { done, count in
            #expect(done >= seen && done <= count && count == 10_000)
            seen = done
        }
        #expect(seen == 10_000)
        #expect(told.prefix(5_000).allSatisfy { $0.outcome == .stored })
        #expect(told.suffix(5_000).allSatisfy { $0.outcome == .known })
        #expect(told.prefix(5_000).map(\.id) == told.suffix(5_000).map(\.id))
        #expect(try engine.statistics(namespace: nil).store.memories == 5_000)
    }

    /// Few and many, which a server takes by different ways.
    @Test(arguments: StoreKind.available, [0, 300])
    func aBatchKeepsWhatIsThereAndWhatIsNot(_ kind: StoreKind, _ others: Int) throws {
        let engine = try TemporaryHome(store: kind).open()
        let now = engine.now
        var full = MemoryDraft(namespace: "a", content: "it's \"full\"; -- DROP", time: .now)
        full.role = "user"
        full.speaker = "Ada"
        full.sessionID = "s"
        full.context = "c"
        full.tags = ["x", "y'"]
        full.metadata = #"{"k":[1,null]}"#
        full.chunkIndex = 3
        let bare = MemoryDraft(namespace: "b", content: "bare", time: .unknown(nil))
        let more = (0..<others).map {
            MemoryDraft(namespace: "c", content: "number \($0)", time: .now)
        }
        let told = Array(try engine.store.remember([full, bare] + more, now: now).prefix(2))
        let first = try #require(try engine.store.memory(told[0].id, namespace: "a"))
        #expect(first.content == full.content)
        #expect(first.tags == full.tags)
        #expect(first.metadata == full.metadata)
        #expect(first.chunkIndex == 3)
        let names = [first.role, first.speaker, first.sessionID, first.context]
        #expect(names == ["user", "Ada", "s", "c"])
        let second = try #require(try engine.store.memory(told[1].id, namespace: "b"))
        #expect(second.tags == [])
        #expect(second.metadata == nil && second.role == nil && second.chunkIndex == nil)
        // Another namespace's memory is not given out, whoever knows its id.
        #expect(try engine.store.memories(told.map(\.id), namespace: "b").map(\.id) == [told[1].id])
    }

    @Test func vectorsAreKeptOnceAndOnlyOfMemoriesThatAreThere() throws {
        let engine = try TemporaryHome().open()
        let told = try engine.store.remember(
            [MemoryDraft(namespace: "a", content: "one", time: .now)], now: engine.now)
        let vector: [Float] = [1, 0, 0, 0, 0, 0, 0, 0]
        for _ in 0..<2 {
            try engine.store.keep(
                vectors: vector + vector, of: [told[0].id, UUID()], model: "m")
        }
        let rows = try engine.connection.query("SELECT count(*) FROM source_memories.embedding")
        #expect(rows.first?.intValue == 1)
    }
}
