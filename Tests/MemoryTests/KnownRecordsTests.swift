import Foundation
import Testing

@testable import Memory

@Suite struct KnownRecordsTests {
    private func record(_ number: UInt8, bytes: Int = 10) -> MemoryRecord {
        let number = Int(number)
        return MemoryRecord(
            id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(number))),
            namespace: "a", content: String(repeating: "x", count: bytes), contentHash: "h",
            role: nil, speaker: nil, sessionID: nil, context: nil, tags: [], metadata: nil,
            occurredAt: .earliest, recordedAt: .latest, parentID: nil, chunkIndex: nil,
            timeSource: .unknown, repeats: nil, supersedes: nil, sourceFile: nil, telling: nil)
    }

    @Test func `what was read is not read again, and keeps its order`() throws {
        let known = KnownRecords()
        let records = (0..<5).map { record(UInt8($0)) }
        var asked: [UUID] = []
        func read(_ ids: [UUID]) -> [MemoryRecord] {
            asked += ids
            return records.filter { ids.contains($0.id) }
        }
        let first = try known.records([records[3].id, records[1].id], of: "a", at: 1) { read($0) }
        #expect(first.map(\.id) == [records[3].id, records[1].id])
        let all = try known.records(records.map(\.id).reversed(), of: "a", at: 1) { read($0) }
        #expect(all.map(\.id) == records.map(\.id).reversed())
        #expect(asked.count == 5 && Set(asked).count == 5)
    }

    @Test func `another namespace sees nothing of it`() throws {
        let known = KnownRecords()
        let mine = record(1)
        _ = try known.records([mine.id], of: "a", at: 1) { _ in [mine] }
        #expect(try known.records([mine.id], of: "b", at: 1) { _ in [] }.isEmpty)
        #expect(try known.records([mine.id], of: "c", at: 2) { _ in [mine] }.isEmpty)
    }

    @Test func `what was erased is not given out, nor kept by who read it before`() throws {
        let known = KnownRecords()
        let gone = record(1)
        var epoch: UInt64 = 1
        _ = try known.records([gone.id], of: "a", at: epoch) { _ in [gone] }
        epoch = 2
        #expect(try known.records([gone.id], of: "a", at: epoch) { _ in [] }.isEmpty)
        // It is erased while somebody reads it.
        _ = try known.records([gone.id], of: "a", at: epoch) { _ in
            epoch = 3
            return [gone]
        }
        #expect(try known.records([gone.id], of: "a", at: epoch) { _ in [] }.isEmpty)
    }

    @Test func `the room is bounded, and what is asked for again stays`() throws {
        let known = KnownRecords(room: 100_000)
        let often = record(0)
        var readings = 0
        for number: UInt8 in 1...200 {
            let other = record(number, bytes: 1000)
            _ = try known.records([often.id, other.id], of: "a", at: 1) { ids in
                readings += ids.count
                return [often, other].filter { ids.contains($0.id) }
            }
        }
        #expect(readings == 201)
        _ = try known.records([record(1, bytes: 1000).id], of: "a", at: 1) { ids in
            readings += ids.count
            return []
        }
        #expect(readings == 202)
    }

    /// What was read belongs to the time in which nobody else could erase it.
    @Test func `what another process forgot while it had the home is not recalled`() throws {
        let home = try TemporaryHome()
        let mine = try home.open(isLongLived: true)
        _ = try mine.remember(
            try MemoryDraft("The key lies under the stone", at: "2026-05-12T10:00Z"))
        #expect(
            try mine.recall("where is the key", options: RecallOptions(namespace: "default"))
                .results.count == 1)
        try mine.leave()
        let other = try home.open()
        _ = try other.forget(try #require(try other.all().first))
        _ = try other.remember(
            try MemoryDraft("The key hangs by the door", at: "2026-05-13T10:00Z"))
        try other.leave()
        let found = try mine.recall(
            "where is the key", options: RecallOptions(namespace: "default")
        ).results
        #expect(found.map(\.memory.content) == ["The key hangs by the door"])
    }
}
