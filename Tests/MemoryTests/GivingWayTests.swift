import Foundation
import Synchronization
import Testing

@testable import Memory

/// A sleep gives way to whoever waits until nobody sleeps. Another engine on the same home stands for
/// another process: it needs the same locks.
@Suite struct GivingWayTests {
    /// Forgets a memory on a thread of its own; what came of it is in `result` afterwards.
    private final class Forgetting: Sendable {
        let result = Mutex<Result<ErasureReceipt, any Error>?>(nil)

        func begin(
            _ memory: MemoryRecord, _ engine: @escaping @Sendable () throws -> MemoryEngine
        ) {
            Thread.detachNewThread { [self] in
                let done = Result { try engine().forget(memory) }
                result.withLock { $0 = done }
            }
        }

        func wait() -> Result<ErasureReceipt, any Error>? {
            for _ in 0..<6000 {
                if let done = result.withLock(\.self) { return done }
                usleep(10_000)
            }
            return nil
        }
    }

    private func engine(
        _ home: TemporaryHome, leastSleep: Duration, isLongLived: Bool = true
    ) throws -> MemoryEngine {
        let engine = try home.open(
            languageModel: "slow",
            patience: isLongLived ? .milliseconds(50) : .seconds(60), isLongLived: isLongLived
        ) { $0.leastSleep = leastSleep }
        for number in 0..<4 {
            _ = try engine.remember(
                try MemoryDraft(
                    "Mara paints the harbour wall number \(number)",
                    at: "2026-05-12T10:0\(number):00Z", session: "wall"))
        }
        return engine
    }

