import DuckDB
import Foundation
import JSON
import LanguageModels
import ModelServerTestSupport
import Testing

@testable import Memory

/// Sleep with a model server that fails.
@Suite struct SleepServerTests {
    private let server: FaultyModelServer

    init() throws { server = try FaultyModelServer() }

    /// Three memories each in a number of namespaces, so that a sleep meets many schedules at once.
    private func tell(_ engine: MemoryEngine, namespaces: Int, tag: String) throws {
        var drafts: [MemoryDraft] = []
        for number in 0..<namespaces {
            let texts = [
                "Anna lives in Lisbon, house \(tag)\(number).",
                "Please order pump \(tag)\(number) for the greenhouse before Friday!",
                "I like the quiet of garden \(tag)\(number) best.",
            ]
            drafts += try texts.enumerated().map { minute, text in
                try MemoryDraft(
                    text, at: "2026-03-02T09:0\(minute):00Z", in: "space\(number)", by: "Mara",
                    session: "s")
            }
        }
        _ = try engine.store.remember(drafts, now: engine.now)
    }

    private static let values: SQL = """
        SELECT concepts, people, importance, urgency, emotional_salience, valence, sentiment,
            task_type, places
        """

    /// Fails where a value without an answer is not the rule's, or something was lost.
    private func check(
        _ engine: MemoryEngine, _ report: SleepReport, against ruled: MemoryEngine, _ name: String
    ) throws {
        let asking = report.asking
        // Every question has a row, and every failure is counted.
        for part in asking.parts {
            let answers = try engine.count(
                "SELECT count(*) FROM \(identifier: part.question.answers)")
            #expect(answers == part.questions, "\(name) \(part.question)")
            let failed = try engine.count(
                """
                SELECT count(*) FROM \(identifier: part.question.answers)
                WHERE failure IS NOT NULL
                """)
            #expect(failed == part.failed, "\(name) \(part.question)")
        }
        let told = try engine.count("SELECT count(*) FROM source_memories.memory")
        #expect(try engine.count("SELECT count(*) FROM stg_memories") == told, "\(name)")
        let failed: SQL = """
            FROM stg_memories WHERE memory_id IN (
                SELECT memory_id FROM memory_answers WHERE failure IS NOT NULL)
            ORDER BY memory_id
            """
        let ids = try engine.connection.query("SELECT memory_id " + failed).rows.map { $0[0] }
        let found = try engine.connection.query(Self.values + " " + failed).rows.map(\.values)
        let expected = try ruled.connection.query(
            Self.values + """
                 FROM stg_memories WHERE memory_id IN (SELECT unnest(\(Value.list(ids))))
                ORDER BY memory_id
                """
        ).rows.map(\.values)
        #expect(found == expected, "\(name)")
        // No fact found by rule is lost, and none of a memory without an answer is added.
        let facts = try engine.values(
            "SELECT fact_id::VARCHAR FROM facts WHERE source = 'rule' ORDER BY 1")
        #expect(
            facts == (try ruled.values("SELECT fact_id::VARCHAR FROM facts ORDER BY 1")), "\(name)")
        let added = try engine.count(
            """
            SELECT count(*) FROM facts WHERE source = 'model' AND memory_id IN (
                SELECT memory_id FROM fact_answers WHERE failure IS NOT NULL)
            """)
        #expect(added == 0, "\(name)")
    }

    private func open(_ home: TemporaryHome, _ functions: ModelFunctions?) throws -> MemoryEngine {
        try home.open(functions: functions)
    }

    private static let faults: [(name: String, reasons: Set<String>)] = [
        ("hang", ["timeout", "deadline", "unreachable"]),
        ("crash", ["server error", "unreachable"]), ("reset", ["server error", "unreachable"]),
        ("junk", ["bad JSON"]), ("half", ["bad JSON"]), ("encoding", ["bad JSON"]),
        ("limited", ["too busy"]), ("broken", ["server error", "unreachable"]),
        ("drip", ["timeout", "deadline", "unreachable"]),
        ("huge", ["too long", "bad JSON", "timeout"]),
        ("length", ["too long"]), ("violates", ["bad JSON"]), ("empty", ["bad JSON"]),
        ("missing", ["server error"]),
    ]

    @Test func whateverTheServerDoesTheRulesStandAndTheSleepEnds() async throws {
        let ruledHome = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        let homes = try Self.faults.map { _ in try TemporaryHome(now: "2026-05-04T08:00:00Z") }
        for (name, _) in Self.faults {
            try await server.named(name).control(["faults": [name: 1.0]])
        }
        try await blocking { [self] in
            let ruled = try open(ruledHome, nil)
            try tell(ruled, namespaces: 1, tag: "")
            _ = try ruled.sleep(SleepRequest())
            for (home, (name, reasons)) in zip(homes, Self.faults) {
                let engine = try open(
                    home, try server.named(name).functions(timeout: .milliseconds(300)))
                try tell(engine, namespaces: 1, tag: "")
                var request = SleepRequest()
                request.modelDeadline = .seconds(8)
                let report = try engine.sleep(request)
                #expect(report.asking.questions > 6, "\(name)")
                #expect(report.asking.failed == report.asking.questions, "\(name)")
                #expect(
                    // A busy machine may not get to all of them in time.
                    Set(report.asking.failures.keys).isSubset(of: reasons.union(["deadline"])),
                    "\(name) \(report.asking.failures)")
                #expect(report.duration < .seconds(1200), "\(name)")
                try check(engine, report, against: ruled, name)
                let digest: SQL =
                    "SELECT md5(string_agg(gist, '' ORDER BY gist)) FROM semantic_memories_current"
                #expect(try engine.values(digest) == ruled.values(digest), "\(name)")
            }
        }
    }

    /// 500 schedules: ten seeds, fifty namespaces each, and every question draws its own fault.
    @Test func fiveHundredScheduledFaultsLoseNothing() async throws {
        let share = JSON(0.04)
        var faults = JSON.Object()
        for (name, _) in Self.faults where name != "missing" { faults[name] = share }
        let ruledHome = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        let namespaces = 50
        for seed in 0..<10 {
            try await server.named("seed\(seed)").control(
                [
                    "seed": .int(seed), "faults": .object(faults),
                    "heal": .int(seed % 3 == 0 ? 1 : 1000),
                ])
        }
        try await blocking { [self] in
            let ruled = try open(ruledHome, nil)
            try tell(ruled, namespaces: namespaces, tag: "")
            _ = try ruled.sleep(SleepRequest())
            var reasons: [String: Int] = [:]
            for seed in 0..<10 {
                let home = try TemporaryHome(now: "2026-05-04T08:00:00Z")
                let functions = try server.named("seed\(seed)").functions(
                    timeout: .milliseconds(250), retries: seed % 2)
                let engine = try open(home, functions)
                try tell(engine, namespaces: namespaces, tag: "")
                var request = SleepRequest()
                request.modelDeadline = .seconds(20)
                let report = try engine.sleep(request)
                #expect(report.asking.questions >= 7 * namespaces / 2)
                reasons.merge(report.asking.failures, uniquingKeysWith: +)
                try check(engine, report, against: ruled, "seed \(seed)")
            }
            // The schedules did bite.
            #expect(reasons.count >= 4, "\(reasons)")
        }
    }

    @Test func aSecondSleepOnTheSameMemoriesAnswersFromTheCacheWithTheSameBits() async throws {
        try await server.named("good").control([:])
        let homes = [
            try TemporaryHome(now: "2026-05-04T08:00:00Z"),
            try TemporaryHome(now: "2026-05-04T08:00:00Z"),
        ]
        let functions = try server.named("good").functions()
        let digests = try await blocking { [self] in
            try homes.map { home in
                let engine = try open(home, functions)
                try tell(engine, namespaces: 2, tag: "")
                let report = try engine.sleep(SleepRequest())
                #expect(report.asking.failed == 0, "\(report.asking.failures)")
                if home === homes[1] {
                    #expect(report.asking.usage.requests == 0)
                    #expect(report.asking.usage.cached > 10)
                }
                return try engine.derivedDigests()
            }
        }
        #expect(digests[0] == digests[1])
    }

    @Test func aDryRunSendsNothingAndTellsTokens() async throws {
        try await server.named("dry").control([:])
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        let functions = try server.named("dry").functions()
        try await blocking { [self] in
            let engine = try open(home, functions)
            try tell(engine, namespaces: 2, tag: "")
            var request = SleepRequest()
            request.isDryRun = true
            let report = try engine.sleep(request)
            #expect(report.asking.usage.planned >= 14)
            #expect(report.asking.usage.plannedTokens.total > 5000)
            // Nothing of it was kept, not even a table.
            #expect(
                try engine.count(
                    "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'sleep_cycle'") == 0)
        }
        #expect(try await server.named("dry").report()["requests"]?.int == 0)
    }
}
