import Foundation
import Synchronization
import Testing

@testable import Memory

/// A sleep gives way to whoever wants to erase something in the same process.
@Suite struct GivingWayTests {
    /// Forgets a memory on a thread of its own; what came of it is in `result` afterwards.
    private final class Forgetting: Sendable {
        let result = Mutex<Result<ErasureReceipt, any Error>?>(nil)

        func begin(_ memory: MemoryRecord, _ engine: MemoryEngine) {
            Thread.detachNewThread { [self] in
                let done = Result { try engine.forget(memory) }
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

    private func engine(_ home: TemporaryHome, leastSleep: Duration) throws -> MemoryEngine {
        let engine = try home.open(
            languageModel: "slow", patience: .milliseconds(50), isLongLived: true
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
    /// - Parameter wait: what the model waits for then.
    private func sleepAndForget(
        _ engine: MemoryEngine, wait: @escaping @Sendable () -> Void
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
                forgetting.begin(gone, engine)
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
}
