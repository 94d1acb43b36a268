import Foundation
import PostgreSQLTestSupport
import Synchronization
import Testing

@testable import Memory

/// Agents that tell, ask, sleep and forget at the same time.
@Suite struct MixedLoadTests {
    @Test(arguments: [StoreKind.file] + StoreKind.servers.prefix(1))
    func whatWasAcknowledgedIsThereAndWhatWasForgottenIsNot(_ store: StoreKind) throws {
        let home = try TemporaryHome(store: store)
        var options = EngineOptions(
            now: { home.clock.withLock { $0 } }, randomID: { UUID() })
        options.isLongLived = true
        options.databaseURL = home.database?.url
        options.extensionDirectory = Bootstrapped.extensions
        options.patience = .seconds(120)
        let engine = try MemoryEngine(home: home.home, options: options)
        let told = Mutex<[UUID: String]>([:])
        let forgotten = Mutex<Set<UUID>>([])
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 5) { agent in
            do {
                for number in 0..<12 {
                    switch agent {
                    case 0 where number.isMultiple(of: 4):
                        _ = try engine.sleep(SleepRequest())
                    case 1 where number.isMultiple(of: 4):
                        let victim = told.withLock { told in
                            told.keys.first.map { ($0, told.removeValue(forKey: $0) ?? "") }
                        }
                        if let (id, _) = victim,
                            let memory = try engine.store.memory(id, namespace: "default")
                        {
                            _ = try engine.forget(memory)
                            forgotten.withLock { _ = $0.insert(id) }
                        }
                    default:
                        let text = "Agent \(agent) saw heron number \(number)"
                        let remembered = try engine.remember(
                            MemoryDraft(
                                namespace: "default", content: text,
                                time: .stated(engine.now.adding(Int64(number) * -60_000_000))))
                        told.withLock { $0[remembered.id] = text }
                        let answer = try engine.recall(
                            text, options: RecallOptions(namespace: "default"))
                        if answer.results.isEmpty { failures.withLock { $0.append("no answer") } }
                    }
                }
            } catch { failures.withLock { $0.append("agent \(agent): \(error)") } }
        }
        #expect(failures.withLock(\.self) == [])
        let kept = Set(try engine.all().map(\.id))
        #expect(kept == Set(told.withLock(\.keys)))
        #expect(kept.isDisjoint(with: forgotten.withLock(\.self)))
        _ = try engine.sleep(SleepRequest())
        #expect(try engine.sleep(SleepRequest()).newMemories == 0)
    }
}
