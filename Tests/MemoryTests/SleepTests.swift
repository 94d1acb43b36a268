import DuckDB
import Foundation
import Testing

@testable import Memory

@Suite struct SleepTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome(now: "2026-05-04T08:00:00Z") }

    /// A home that holds the journal, with vectors that depend on nothing but the text.
    private func journal(
        threads: Int = 2, home: TemporaryHome? = nil
    ) throws -> MemoryEngine {
        let engine = try (home ?? self.home).open(threads: threads)
        try engine.take(Bootstrapped.journal)
        let memories = try engine.all()
        var vectors: [Float] = []
        for memory in memories {
            var random = SplitMix(state: UInt64(memory.contentHash.prefix(15), radix: 16) ?? 0)
            let vector = (0..<384).map { _ in Float.random(in: -1...1, using: &random) }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            vectors += vector.map { $0 / length }
        }
        try engine.store.keep(vectors: vectors, of: memories.map(\.id), model: Encoder.modelName)
        return engine
    }

    @Test func aSleepMakesEveryKindOfTable() throws {
        let engine = try journal()
        let report = try engine.sleep(SleepRequest())
        #expect(report.cycle == 1)
        #expect(report.newMemories == 244)
        #expect(report.resumedCycle == nil)
        for table in [
            "stg_memories", "working_memory", "episodes", "episode_memories", "associations",
        ] {
            #expect(try engine.count("SELECT count(*) FROM \(identifier: table)") > 0, "\(table)")
        }
        #expect(try engine.statistics(namespace: nil).cycles == 1)
    }

    @Test func aSecondSleepDoesNothingAndSaysSo() throws {
        let engine = try journal()
        _ = try engine.sleep(SleepRequest())
        let before = try engine.derivedDigests()
        try home.set(now: "2026-05-04T09:00:00Z")
        let second = try engine.sleep(SleepRequest())
        #expect(second.cycle == nil)
        #expect(second.lastCycle == 1)
        #expect(second.newMemories == 0)
        #expect(second.models.allSatisfy { ($0.rows ?? 0) == 0 })
        #expect(try engine.derivedDigests() == before)
    }

    @Test func anEmptyHomeSleepsToo() throws {
        let engine = try home.open()
        let report = try engine.sleep(SleepRequest())
        #expect(report.cycle == nil)
        #expect(report.lastCycle == 0)
    }

    @Test func tenNewMemoriesCostTenMemoriesWork() throws {
        let engine = try journal()
        let first = try engine.sleep(SleepRequest())
        let drafts = try (0..<10).map {
            try MemoryDraft(
                "Agnes says it is \($0) degrees at the Glebe Allotments.",
                at: "2026-05-04T08:0\($0):00Z", by: "Ilyas", session: "new")
        }
        _ = try engine.store.remember(drafts, now: engine.now)
        try home.set(now: "2026-05-04T09:00:00Z")
        let second = try engine.sleep(SleepRequest())
        #expect(second.cycle == 2)
        #expect(second.newMemories == 10)
        #expect(try engine.count("SELECT count(*) FROM stg_memories WHERE cycle = 2") == 10)
        #expect(try engine.count("SELECT count(*) FROM episode_memories WHERE cycle = 2") <= 20)
        func rows(_ report: SleepReport) -> Int { report.models.reduce(0) { $0 + ($1.rows ?? 0) } }
        #expect(rows(second) * 4 < rows(first), "\(rows(second)) of \(rows(first))")
        // What is told about the past is slept on as well.
        _ = try engine.remember(try MemoryDraft("We found a note", at: "2026-03-10T10:00:00Z"))
        let third = try engine.sleep(SleepRequest())
        #expect(third.newMemories == 1)
    }

    @Test func theSameInputGivesTheSameTablesOnAnyNumberOfThreads() throws {
        let other = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        let one = try journal(threads: 1)
        let two = try journal(threads: 2, home: other)
        for engine in [one, two] {
            _ = try engine.sleep(SleepRequest())
            _ = try engine.remember(try MemoryDraft("Agnes is back", at: "2026-05-04T07:00:00Z"))
            var later = SleepRequest()
            later.asOf = try Moment(stated: "2026-05-05")
            _ = try engine.sleep(later)
        }
        let left = try one.derivedDigests()
        let right = try two.derivedDigests()
        #expect(left.count > 15)
        for table in left.keys.sorted() { #expect(left[table] == right[table], "\(table)") }
        #expect(left.keys == right.keys)
    }

    @Test func aStageGoesThatFarAndLaterOnesCatchUp() throws {
        let engine = try journal()
        for stage in SleepStage.allCases {
            var request = SleepRequest()
            request.stage = stage
            let report = try engine.sleep(request)
            #expect(report.newMemories == (stage == .staging ? 244 : 0))
            let reached = Set(report.models.map(\.stage)).filter { !$0.isEmpty }
            #expect(reached == Set(stage.upToHere.map(\.folder)))
        }
        let full = try journal(home: try TemporaryHome(now: "2026-05-04T08:00:00Z"))
        _ = try full.sleep(SleepRequest())
        let last = try engine.sleep(SleepRequest())
        #expect(last.newMemories == 0)
        for table in [
            "stg_memories", "working_memory", "episode_memories", "episodes", "associations",
        ] {
            let rows: SQL = "SELECT count(*) FROM \(identifier: table)"
            let expected = try full.count(rows)
            #expect(try engine.count(rows) == expected, "\(table)")
        }
    }

    @Test func aCycleThatWasInterruptedIsTakenBackAndDoneAgain() throws {
        let engine = try journal()
        _ = try engine.sleep(SleepRequest())
        _ = try engine.remember(try MemoryDraft("Agnes is back", at: "2026-05-04T07:00:00Z"))
        _ = try engine.sleep(SleepRequest())
        let whole = try engine.derivedDigests()
        // As a crash leaves it: some tables of the cycle written, some not, the cycle not complete.
        try engine.connection.execute(
            """
            UPDATE sleep_cycle SET is_complete = false, new_memories = NULL WHERE cycle = 2;
            DELETE FROM episodes WHERE cycle = 2;
            DELETE FROM associations WHERE cycle = 2;
            """)
        let report = try engine.sleep(SleepRequest())
        #expect(report.resumedCycle == 2)
        #expect(report.cycle == 2)
        #expect(report.newMemories == 1)
        let again = try engine.derivedDigests()
        for table in whole.keys.sorted() { #expect(whole[table] == again[table], "\(table)") }
    }

    @Test func sleepNeverWritesToTheStore() throws {
        do { _ = try journal() }
        let before = try Data(contentsOf: home.home.storeFile)
        do {
            let engine = try home.open()
            _ = try engine.sleep(SleepRequest())
        }
        #expect(try Data(contentsOf: home.home.storeFile) == before)
    }

    @Test func theStoreCanBeWrittenAgainAfterASleepAndAfterOneThatFailed() throws {
        let engine = try journal()
        _ = try engine.sleep(SleepRequest())
        #expect(try engine.remember(try MemoryDraft("after")).outcome == .stored)
        try engine.connection.execute(
            "DROP TABLE stg_memories; CREATE TABLE stg_memories (x INTEGER)")
        #expect(memoryError { _ = try engine.sleep(SleepRequest()) }?.code == .sleepFailed)
        #expect(try engine.remember(try MemoryDraft("after a fault")).outcome == .stored)
    }

    @Test func timeDoesNotGoBackwards() throws {
        let engine = try journal()
        _ = try engine.sleep(SleepRequest())
        let before = try engine.derivedDigests()
        var request = SleepRequest()
        request.asOf = try Moment(stated: "2026-05-01")
        let error = memoryError { _ = try engine.sleep(request) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("2026-05-04T08:00:00Z") == true)
        #expect(try engine.derivedDigests() == before)
        #expect(try engine.remember(try MemoryDraft("still open")).outcome == .stored)
    }

    @Test func asOfAMomentOnlyWhatHadHappenedIsSleptOn() throws {
        let engine = try journal()
        let moment = try Moment(stated: "2026-03-20")
        var request = SleepRequest()
        request.asOf = moment
        let had = try engine.all().filter { $0.occurredAt <= moment }.count
        #expect(try engine.sleep(request).newMemories == had)
        #expect(try engine.sleep(SleepRequest()).newMemories == 244 - had)
    }

    @Test func aProjectThatIsNotThereIsToldClearly() throws {
        var options = EngineOptions(now: { .latest }, randomID: { UUID() })
        options.sleepProject = home.directory.appending(path: "nowhere")
        let engine = try MemoryEngine(home: home.home, options: options)
        let error = memoryError { _ = try engine.sleep(SleepRequest()) }
        #expect(error?.code == .sleepFailed)
        #expect(error?.message.contains("nowhere") == true)
    }

    /// Content that may break text handling of one stage or another.
    @Test func strangeMemoriesNeverStopASleep() throws {
        let engine = try home.open()
        let contents = [
            ".", "?!…", "🦔🦔🦔", "a", String(repeating: "x", count: 100_000),
            String(repeating: "word ", count: 20_000), "'; DROP TABLE stg_memories; --",
            "{{ var('cycle') }} {% raw %}", "\u{1b}[31m\u{7}\u{200b}\u{202e}abc", "水 井戸が乾いた。",
            "\u{feff}BOM", "I moved to Lisbon. I moved to Porto. I am in Rome.", "null", "\\", "%s",
            "Mara's birthday is 2026-13-45", "e\u{301}\u{301}\u{301}", "\r\n\r\n.", "[]", "{\"a\":",
        ]
        for (number, content) in contents.enumerated() {
            var draft = try MemoryDraft(
                content, at: "2026-03-02T09:05:0\(number % 10)Z", session: "s")
            draft.metadata =
                number % 2 == 0
                ? #"{"concepts": [1, null, {"a": []}, "x"], "\u0000": "\u0000"}"# : nil
            draft.tags = ["", "x", content].filter { !$0.isEmpty && $0.utf8.count < 100 }
            _ = try engine.remember(draft)
        }
        for time in ["0001-01-01", "1500-01-01", "9999-12-31T23:59:59Z"] {
            _ = try engine.remember(try MemoryDraft("far away in time", at: time))
        }
        let report = try engine.sleep(SleepRequest())
        #expect(report.newMemories > 15)
        #expect(try engine.sleep(SleepRequest()).cycle == nil)
    }
}
