import DuckDB
import Foundation
import PostgreSQLTestSupport
import Synchronization
import Testing

@testable import Memory

/// A night that would do harm does not stand.
@Suite(.serialized) struct DreamTestTests {
    /// Twelve short days about different things.
    private func tell(_ engine: MemoryEngine, days: Range<Int>) throws {
        let things = [
            "anchor", "bellows", "candle", "dredger", "engine", "ferry", "gasket", "hammer",
            "icebox", "jigsaw", "kettle", "lantern", "mallet", "needle", "oilskin", "pulley",
        ]
        var drafts: [MemoryDraft] = []
        for day in days {
            for (number, thing) in things.enumerated() {
                let date = "2026-03-\(day < 10 ? "0" : "")\(day)"
                drafts.append(
                    try MemoryDraft(
                        "The \(thing) of house \(day) was mended by Mara with tool \(number)\(day).",
                        at: "\(date)T09:\(number + 10):00Z", by: "Mara", session: "s\(day)"))
            }
        }
        for draft in drafts { _ = try engine.remember(draft) }
    }

    private func slept(_ home: TemporaryHome) throws -> MemoryEngine {
        let engine = try home.open()
        try tell(engine, days: 1..<4)
        try home.set(now: "2026-03-05T02:00:00Z")
        #expect(try engine.sleep(SleepRequest()).rejected == nil)
        try tell(engine, days: 4..<5)
        return engine
    }

