import DuckDB
import Foundation
import JSON
import PostgreSQLTestSupport
import Testing

@testable import Memory

/// Nights that can be looked into, undone and slept again; the same over every store.
@Suite(.serialized) struct SleepJournalTests {
    /// Three nights, all of them young enough to be undone, about somebody who moves.
    private static let nights: [[(String, String)]] = [
        [
            ("2026-03-02T09:00:00Z", "I live in Lisbon, right by the river."),
            ("2026-03-02T09:01:00Z", "The greenhouse needs a new pump before Friday."),
            ("2026-03-02T09:02:00Z", "I work at Telefonica since spring."),
        ],
        [
            ("2026-03-12T09:00:00Z", "The pump for the greenhouse came today."),
            ("2026-03-12T09:01:00Z", "I live in Porto now, up on the hill."),
        ],
        [
            ("2026-03-22T09:00:00Z", "The greenhouse pump runs quietly."),
            ("2026-03-22T09:01:00Z", "I work at Bosch these days."),
        ],
    ]

    private func sleepThrough(_ home: TemporaryHome, nights: Int) throws -> MemoryEngine {
        let engine = try home.open()
        for night in 0..<nights { try sleepOne(night, home, engine) }
        return engine
    }

    private func sleepOne(_ night: Int, _ home: TemporaryHome, _ engine: MemoryEngine) throws {
        try home.set(now: "2026-03-\(["03", "13", "23"][night])T02:00:00Z")
        _ = try engine.remember(
            try Self.nights[night].map { time, text in
                try MemoryDraft(text, at: time, by: "Mara", session: "s\(night)")
            })
        _ = try engine.sleep(SleepRequest())
    }

    /// What recall answers, to the bit.
    private func answers(_ engine: MemoryEngine) throws -> [String] {
        try ["Where does Mara live?", "greenhouse pump", "Where does Mara work?"].flatMap { text in
            let answer = try engine.recall(text, options: .ten)
            return answer.results.map { "\($0.memory.id) \($0.score)" }
                + answer.knowledge.map(\.text)
        }
    }

    @Test(arguments: StoreKind.slept) func theJournalSaysWhatEachCycleSawAndMade(
        _ store: StoreKind
    ) throws {
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z", store: store)
        let engine = try sleepThrough(home, nights: 2)
        let entries = try engine.sleepEntries()
        #expect(entries.map(\.cycle) == [1, 2])
        #expect(entries.map(\.newMemories) == [3, 2])
        #expect(entries.allSatisfy { $0.state == .stands && $0.project.count == 64 })
        #expect(entries[0].seen["memory"]?.rows == 3)
        #expect(entries[1].seen["memory"]?.rows == 5)
        #expect(entries[1].tables["stg_memories"]?.rows == 2)
        #expect(entries[1].variables["memories_per_cycle"] == "10000")
        #expect(entries[1].dream?.isPassed == true)
    }

    @Test(arguments: StoreKind.slept) func undoingACycleLeavesRecallAsItWasBefore(
        _ store: StoreKind
    ) throws {
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z", store: store)
        let engine = try sleepThrough(home, nights: 1)
        try home.set(now: "2026-06-01T02:00:00Z")
        let told = try engine.all().count
        let digests = try engine.sleepDigests()
        let counts = try engine.statistics(namespace: nil).derived
        for night in 1...2 { try sleepOne(night, home, engine) }
        let undoing = try engine.undoSleep(2)
        #expect(undoing.cycles == [2, 3])
        #expect(undoing.lastCycle == 1)
        #expect(undoing.waiting == 4)
        #expect(try engine.all().count == told + 4)
        #expect(try engine.sleepDigests() == digests)
        #expect(try engine.statistics(namespace: nil).derived == counts)
        #expect(try engine.sleepEntries().map(\.state) == [.stands, .undone, .undone])
        // Slept on again, the same comes of it as without the undoing.
        try home.set(now: "2026-06-01T02:00:00Z")
        let again = try engine.sleep(SleepRequest())
        #expect(again.cycle == 2)
        #expect(again.newMemories == 4)
    }

