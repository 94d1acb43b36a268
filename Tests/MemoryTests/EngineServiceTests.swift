import DuckDB
import Foundation
import Synchronization
import Testing

@testable import Memory

/// An engine that many ask at once.
@Suite struct EngineServiceTests {
    @Test(arguments: StoreKind.available)
    func manyThreadsTellAndAskOneEngineAndNothingIsLostOrDoubled(_ store: StoreKind) throws {
        let home = try TemporaryHome(store: store)
        let engine = try home.open()
        _ = try engine.recall("anything", options: RecallOptions(namespace: "default"))
        let failures = Mutex<[String]>([])
        let told = Mutex<Set<UUID>>([])
        DispatchQueue.concurrentPerform(iterations: 6) { thread in
            do {
                for number in 0..<25 {
                    let text = "Thread \(thread) tells of badger number \(number)"
                    let remembered = try engine.remember(
                        MemoryDraft(namespace: "default", content: text, time: .now))
                    told.withLock { _ = $0.insert(remembered.id) }
                    if number.isMultiple(of: 5) {
                        let answer = try engine.recall(
                            text, options: RecallOptions(namespace: "default"))
                        if !answer.results.contains(where: { $0.memory.content == text }) {
                            failures.withLock { $0.append("not found at once: \(text)") }
                        }
                    }
                }
            } catch { failures.withLock { $0.append("\(error)") } }
        }
        #expect(failures.withLock(\.self) == [])
        #expect(told.withLock(\.count) == 150)
        #expect(Set(try engine.all().map(\.id)) == told.withLock(\.self))
        // The index that took them in by and by is the one that is read anew.
        let kept = try engine.index(of: "default")
        engine.indexes.removeAll()
        #expect(try engine.index(of: "default").ids == kept.ids)
    }

    @Test func anIndexThatCannotBeRefreshedIsKept() throws {
        let shelf = IndexShelf(budget: 1 << 20)
        var loads = 0
        func ask(failing: Bool) throws(MemoryError) -> RecallIndex {
            try shelf.index(
                of: "n",
                load: { () throws(MemoryError) in
                    loads += 1
                    return SmallIndex.empty
                },
                refresh: { (_) throws(MemoryError) in
                    if failing { throw MemoryError(.storage, "the server is away") }
                    return true
                })
        }
        _ = try ask(failing: false)
        #expect(memoryError { _ = try ask(failing: true) }?.code == .storage)
        _ = try ask(failing: false)
        #expect(loads == 1)
    }

    @Test func thoseWhoAskAtOnceShareOneLoad() throws {
        let shelf = IndexShelf(budget: 1 << 20)
        let loads = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            _ = try? shelf.index(
                of: "n",
                load: { () throws(MemoryError) in
                    loads.add(1, ordering: .relaxed)
                    usleep(20_000)
                    return SmallIndex.empty
                }, refresh: { (_) throws(MemoryError) in true })
        }
        let count = loads.load(ordering: .relaxed)
        #expect(count == 1)
    }

    @Test func indexesAskedLongestAgoGoWhenTheBudgetIsUsedUp() throws {
        let shelf = IndexShelf(budget: 10_000)
        var loads: [String] = []
        for namespace in ["a", "b", "a", "c", "a", "b"] {
            _ = try shelf.index(
                of: namespace,
                load: { () throws(MemoryError) in
                    loads.append(namespace)
                    return SmallIndex.empty
                }, refresh: { (_) throws(MemoryError) in true })
        }
        #expect(loads == ["a", "b", "c", "b"])
        #expect(shelf.size.bytes <= 10_000)
    }

    @Test func whatCannotBeWrittenDownOfRecallsIsKeptAndTriedAgain() throws {
        let home = try TemporaryHome()
        let engine = try home.open()
        _ = try engine.remember(try MemoryDraft("The lease ends in May"))
        _ = try engine.recall("lease?", options: RecallOptions(namespace: "default"))
        try engine.connection.execute(
            "ALTER TABLE source_memories.access RENAME TO access_elsewhere")
        #expect(memoryError { try engine.flush() } != nil)
        #expect(engine.journal.count == 1)
        try engine.connection.execute(
            "ALTER TABLE source_memories.access_elsewhere RENAME TO access")
        try engine.flush()
        #expect(engine.journal.count == 0)
        #expect(try engine.store.accesses(namespace: nil).count == 1)
    }

    @Test func changesOfManyThreadsAreCommittedTogetherAndOneThatFailsTakesNoOtherWithIt() throws {
        let home = try TemporaryHome()
        let files = try #require(try home.open().files)
        try files.writer.execute("CREATE TABLE source_memories.counted (n INTEGER NOT NULL)")
        let failed = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 0..<25 {
                do {
                    try files.committing { connection in
                        try connection.query(
                            "INSERT INTO source_memories.counted VALUES (\(thread * 100 + number))")
                        if number == 13 { throw MemoryError(.invalidInput, "not this one") }
                    }
                } catch { failed.add(1, ordering: .relaxed) }
            }
        }
        let count = failed.load(ordering: .relaxed)
        #expect(count == 8)
        let kept = try files.reading { connection in
            try connection.query(
                """
                SELECT count(*) || ' ' || count(DISTINCT n) || ' ' || count(*) FILTER (n % 100 = 13)
                FROM source_memories.counted
                """
            ).first?.stringValue
        }
        #expect(kept == "192 192 0")
    }

    @Test func whatManyThreadsTellAtOnceIsAllKeptAndTheSameOnlyOnce() throws {
        let home = try TemporaryHome()
        let engine = try home.open()
        let told = Mutex<[Remembered]>([])
        let same = Mutex<[Remembered]>([])
        let noon = Moment(microseconds: 1_700_000_000_000_000)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 0..<20 {
                do {
                    let new = try engine.remember(try MemoryDraft("\(thread) says \(number)"))
                    told.withLock { $0.append(new) }
                    guard number % 5 == 0 else { continue }
                    let again = try engine.remember(
                        MemoryDraft(
                            namespace: "default", content: "the same \(number)",
                            time: .stated(noon)))
                    same.withLock { $0.append(again) }
                } catch { Issue.record(error) }
            }
        }
        let (all, repeated) = (told.withLock(\.self), same.withLock(\.self))
        #expect(Set(all.map(\.id)).count == 160 && all.allSatisfy { $0.outcome == .stored })
        #expect(repeated.count == 32 && Set(repeated.map(\.id)).count == 4)
        #expect(repeated.filter { $0.outcome == .stored }.count == 4)
        for remembered in all {
            let kept = try engine.store.memory(remembered.id, namespace: "default")
            #expect(kept == remembered.record)
        }
    }

    @Test func whoWantsToBeAloneGetsItsTurnAndThoseInsideMayComeInAgain() {
        let gate = AccessGate()
        let inside = Atomic<Int>(0)
        let wasAlone = Atomic<Bool>(true)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for _ in 0..<200 {
                if thread == 0 {
                    gate.exclusive {
                        if inside.load(ordering: .acquiring) != 0 {
                            wasAlone.store(false, ordering: .relaxed)
                        }
                    }
                } else {
                    gate.shared {
                        inside.add(1, ordering: .acquiringAndReleasing)
                        gate.shared { _ = sched_yield() }
                        inside.subtract(1, ordering: .acquiringAndReleasing)
                    }
                }
            }
        }
        let held = wasAlone.load(ordering: .relaxed)
        #expect(held)
    }
}

