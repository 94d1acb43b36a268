import DuckDB
import Foundation
import JSON
import Testing

@testable import Memory

@Suite struct SleepAskingTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome(now: "2026-05-04T08:00:00Z") }

    /// A home with some memories and a model that sleep asks.
    private func engine(
        _ texts: [String], model: ScriptedModel, name: String = "scripted",
        home: TemporaryHome? = nil
    ) throws -> MemoryEngine {
        let engine = try (home ?? self.home).open(languageModel: name)
        try model.install(on: engine)
        for (number, text) in texts.enumerated() {
            _ = try engine.remember(
                try MemoryDraft(text, at: "2026-03-02T09:0\(number):00Z", by: "Mara", session: "s"))
        }
        return engine
    }

    private static let talk = [
        "My dear Nell, the greenhouse in Lisbon needs a new pump before Friday.",
        "I ordered the pump for the greenhouse, it costs 90 euros.",
        "Then the greenhouse stays dry by the weekend! Nell lives in Lisbon.",
    ]

    @Test func whatTheModelSaysStandsWithItsNameWhereItPassesTheChecks() throws {
        let engine = try engine(Self.talk, model: .honest())
        let report = try engine.sleep(SleepRequest())
        #expect(report.asking.model == "scripted")
        #expect(report.asking.failures.isEmpty)
        #expect(report.asking.refused.isEmpty, "\(report.asking.refused)")
        #expect(report.asking.parts[0].questions == 3)
        let row = try #require(
            try engine.connection.query(
                """
                SELECT concepts[1], importance, emotional_salience, concept_source, score_source,
                    language_model, fallback, value_sources.urgency, value_sources.task_type
                FROM stg_memories ORDER BY occurred_at LIMIT 1
                """
            ).rows.first)
        #expect(
            row.values == [
                "greenhouse", 0.75, 0.5, "model", "model", "scripted", .null, "model", "model",
            ])
        let sources = "SELECT list_sort(list(DISTINCT source)) FROM facts_current" as SQL
        #expect(try engine.connection.query(sources).first == .list(["model", "rule"]))
        let episode = try engine.connection.query(
            "SELECT goal, goal_source, language_model, plan[1].task FROM episodes_current"
        ).rows.first
        #expect(
            episode?.values == [
                .string(String(Self.talk[0].prefix(60))), "model", "scripted",
                .string(String(Self.talk[0].prefix(40))),
            ])
    }

    @Test func withoutOneEverythingIsByRuleAndSaysWhy() throws {
        let model = ScriptedModel.honest()
        let engine = try home.open()
        try model.install(on: engine)
        for text in Self.talk { _ = try engine.remember(try MemoryDraft(text, at: "2026-03-02")) }
        let report = try engine.sleep(SleepRequest())
        #expect(report.asking.reason == "no server")
        #expect(model.asked.isEmpty)
        #expect(try engine.values("SELECT DISTINCT fallback FROM stg_memories") == ["no server"])
        #expect(try engine.values("SELECT DISTINCT source FROM facts") == ["rule"])
        #expect(try engine.count("SELECT count(*) FROM model_answers") == 0)
    }

    @Test func noModelAsksNothingAndEarlierValuesStay() throws {
        let model = ScriptedModel.honest()
        let engine = try engine(Self.talk, model: model)
        _ = try engine.sleep(SleepRequest())
        let asked = model.asked.count
        let goal = try engine.values("SELECT goal FROM episodes_current WHERE memories = 3")
        _ = try engine.remember(try MemoryDraft("A quiet day", at: "2026-03-09", by: "Mara"))
        var request = SleepRequest()
        request.asksModel = false
        let report = try engine.sleep(request)
        #expect(report.asking.reason == "not asked")
        #expect(model.asked.count == asked)
        #expect(try engine.values("SELECT goal FROM episodes_current WHERE memories = 3") == goal)
        #expect(
            try engine.values("SELECT fallback FROM stg_memories WHERE cycle = 2") == ["not asked"])
    }

    @Test func onlyWhatIsNewIsAskedAbout() throws {
        let model = ScriptedModel.honest()
        let engine = try engine(Self.talk, model: model)
        _ = try engine.sleep(SleepRequest())
        let first = model.asked.count
        #expect(try engine.sleep(SleepRequest()).cycle == nil)
        #expect(model.asked.count == first)
        _ = try engine.remember(
            try MemoryDraft("Ilyas moved to Porto", at: "2026-04-09T09:00:00Z", by: "Mara"))
        let report = try engine.sleep(SleepRequest())
        #expect(report.asking.parts.map(\.questions) == [1, 0, 1, 0])
        #expect(model.asked.count == first + 2)
    }

    @Test func aDryRunCountsTheQuestionsAndChangesNothing() throws {
        let model = ScriptedModel.honest()
        let engine = try engine(Self.talk, model: model)
        var request = SleepRequest()
        request.isDryRun = true
        let plan = try engine.sleep(request)
        #expect(model.asked.isEmpty)
        #expect(plan.cycle == nil)
        #expect(plan.asking.isDryRun)
        #expect(try engine.derivedTables() == [])
        let report = try engine.sleep(SleepRequest())
        #expect(report.cycle == 1)
        #expect(plan.asking.parts.map(\.questions) == report.asking.parts.map(\.questions))
        #expect(plan.asking.parts[0].characters > 200)
    }

    @Test func aCycleThatIsUndoneAndDoneAgainGivesTheSameBits() throws {
        let engine = try engine(Self.talk, model: .honest())
        _ = try engine.sleep(SleepRequest())
        let before = try engine.derivedDigests()
        try SleepLog(connection: engine.connection).undo(1)
        #expect(try engine.count("SELECT count(*) FROM memory_answers") == 0)
        _ = try engine.sleep(SleepRequest())
        #expect(try engine.derivedDigests() == before)
    }

    @Test func aPromptOfOnesOwnIsUsedAndAWrongOneIsToldBeforeAnythingRuns() throws {
        let model = ScriptedModel.honest()
        let engine = try engine(Self.talk, model: model)
        try home.write("home/prompts/memory.md", "Say what it's about. {{ 'x' }} äöü\n")
        _ = try engine.sleep(SleepRequest())
        let prompts = Set(model.asked.filter { $0.question == .memory }.map(\.system))
        #expect(prompts == ["Say what it's about. {{ 'x' }} äöü"])
        // What is listed is what was sent.
        for prompt in try Prompts(home: engine.home, named: nil).all() {
            let sent = Set(model.asked.filter { $0.question == prompt.question }.map(\.system))
            #expect(sent.isEmpty || sent == [prompt.text], "\(prompt.question)")
            #expect((prompt.file != nil) == (prompt.question == .memory))
        }
        try home.write("home/prompts/memories.md", "x")
        let error = memoryError { _ = try engine.sleep(SleepRequest()) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("memories.md") == true)
        #expect(error?.message.contains("episode.md") == true)
    }

    @Test func whatIsForgottenLeavesNoTraceInQuestionsAndAnswers() throws {
        let engine = try engine(
            Self.talk + ["Zanzibar is where I keep the spare key."], model: .honest())
        _ = try engine.sleep(SleepRequest())
        #expect(try engine.places(of: "zanzibar").count > 4)
        let memory = try #require(try engine.all().first { $0.content.contains("Zanzibar") })
        let receipt = try engine.forget(memory)
        #expect(try engine.places(of: "zanzibar") == [])
        #expect(try engine.verify(receipt) == [])
    }

    @Test func namespacesAreNeverPutIntoOneQuestion() throws {
        let model = ScriptedModel.honest()
        let engine = try home.open(languageModel: "scripted")
        try model.install(on: engine)
        for space in ["red", "blue"] {
            for number in 0..<4 {
                let text = "The \(space)room greenhouse needs the pump number \(number) again."
                _ = try engine.remember(
                    try MemoryDraft(
                        text, at: "2026-03-0\(number + 1)T09:00:00Z", in: space, session: "s"))
            }
        }
        _ = try engine.sleep(SleepRequest())
        #expect(model.asked.contains { $0.question == .semantic })
        for asked in model.asked {
            let text = asked.message.text()
            #expect(!(text.contains("redroom") && text.contains("blueroom")), "\(text)")
        }
    }
}