    @Test(arguments: StoreKind.slept) func undoingLetsRecallAnswerAsBeforeTheCycle(
        _ store: StoreKind
    ) throws {
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z", store: store)
        let engine = try home.open()
        try sleepOne(0, home, engine)
        try home.set(now: "2026-03-13T02:00:00Z")
        _ = try engine.remember(
            try Self.nights[1].map { try MemoryDraft($0.1, at: $0.0, by: "Mara", session: "s1") })
        let before = try answers(engine)
        _ = try engine.sleep(SleepRequest())
        #expect(try answers(engine) != before)
        _ = try engine.undoSleep(2)
        #expect(try answers(engine) == before)
        _ = try engine.undoSleep(1)
        #expect(try engine.statistics(namespace: nil).cycles == 0)
        let error = memoryError { _ = try engine.undoSleep(1) }
        #expect(error?.code == .notFound)
    }

    @Test(arguments: StoreKind.slept) func aDifferenceIsToldInSentences(_ store: StoreKind)
        throws
    {
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z", store: store)
        let engine = try sleepThrough(home, nights: 3)
        let first = try engine.sleepDifference(from: 0, to: 1)
        #expect(
            first.items.contains {
                $0.change == .learnt && $0.sentence.hasPrefix("Mara lives in Lisbon")
            })
        let second = try engine.sleepDifference(from: 1, to: 2)
        let moved = try #require(second.items.first { $0.kind == "fact" && $0.change == .changed })
        #expect(moved.sentence == "Mara lives in Porto, since 2026-03-12; before: Lisbon")
        #expect(moved.before["value"] == "Lisbon")
        #expect(second.counts.first { $0.name == "memories taken in" }?.rows == 2)
        // Backwards everything turns round.
        let back = try engine.sleepDifference(from: 2, to: 1)
        #expect(back.items.contains { $0.sentence.hasPrefix("Mara lives in Lisbon") })
        #expect(try engine.sleepDifference(from: 2, to: 2).isEmpty)
        let error = memoryError { _ = try engine.sleepDifference(from: 2, to: 9) }
        #expect(error?.code == .notFound)
    }

    @Test(arguments: StoreKind.slept) func aPlanSaysWhatASleepWouldDoAndChangesNothing(
        _ store: StoreKind
    ) throws {
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z", store: store)
        let engine = try sleepThrough(home, nights: 1)
        try home.set(now: "2026-03-13T02:00:00Z")
        _ = try engine.remember(
            try Self.nights[1].map { try MemoryDraft($0.1, at: $0.0, by: "Mara", session: "s1") })
        let before = try engine.sleepDigests()
        let (recalled, entries) = (try answers(engine), try engine.sleepEntries())
        var request = SleepRequest()
        request.isDryRun = true
        request.describesChanges = true
        let plan = try engine.sleep(request)
        #expect(try engine.sleepDigests() == before)
        #expect(try answers(engine) == recalled)
        #expect(try engine.sleepEntries() == entries)
        _ = try engine.sleep(SleepRequest())
        let done = try engine.sleepDifference(from: 1, to: 2)
        #expect(plan.changes == done)
    }

    @Test(arguments: StoreKind.slept) func aReplayMakesTheSameBits(_ store: StoreKind) throws {
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z", store: store)
        let engine = try sleepThrough(home, nights: 3)
        for cycle in 1...3 {
            let replay = try engine.replaySleep(cycle)
            #expect(replay.isSame, "\(cycle): \(replay.tables) \(replay.differences)")
            #expect(replay.differences.isEmpty)
            #expect(replay.same >= 9)
        }
        // What is told later does not matter to it, however early it happened.
        _ = try engine.remember(
            try MemoryDraft("A late note on the pump.", at: "2026-03-02T09:01:30Z"))
        var request = SleepRequest()
        request.asksModel = false
        _ = try engine.sleep(request)
        #expect(try engine.replaySleep(1).isSame)
        // Why no model was asked is in the rows, and is written down as it is there.
        #expect(try engine.sleepEntry(4).variables["without_model"] == "not asked")
        #expect(try engine.replaySleep(4).isSame)
    }

    @Test(arguments: StoreKind.slept) func aReplaySaysWhatDiffers(_ store: StoreKind) throws {
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z", store: store)
        // One engine after the other: each has the home's files for itself.
        do {
            let engine = try sleepThrough(home, nights: 1)
            let late = try engine.replaySleep(1, asOf: try Moment(stated: "2026-03-09T02:00:00Z"))
            #expect(!late.isSame)
            #expect(late.differences.map(\.cause) == [.clock])
        }
        // Another parameter, in a project of one's own.
        let project = try SabotagedProject(in: home.directory)
        try project.edit("dbt_project.yml", "initial_stability: 3.7145", "initial_stability: 2.5")
        do {
            let other = try home.open(project: project.directory)
            let replay = try other.replaySleep(1)
            #expect(Set(replay.differences.map(\.cause)) == [.project, .parameters])
            #expect(
                replay.differences.contains {
                    $0.text == "initial_stability was 3.7145 and is 2.5"
                })
        }
        // What was erased cannot be seen again.
        let engine = try home.open()
        let memory = try #require(try engine.all().first)
        _ = try engine.forget(memory)
        let erased = try engine.replaySleep(1)
        #expect(erased.differences.contains { $0.cause == .memories })
    }

    @Test func aHomeFromBeforeThereWasAJournalCanBeUndoneAsFarAsThat() throws {
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z")
        let engine = try sleepThrough(home, nights: 2)
        try engine.connection.execute("DROP SCHEMA journal CASCADE")
        #expect(try engine.sleepEntries().map(\.cycle) == [1, 2])
        #expect(try engine.sleepEntries().allSatisfy { !$0.isDetailed })
        try sleepOne(2, home, engine)
        _ = try engine.undoSleep(3)
        let error = memoryError { _ = try engine.undoSleep(2) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("as far as after cycle 2") == true)
        #expect(try engine.statistics(namespace: nil).cycles == 2)
    }

    @Test func anotherMachineLetsGoOfWhatWasUndone() throws {
        guard let kind = StoreKind.servers.first else { return }
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z", store: kind)
        let engine = try sleepThrough(home, nights: 1)
        let beside = try TemporaryHome(beside: home)
        let other = try beside.open()
        try sleepOne(1, home, engine)
        try beside.set(now: "2026-03-14T02:00:00Z")
        #expect(try other.sleep(SleepRequest()).cycle == nil)
        let digests = try other.sleepDigests()
        _ = try engine.undoSleep(2)
        #expect(try other.recall("pump", options: .ten).results.count > 1)
        let again = try other.sleep(SleepRequest())
        #expect(again.cycle == 2)
        #expect(again.newMemories == 2)
        #expect(try other.statistics(namespace: nil).cycles == 2)
        #expect(digests.keys.sorted() == (try other.sleepDigests()).keys.sorted())
    }

    @Test(arguments: StoreKind.slept) func oldLinksAreCompactedAndTheRestAnswersAsBefore(
        _ store: StoreKind
    ) throws {
        let home = try TemporaryHome(now: "2026-03-03T02:00:00Z", store: store)
        let engine = try sleepThrough(home, nights: 3)
        try home.set(now: "2026-06-20T02:00:00Z")
        let links = try engine.statistics(namespace: nil).derived.first {
            $0.name == "associations"
        }
        _ = try engine.remember(try MemoryDraft("The heron is back at the pond.", by: "Mara"))
        let report = try engine.sleep(SleepRequest())
        #expect(report.compactedRows > 0)
        let after = try engine.statistics(namespace: nil).derived.first {
            $0.name == "associations"
        }
        #expect((after?.rows ?? 0) >= (links?.rows ?? 0))
        // The last cycle before the horizon can still be gone back to, earlier ones cannot.
        let error = memoryError { _ = try engine.undoSleep(3) }
        #expect(error?.code == .invalidInput)
        _ = try engine.undoSleep(4)
        #expect(
            try engine.statistics(namespace: nil).derived.first { $0.name == "associations" }
                == links)
        // To sleep a night again takes what stood before it.
        let gone = memoryError { _ = try engine.replaySleep(3) }
        #expect(gone?.code == .invalidInput)
    }
}

extension MemoryEngine {
    /// A digest of every derived table as this machine has it.
    func sleepDigests() throws -> [String: String] {
        try withCopy { copy in
            var digests: [String: String] = [:]
            let tables = try SleepLog(connection: copy.connection).cycleTables()
            for table in tables {
                digests[table] = try copy.connection.query(
                    "SELECT count(*) || ' ' || coalesce(sum(hash(t)), 0) FROM \(identifier: table) t"
                ).first?.stringValue
            }
            for view in ["facts_current", "associations_current", "memory_strengths"] {
                digests[view] = try copy.connection.query(
                    "SELECT count(*) || ' ' || coalesce(sum(hash(t)), 0) FROM \(identifier: view) t"
                ).first?.stringValue
            }
            return digests
        }
    }
}

extension RecallOptions {
    /// The first ten of the default namespace.
    fileprivate static var ten: RecallOptions {
        var options = RecallOptions(namespace: "default")
        options.limit = 10
        return options
    }
}
