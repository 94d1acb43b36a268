import DuckDB
import Foundation
import Synchronization
import Testing

@testable import Memory

/// What others may do while somebody sleeps, and what a clock that was wrong once may not do.
@Suite struct SleepBesideOthersTests {
    private func told(_ home: TemporaryHome, _ count: Int = 4) throws -> MemoryEngine {
        let engine = try home.open()
        for number in 0..<count {
            _ = try engine.remember(
                try MemoryDraft(
                    "Mara paints the harbour wall number \(number)",
                    at: "2026-05-12T10:0\(number):00Z", session: "wall"))
        }
        return engine
    }

    /// Another engine on the same home stands for another process: it needs the same locks.
    @Test func whileAModelIsAskedOthersRememberAndRecall() throws {
        let home = try TemporaryHome()
        let engine = try home.open(languageModel: "slow")
        _ = try engine.remember(
            try MemoryDraft("Mara paints the harbour wall", at: "2026-05-12T10:00:00Z"))
        let seen = Mutex<[String]>([])
        let model = ScriptedModel { question, message in
            let isFirst = seen.withLock { seen in
                defer { if seen.isEmpty { seen = ["asked"] } }
                return seen.isEmpty
            }
            if isFirst {
                do {
                    let other = try home.open(patience: .zero)
                    _ = try other.remember(try MemoryDraft("Told while the model thinks"))
                    let answer = try other.recall(
                        "Who paints the harbour wall?", options: RecallOptions(namespace: "default")
                    )
                    seen.withLock { $0 += answer.results.map(\.memory.content) }
                } catch { seen.withLock { $0.append("\(error)") } }
            }
            return .text(ScriptedModel.honestAnswer(question, message))
        }
        try model.install(on: engine)
        let report = try engine.sleep(SleepRequest())
        #expect(report.newMemories == 1)
        #expect(
            Set(seen.withLock(\.self)) == [
                "asked", "Mara paints the harbour wall", "Told while the model thinks",
            ])
        #expect(try engine.sleep(SleepRequest()).newMemories == 1)
        #expect(try engine.all().count == 2)
    }

    @Test func anEngineThatLivesLongRemembersAndRecallsWhileItSleeps() throws {
        let home = try TemporaryHome()
        var options = EngineOptions(now: { home.clock.withLock { $0 } }, randomID: { UUID() })
        options.isLongLived = true
        options.languageModel = "slow"
        let engine = try MemoryEngine(home: home.home, options: options)
        _ = try engine.remember(try MemoryDraft("Mara paints", at: "2026-05-12T10:00:00Z"))
        let found = Mutex<[Int]>([])
        let model = ScriptedModel { question, message in
            _ = try? engine.remember(try MemoryDraft("Told meanwhile"))
            let answer = try? engine.recall("paints", options: RecallOptions(namespace: "default"))
            found.withLock { $0.append(answer?.results.count ?? -1) }
            return .text(ScriptedModel.honestAnswer(question, message))
        }
        try model.install(on: engine)
        #expect(try engine.sleep(SleepRequest()).newMemories == 1)
        #expect(found.withLock { !$0.isEmpty && $0.allSatisfy { $0 > 0 } })
        #expect(try engine.statistics(namespace: nil).cycles == 1)
    }

    @Test func aSecondSleeperIsToldWhoSleeps() throws {
        let home = try TemporaryHome()
        let engine = try home.open(languageModel: "slow")
        _ = try engine.remember(try MemoryDraft("Mara paints", at: "2026-05-12T10:00:00Z"))
        let said = Mutex<MemoryError?>(nil)
        let model = ScriptedModel { question, message in
            if said.withLock({ $0 == nil }) {
                let error = memoryError {
                    _ = try home.open(patience: .zero).sleep(SleepRequest())
                }
                said.withLock { $0 = error }
            }
            return .text(ScriptedModel.honestAnswer(question, message))
        }
        try model.install(on: engine)
        _ = try engine.sleep(SleepRequest())
        let error = said.withLock(\.self)
        #expect(error?.code == .homeBusy)
        #expect(error?.message.contains("sleeps in this home") == true)
    }

    @Test func aClockThatWasAheadOnceStopsNoLaterSleep() throws {
        let home = try TemporaryHome(now: "2031-01-01T00:00:00Z")
        let engine = try told(home)
        #expect(try engine.sleep(SleepRequest()).newMemories == 4)
        try home.set(now: "2026-05-13T12:00:00Z")
        _ = try engine.remember(try MemoryDraft("Told at the right time"))
        let report = try engine.sleep(SleepRequest())
        #expect(report.newMemories == 1)
        #expect(report.clockAhead == (try Moment(stated: "2031-01-01T00:00:00Z")))
        #expect(report.asOf == (try Moment(stated: "2026-05-13T12:00:00Z")))
    }

    @Test(arguments: StoreKind.slept)
    func aClockThatWasAheadIsMended(_ store: StoreKind) throws {
        let home = try TemporaryHome(store: store)
        let engine = try told(home)
        #expect(try engine.sleep(SleepRequest()).newMemories == 4)
        try home.set(now: "2031-01-01T00:00:00Z")
        _ = try engine.remember(try MemoryDraft("Told by a clock that is ahead"))
        #expect(try engine.sleep(SleepRequest()).newMemories == 1)
        try home.set(now: "2031-01-02T00:00:00Z")
        var request = SleepRequest()
        request.resetsClock = true
        #expect(try engine.sleep(request).resetCycles == 0)
        try home.set(now: "2026-05-14T12:00:00Z")
        home.runs.store(true, ordering: .relaxed)
        let report = try engine.sleep(request)
        home.runs.store(false, ordering: .relaxed)
        try home.set(now: "2026-05-14T13:00:00Z")
        #expect(report.resetCycles > 0)
        #expect(report.clockAhead == nil)
        let ahead = try engine.count(
            "SELECT count(*) FROM sleep_cycle WHERE as_of > TIMESTAMPTZ '2026-05-14 13:00:00+00'")
        #expect(ahead == 0)
        #expect(try engine.sleep(SleepRequest()).clockAhead == nil)
    }

    @Test func theLockSaysWhoHoldsTheHomeAndWhereItServes() throws {
        let home = try TemporaryHome()
        #expect(HomeLock.holder(of: home.home.lockFile.path) == nil)
        do {
            var options = EngineOptions(now: { .latest }, randomID: { UUID() })
            options.holder = "dormouse serve"
            options.socket = "/tmp/somewhere.sock"
            let engine = try MemoryEngine(home: home.home, options: options)
            let holder = HomeLock.holder(of: home.home.lockFile.path)
            #expect(holder?.name == "dormouse serve")
            #expect(holder?.process == Int(getpid()))
            #expect(holder?.socket == "/tmp/somewhere.sock")
            withExtendedLifetime(engine) {}
        }
        #expect(HomeLock.holder(of: home.home.lockFile.path) == nil)
    }
}
