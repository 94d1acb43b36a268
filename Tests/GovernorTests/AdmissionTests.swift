import Foundation
import Governor
import Synchronization
import Testing

/// Who runs and who waits, over all processes that share a folder.
@Suite struct AdmissionTests {
    private let folder = GovernorFolder()

    private func admission(_ limit: Int) -> Admission {
        #expect(folder.state.make())
        return Admission(folder.state.admission, limit: limit)
    }

    @Test func soManyRunAtOnceAndOneInteractivePieceBesideThem() throws {
        let admission = admission(2)
        let turns = try [1, 2].map { _ in try admission.enter(priority: { .batch }) }
        #expect(turns.allSatisfy { $0 != nil })
        #expect(throws: GovernorError.self) {
            try admission.enter(patience: .milliseconds(50), priority: { .batch })
        }
        let asked = try admission.enter(priority: { .interactive })
        #expect(asked != nil)
        #expect(throws: GovernorError.self) {
            try admission.enter(patience: .milliseconds(50), priority: { .interactive })
        }
        turns[0]?.end()
        asked?.end()
        #expect(try admission.enter(priority: { .batch }) != nil)
    }

    @Test func theMostUrgentGoesFirstAndAmongThoseTheOneThatCameFirst() async throws {
        let admission = admission(1)
        let first = try admission.enter(priority: { .batch })
        let order = Mutex<[String]>([])
        let waiting = Mutex<[String: Int]>([:])
        let group = DispatchGroup()
        func begin(_ name: String, _ priority: Priority, place: Int) {
            group.enter()
            Thread.detachNewThread {
                let turn = try? admission.enter(
                    priority: { priority },
                    onPlace: { place in waiting.withLock { $0[name] = place.position } })
                order.withLock { $0.append(name) }
                turn?.end()
                group.leave()
            }
            #expect(GovernorFolder.wait { waiting.withLock { $0[name] } == place })
        }
        begin("sleep", .sleep, place: 1)
        begin("batch 1", .batch, place: 1)
        begin("batch 2", .batch, place: 2)
        // The one that is less urgent was told that it moved back.
        #expect(GovernorFolder.wait { waiting.withLock { $0["sleep"] } == 3 })
        first?.end()
        group.wait()
        #expect(order.withLock { $0 } == ["batch 1", "batch 2", "sleep"])
    }

    @Test func whileItIsHeldNothingBeginsUnlessNothingRuns() throws {
        let admission = admission(4)
        let first = try admission.enter(priority: { .batch }, isHeld: { true })
        #expect(first != nil)
        #expect(throws: GovernorError.self) {
            try admission.enter(
                patience: .milliseconds(50), priority: { .interactive }, isHeld: { true })
        }
        first?.end()
        #expect(try admission.enter(priority: { .batch }, isHeld: { true }) != nil)
    }

    @Test func whatAKilledProcessHeldCountsNoMore() throws {
        let admission = admission(1)
        // A ticket without a lock on it is all that such a process leaves.
        for name in ["r-0-00000000000000000001-1-1", "w-0-00000000000000000002-1-2"] {
            try Data().write(to: folder.state.admission.appending(path: name))
        }
        #expect(try admission.enter(patience: .seconds(1), priority: { .batch }) != nil)
    }

    @Test func aFolderThatCannotBeUsedHoldsNobodyUp() throws {
        let admission = Admission(URL(fileURLWithPath: "/proc/none"), limit: 1)
        #expect(try admission.enter(priority: { .batch }) == nil)
    }
}
