import DuckDB
import Foundation
import Synchronization
import Testing

@testable import Memory

/// What a process that stays is told goes through a log into the store.
@Suite struct ToldLogTests {
    /// A home as `kill -9` leaves it: its files as they are at this moment.
    private func killed(_ home: TemporaryHome) throws -> TemporaryHome {
        let left = try TemporaryHome()
        try FileManager.default.copyItem(at: home.home.directory, to: left.home.directory)
        try? FileManager.default.removeItem(at: left.home.lockFile)
        left.clock.withLock { $0 = home.clock.withLock { $0 } }
        return left
    }

    private func size(_ home: TemporaryHome) throws -> Int {
        try Data(contentsOf: home.home.toldFile).count
    }

    @Test func whatWasAcknowledgedSurvivesAKillTheNextInstant() throws {
        let home = try TemporaryHome()
        let engine = try home.open(isLongLived: true)
        for n in 0..<20 { _ = try engine.remember(MemoryDraft("note \(n)", by: "Ada")) }
        let left = try killed(home)
        let again = try left.open()
        #expect(try again.all().map(\.content) == (0..<20).map { "note \($0)" })
        #expect(try again.all() == engine.all())
        #expect(try size(left) == 0)
    }

    @Test func aFrameCutAtAnyByteLosesOnlyItself() throws {
        let home = try TemporaryHome()
        let engine = try home.open(isLongLived: true)
        let frames = try ["one", "two é 🦔", "three"].map { text in
            ToldFrame.bytes(of: [try #require(try engine.remember(MemoryDraft(text)).record)])
        }
        let whole = frames.flatMap(\.self)
        for end in 0...whole.count {
            let (records, length) = ToldFrame.records(in: Array(whole[..<end]))
            let ends = [0, 1, 2, 3].map { frames[..<$0].reduce(0) { $0 + $1.count } }
            #expect(length == ends.last { $0 <= end })
            #expect(records.count == ends.lastIndex { $0 <= end })
        }
        // A byte that changed is found, wherever it is.
        for at in stride(from: 0, to: frames[0].count, by: 3) {
            var changed = whole
            changed[at] ^= 0x20
            #expect(ToldFrame.records(in: changed).records.count < 3)
        }
    }

    @Test func everyFieldOfAMemoryComesBackFromTheLog() throws {
        var random = SplitMix(state: 7)
        let texts: [String?] = [nil, "", "a", "é\u{301}", "\0", "🦔\r\n", "{\"a\": 1}"]
        let ids: [UUID?] = [nil, UUID(), UUID()]
        for _ in 0..<200 {
            func text() -> String? { texts.randomElement(using: &random) ?? nil }
            func id() -> UUID? { ids.randomElement(using: &random) ?? nil }
            let record = MemoryRecord(
                id: UUID(), namespace: text() ?? "", content: text() ?? "",
                contentHash: "h", role: text(), speaker: text(), sessionID: text(),
                context: text(), tags: (0..<Int.random(in: 0...3, using: &random)).map { "t\($0)" },
                metadata: text(), occurredAt: .earliest, recordedAt: .latest, parentID: id(),
                chunkIndex: Bool.random(using: &random) ? 3 : nil, timeSource: .unknown,
                repeats: id(), supersedes: id(), sourceFile: text(), telling: id())
            #expect(ToldFrame.records(in: ToldFrame.bytes(of: [record])).records == [record])
        }
    }

    @Test func aHalfWrittenEndIsCutOffAndHidesNothingThatComesAfterIt() throws {
        let home = try TemporaryHome()
        do {
            let engine = try home.open(isLongLived: true)
            _ = try engine.remember(MemoryDraft("before"))
        }
        try Data([9, 0, 0, 0, 1, 2, 3]).write(to: home.home.toldFile)
        try home.set(now: "2026-05-13T12:01:00Z")
        let engine = try home.open(isLongLived: true)
        _ = try engine.remember(MemoryDraft("after"))
        let again = try killed(home).open()
        #expect(try again.all().map(\.content) == ["before", "after"])
    }

    @Test func whatIsInTheLogAndInTheStoreIsThereOnce() throws {
        let home = try TemporaryHome()
        let engine = try home.open(isLongLived: true)
        let told = try engine.remember([MemoryDraft("yes"), MemoryDraft("yes")])
        let log = ToldFrame.bytes(of: told.compactMap(\.record))
        #expect(try engine.all().count == 2)
        let left = try killed(home)
        // Killed between the transaction and the emptying of the log.
        try Data(log).write(to: left.home.toldFile)
        #expect(try left.open().all().map(\.id) == told.map(\.id))
    }

    @Test func whatWasErasedDoesNotComeBackFromALogThatTheDiskKept() throws {
        let home = try TemporaryHome()
        var log: [UInt8] = []
        do {
            let engine = try home.open(isLongLived: true)
            let told = try engine.remember(MemoryDraft("the secret word is bramble"))
            let record = try #require(told.record)
            log = ToldFrame.bytes(of: [record])
            let receipt = try engine.forget(record)
            #expect(receipt.isComplete)
            #expect(try size(home) == 0)
        }
        try Data(log).write(to: home.home.toldFile)
        #expect(try home.open().all().isEmpty)
    }

    @Test func theSameWordsAtTheSameMomentInTwoLivesAreTwoMemories() throws {
        let home = try TemporaryHome()
        for _ in 0..<3 {
            let engine = try home.open(isLongLived: true)
            _ = try engine.remember(MemoryDraft("yes", by: "Ada"))
        }
        #expect(try home.open().all().count == 3)
    }

    @Test func readersSeeAtOnceWhatWasTold() throws {
        let home = try TemporaryHome()
        let engine = try home.open(isLongLived: true)
        for n in 0..<5 {
            let told = try engine.remember(MemoryDraft("the kettle number \(n)"))
            #expect(try engine.store.memory(told.id, namespace: "default") != nil)
            let answer = try engine.recall(
                "kettle number \(n)", options: RecallOptions(namespace: "default"))
            #expect(answer.results.contains { $0.memory.id == told.id })
            #expect(try engine.statistics(namespace: nil).store.memories == n + 1)
        }
    }

    @Test func withoutALogThingsAreToldToTheStoreItself() throws {
        let home = try TemporaryHome()
        let engine = try home.open(isLongLived: true)
        try FileManager.default.createDirectory(
            at: home.home.toldFile, withIntermediateDirectories: true)
        _ = try engine.remember(MemoryDraft("kept all the same"))
        #expect(try engine.all().count == 1)
    }

    @Test func manyTellAndReadAtOnceAndNothingIsLost() throws {
        let home = try TemporaryHome()
        let engine = try home.open(isLongLived: true)
        let lost = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 8) { teller in
            for n in 0..<40 {
                let told = try? engine.remember(MemoryDraft("\(teller) says \(n)"))
                let isThere =
                    n % 8 != 0
                    || told.flatMap { try? engine.store.memory($0.id, namespace: "default") } != nil
                if told == nil || !isThere { lost.withLock { $0 += 1 } }
                if n == 20 { try? engine.leave() }
            }
        }
        #expect(lost.withLock(\.self) == 0)
        #expect(try killed(home).open().all().count == 320)
    }

    @Test func aSessionOfSQLSeesWhatAProcessThatWasKilledHadBeenTold() throws {
        let home = try TemporaryHome()
        let engine = try home.open(isLongLived: true)
        _ = try engine.remember(MemoryDraft("told last"))
        let left = try killed(home)
        let database = try HomeDatabase(
            home: left.home, options: EngineOptions(now: { .latest }, randomID: { UUID() }),
            writing: false)
        var contents: [String?] = []
        try database.stream("SELECT content FROM source_memories.memory").forEachChunk {
            contents += try $0.strings(0)
        }
        #expect(contents == ["told last"])
    }
}