    /// Sleeps, and forgets the first memory while the model is asked for the first time.
    ///
    /// - Parameters:
    ///   - eraser: who forgets; nil: the one who sleeps.
    ///   - wait: what the model waits for then.
    private func sleepAndForget(
        _ engine: MemoryEngine, by eraser: (@Sendable () throws -> MemoryEngine)? = nil,
        wait: @escaping @Sendable () -> Void
    ) throws -> (report: SleepReport, receipt: ErasureReceipt) {
        let gone = try #require(try engine.all().first)
        let forgetting = Forgetting()
        let wasAsked = Mutex(false)
        let model = ScriptedModel { question, message in
            let isFirst = wasAsked.withLock { wasAsked in
                defer { wasAsked = true }
                return !wasAsked
            }
            if isFirst {
                forgetting.begin(gone, eraser ?? { engine })
                wait()
            }
            return .text(ScriptedModel.honestAnswer(question, message))
        }
        try model.install(on: engine)
        let report = try engine.sleep(SleepRequest())
        return (report, try #require(forgetting.wait()).get())
    }

    @Test func whatIsForgottenWhileAModelIsAskedIsGoneAndTheSleepGoesOn() throws {
        let home = try TemporaryHome()
        let engine = try engine(home, leastSleep: .zero)
        let (report, receipt) = try sleepAndForget(engine) {
            for _ in 0..<3000 where !engine.givingWay.isAsked { usleep(10_000) }
        }
        #expect(receipt.isComplete)
        #expect(try engine.verify(receipt).isEmpty)
        #expect(report.newMemories == 3 && !report.gaveWay)
        #expect(try engine.all().count == 3)
        #expect(try engine.sleep(SleepRequest()).newMemories == 0)
    }

    @Test func anErasureWaitsForACycleThatIsNearlyDoneInsteadOfBeingRefused() throws {
        let home = try TemporaryHome()
        let engine = try engine(home, leastSleep: .seconds(3600))
        // Longer than the patience.
        let (report, receipt) = try sleepAndForget(engine) { usleep(300_000) }
        #expect(report.newMemories == 4)
        #expect(try engine.verify(receipt).isEmpty)
        #expect(try engine.all().count == 3)
    }

    @Test(arguments: StoreKind.slept)
    func whatAnotherProcessForgetsIsGoneAndTheSleepGoesOn(kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try engine(home, leastSleep: .zero, isLongLived: false)
        let (report, receipt) = try sleepAndForget(
            engine, by: { try home.open() },
            wait: { for _ in 0..<3000 where !engine.givingWay.isAsked { usleep(10_000) } })
        #expect(receipt.isComplete)
        #expect(try engine.verify(receipt).isEmpty)
        #expect(report.newMemories == 3 && !report.gaveWay)
        #expect(try engine.all().count == 3)
        #expect(try engine.sleep(SleepRequest()).newMemories == 0)
    }

    /// What it had done is taken back before it gives way, and counted once.
    @Test func aDryRunGivesWayAndLeavesNothing() throws {
        let home = try TemporaryHome()
        let engine = try engine(home, leastSleep: .zero)
        var request = SleepRequest()
        request.isDryRun = true
        let wish = Mutex(SleepWish(engine.home))
        let gaveWay = Mutex(false)
        Thread.detachNewThread {
            for _ in 0..<3000 where !engine.givingWay.isAsked { usleep(10_000) }
            gaveWay.withLock { $0 = engine.givingWay.isAsked }
            wish.withLock { $0 = nil }
        }
        #expect(try engine.sleep(request).newMemories == 4)
        let didGiveWay = gaveWay.withLock { $0 }
        #expect(didGiveWay)
        #expect(try engine.sleepEntries().isEmpty)
        try ScriptedModel { .text(ScriptedModel.honestAnswer($0, $1)) }.install(on: engine)
        #expect(try engine.sleep(SleepRequest()).newMemories == 4)
    }

    /// Neither those who remember, nor the sleep itself, whose result is put in place.
    @Test func whoWaitsForASleepHoldsUpNobody() throws {
        let home = try TemporaryHome()
        let engine = try engine(home, leastSleep: .seconds(3600), isLongLived: false)
        let waits = Mutex(false)
        let second = Mutex<Result<SleepReport, any Error>?>(nil)
        let told = Mutex<String?>("not told")
        let model = ScriptedModel { question, message in
            let isFirst = waits.withLock { waits in
                defer { waits = true }
                return !waits
            }
            if isFirst {
                Thread.detachNewThread {
                    let done = Result {
                        try home.open(patience: .seconds(60)).sleep(SleepRequest())
                    }
                    second.withLock { $0 = done }
                }
                usleep(300_000)
                do {
                    _ = try home.open(patience: .seconds(20)).remember(try MemoryDraft("meanwhile"))
                    told.withLock { $0 = nil }
                } catch { told.withLock { $0 = "\(error)" } }
            }
            return .text(ScriptedModel.honestAnswer(question, message))
        }
        try model.install(on: engine)
        #expect(try engine.sleep(SleepRequest()).newMemories == 4)
        try engine.leave()
        for _ in 0..<6000 where second.withLock({ $0 == nil }) { usleep(10_000) }
        let failure = told.withLock { $0 }
        #expect(failure == nil)
        let slept = try #require(second.withLock { $0 })
        #expect(try slept.get().newMemories == 1)
    }

    @Test func aSleepThatHasTheFilesForAMomentIsWaitedFor() throws {
        let home = try TemporaryHome()
        try home.home.create()
        let lock = Mutex<HomeLock?>(nil)
        try lock.withLock {
            $0 = try HomeLock(
                path: home.home.lockFile.path, holder: "dormouse sleep", patience: .zero)
        }
        Thread.detachNewThread {
            usleep(300_000)
            lock.withLock { $0 = nil }
        }
        #expect(try home.open(patience: .milliseconds(50)).all().isEmpty)
    }

    /// Else those who come one after the other would keep it from ever ending a cycle.
    @Test func whoAsksAgainAndAgainWaitsLonger() throws {
        let way = GivingWay(leastWork: .milliseconds(800)) { true }
        var waits: [Duration] = []
        for _ in 0..<5 {
            let start = ContinuousClock.now
            way.sleeping { while (try? way.pass()) != nil { usleep(1000) } }
            waits.append(ContinuousClock.now - start)
        }
        for (wait, least) in zip(waits, [100, 200, 400, 800, 800]) {
            #expect(wait >= .milliseconds(least))
        }
    }
}