    /// Sleeps with a project in which something was changed, and expects that the night is rolled
    /// back for what it did.
    private func expectRejection(
        _ store: StoreKind, _ measure: DreamReport.Measure,
        _ sabotage: (SabotagedProject) throws -> Void
    ) throws {
        let home = try TemporaryHome(now: "2026-03-05T02:00:00Z", store: store)
        var options = RecallOptions(namespace: "default")
        options.limit = 10
        let project = try SabotagedProject(in: home.directory)
        try sabotage(project)
        var before: [String: String] = [:]
        var found: [String] = []
        do {
            let engine = try slept(home)
            before = try engine.sleepDigests()
            found = try engine.recall("lantern of house 2", options: options).results
                .map { "\($0.memory.id) \($0.score)" }
        }
        try home.set(now: "2026-03-06T02:00:00Z")
        do {
            let engine = try home.open(project: project.directory)
            let report = try engine.sleep(SleepRequest())
            let rejected = try #require(report.rejected, "\(measure)")
            #expect(report.cycle == nil)
            #expect(
                rejected.dream?.fallen.contains { $0.measure == measure } == true,
                "\(rejected.dream?.readings ?? [])")
            // Nothing of it stands, and it can be looked into.
            #expect(try engine.sleepDigests() == before)
            #expect(try engine.sleepEntries().map(\.state) == [.stands, .rejected])
            #expect(try engine.statistics(namespace: nil).cycles == 1)
            _ = try engine.rejectedDifference(2)
            // The same again is rolled back again.
            #expect(try engine.sleep(SleepRequest()).rejected != nil)
        }
        try home.set(now: "2026-03-05T02:00:00Z")
        let engine = try home.open()
        let now = try engine.recall("lantern of house 2", options: options).results
            .map { "\($0.memory.id) \($0.score)" }
        #expect(now == found)
        // With the project mended the night is slept.
        try home.set(now: "2026-03-07T02:00:00Z")
        let mended = try engine.sleep(SleepRequest())
        #expect(mended.rejected == nil)
        #expect(mended.cycle == 2)
        #expect(mended.newMemories == 16)
    }

    private static let stores = StoreKind.slept

    @Test(arguments: stores) func aProjectThatDropsMemoriesIsRolledBack(_ store: StoreKind) throws {
        try expectRejection(store, .staged) { project in
            // Every second memory falls by the wayside.
            let file = project.directory.appending(path: "models/staging/stg_memories.sql")
            let text = try String(contentsOf: file, encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let config = lines.filter { $0.hasPrefix("{{ config") }.joined(separator: "\n")
            let rest = lines.filter { !$0.hasPrefix("{{ config") }.joined(separator: "\n")
            try project.write(
                "models/staging/stg_memories.sql",
                "\(config)\nselect * from (\n\(rest)\n) as dropped where hash(memory_id) % 2 = 0\n")
        }
    }

    @Test(arguments: stores) func aProjectThatDimsMemoriesIsRolledBack(_ store: StoreKind) throws {
        try expectRejection(store, .retrievable) { project in
            try project.edit(
                "models/long_term/memory_strengths.sql",
                "round(stability_days, 6) as stability_days",
                "0.0001::double as stability_days")
        }
    }

    @Test(arguments: stores) func aProjectThatUnlinksMemoriesIsRolledBack(_ store: StoreKind) throws
    {
        try expectRejection(store, .linked) { project in
            try project.edit(
                "models/consolidation/associations_current.sql",
                "    a.source_id,\n    a.target_id,",
                "    a.source_id,\n    uuid() as target_id,")
        }
    }

    @Test func aProjectThatLosesStrengthsAltogetherIsRolledBack() throws {
        try expectRejection(.file, .reached) { project in
            // Not a number: whatever has it can no longer be ranked.
            try project.edit(
                "models/long_term/memory_strengths.sql",
                "round(stability_days, 6) as stability_days",
                "'nan'::double as stability_days")
        }
    }

    @Test func aProjectThatLaysWordsIntoMouthsIsRolledBack() throws {
        let home = try TemporaryHome(now: "2026-03-05T02:00:00Z")
        let project = try SabotagedProject(in: home.directory)
        let history = project.directory.appending(path: "models/long_term/facts_current.sql")
        let text = try String(contentsOf: history, encoding: .utf8)
        try text.replacing(
            "select *", with: "select * replace (reverse(\"value\") || 'qx' as \"value\")"
        )
        .write(to: history, atomically: true, encoding: .utf8)
        do {
            let engine = try home.open()
            for (number, place) in ["Lisbon", "Porto", "Ghent", "Bergen", "Riga"].enumerated() {
                _ = try engine.remember(
                    try MemoryDraft(
                        "I live in \(place), up on the hill.", at: "2026-03-01T09:0\(number):00Z",
                        by: "Person\(number)"))
            }
            #expect(try engine.sleep(SleepRequest()).rejected == nil)
            _ = try engine.remember(try MemoryDraft("The pump runs.", at: "2026-03-04T09:00:00Z"))
        }
        let engine = try home.open(project: project.directory)
        let report = try engine.sleep(SleepRequest())
        #expect(report.rejected?.dream?.fallen.map(\.measure) == [.grounded])
    }

    @Test func aNightThatIsWellPassesAndIsWrittenDown() throws {
        let home = try TemporaryHome(now: "2026-03-05T02:00:00Z")
        let engine = try slept(home)
        try home.set(now: "2026-03-06T02:00:00Z")
        _ = try engine.sleep(SleepRequest())
        let dream = try #require(try engine.sleepEntry(2).dream)
        #expect(dream.isPassed)
        #expect(dream.questions == 48)
        #expect(
            Set(dream.readings.map(\.measure)).isSuperset(of: [
                .reached, .ranked, .retrievable, .linked, .staged,
            ]))
        #expect(!FileManager.default.fileExists(atPath: home.home.rejectedFile.path))
    }

    @Test func whatIsForgottenGoesFromTheCopyOfARejectedNight() throws {
        let home = try TemporaryHome(now: "2026-03-05T02:00:00Z")
        let project = try SabotagedProject(in: home.directory)
        try project.edit(
            "models/long_term/memory_strengths.sql", "round(stability_days, 6) as stability_days",
            "0.0001::double as stability_days")
        do { _ = try slept(home) }
        let engine = try home.open(project: project.directory)
        #expect(try engine.sleep(SleepRequest()).rejected != nil)
        #expect(FileManager.default.fileExists(atPath: home.home.rejectedFile.path))
        _ = try engine.forget(try #require(try engine.all().first))
        #expect(!FileManager.default.fileExists(atPath: home.home.rejectedFile.path))
    }

    /// Ten nights, or as many as `DORMOUSE_NIGHTS` says, one memory each; every memory is still
    /// found by its own words.
    @Test func everyMemoryIsFoundByItsOwnWordsAfterAnyNumberOfNights() throws {
        let nights =
            ProcessInfo.processInfo.environment["DORMOUSE_NIGHTS"].flatMap { Int($0) } ?? 10
        let home = try TemporaryHome(now: "2026-01-01T02:00:00Z")
        let engine = try home.open()
        var random = SplitMix(state: 4)
        let people = ["Ada", "Bo", "Cleo", "Dina"]
        let things = ["boat", "garden", "letter", "violin", "bread", "window", "river", "lamp"]
        let verbs = ["painted", "lost", "found", "sold", "mended", "carried", "bought", "hid"]
        let start = try Moment(stated: "2026-01-01T20:00:00Z")
        for night in 0..<nights {
            let at = start.adding(Int64(night) * Moment.day)
            home.clock.withLock { $0 = at }
            let (who, what, did) = (
                people.randomElement(using: &random) ?? "",
                things.randomElement(using: &random) ?? "",
                verbs.randomElement(using: &random) ?? ""
            )
            var draft = MemoryDraft(
                namespace: "default",
                content: "\(who) \(did) the \(what) near mile \(night + 1000).",
                time: .stated(at))
            draft.speaker = who
            draft.sessionID = "s\(night / 3)"
            _ = try engine.remember(draft)
            let report = try engine.sleep(SleepRequest())
            #expect(report.rejected == nil, "night \(night)")
            if (night + 1) % 50 == 0 || night == nights - 1 {
                let found = try engine.conservation(sample: .max)
                #expect(found.asked == night + 1)
                #expect(found.lost.isEmpty, "night \(night): \(found)")
            }
        }
        #expect(try engine.sleepEntries().count == nights)
    }
}