/// The async face.
@Suite struct MemoryServiceTests {
    private func service(_ change: (inout MemoryService.Options) -> Void = { _ in }) throws
        -> (MemoryService, TemporaryHome)
    {
        let home = try TemporaryHome()
        var options = MemoryService.Options()
        options.backlogPeriod = nil
        change(&options)
        return (MemoryService(try home.open(), options: options), home)
    }

    @Test func whatIsToldThroughTheServiceIsFoundThere() async throws {
        let (service, _) = try service()
        let told = try await service.remember([
            try MemoryDraft("Ada moved to Lisbon"), try MemoryDraft("Ben stayed in Porto"),
        ])
        #expect(told.map(\.outcome) == [.stored, .stored])
        let answer = try await service.recall(
            "Where is Ada?", options: RecallOptions(namespace: "default"))
        #expect(answer.results.first?.memory.id == told[0].id)
        #expect(try await service.namespaces().map(\.rows) == [2])
        var lines: [String] = []
        for try await line in service.export(namespace: nil) { lines.append(line) }
        #expect(lines.count == 2)
        try await service.close()
    }

    @Test func aCallThatIsNotDoneInTimeIsInterrupted() async throws {
        let (service, _) = try service()
        let error = await #expect(throws: MemoryError.self) {
            try await service.run(deadline: .milliseconds(200)) { engine in
                try engine.files?.reading { connection in
                    try connection.query(
                        "SELECT count(*) FROM range(100000) a, range(100000) b WHERE a.range <> 7")
                }
            }
        }
        #expect(error?.code == .timedOut)
    }

    @Test func aCancelledTaskGivesUpWhatItWaitsFor() async throws {
        let (service, _) = try service { $0.threads = 1 }
        let release = DispatchSemaphore(value: 0)
        let busy = Task { try await service.run { _ in release.wait() } }
        while service.load.running == 0 { await Task.yield() }
        let waiting = Task { try await service.run { _ in Issue.record("it ran all the same") } }
        while service.load.waiting == 0 { await Task.yield() }
        waiting.cancel()
        let error = await #expect(throws: MemoryError.self) { try await waiting.value }
        #expect(error?.code == .cancelled)
        release.signal()
        try await busy.value
        try await service.close()
    }

    @Test func moreCallsThanMayWaitAreRefused() async throws {
        let (service, _) = try service {
            $0.threads = 1
            $0.waiting = 1
        }
        let release = DispatchSemaphore(value: 0)
        let busy = Task { try await service.run { _ in release.wait() } }
        while service.load.running == 0 { await Task.yield() }
        let waiting = Task { try await service.run { _ in } }
        while service.load.waiting == 0 { await Task.yield() }
        let error = await #expect(throws: MemoryError.self) { try await service.run { _ in } }
        #expect(error?.code == .overloaded)
        release.signal()
        try await busy.value
        try await waiting.value
    }

    @Test func whoStopsReadingAnExportHoldsNothingUp() async throws {
        let (service, _) = try service()
        let drafts = try (0..<400).map { try MemoryDraft("note \($0)") }
        _ = try await service.run { try $0.store.remember(drafts, now: $0.now) }
        var count = 0
        for try await _ in service.export(namespace: nil) {
            count += 1
            if count == 3 { break }
        }
        try await service.close()
        #expect(count == 3)
    }
}

extension SmallIndex {
    static var empty: RecallIndex { RecallIndex(namespace: "n", dimensions: 8) }
}

@Suite struct WorkerThreadsTests {
    @Test func whoeverClosesWaitsNoLongerThanHeSays() {
        let threads = WorkerThreads("test", count: 1, room: 2)
        let goOn = DispatchSemaphore(value: 0)
        #expect(threads.submit { goOn.wait() })
        #expect(!threads.close(within: .milliseconds(20)))
        #expect(!threads.submit {})
        goOn.signal()
        #expect(threads.close())
    }
}
