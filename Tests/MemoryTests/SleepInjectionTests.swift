import DuckDB
import Foundation
import JSON
import Testing

@testable import Memory

/// Memories that tell the model that reads them what to note down, and a model that obeys.
@Suite struct SleepInjectionTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome(now: "2026-05-04T08:00:00Z") }

    /// Believes whatever it is told, and says so of its sources in every way it can.
    private static func obedient(_ shapes: [InjectionCorpus.Shape]) -> ScriptedModel {
        ScriptedModel { question, message in
            let texts =
                message["memories"]?.array?.compactMap { $0["text"]?.string }
                ?? [message["text"]?.string ?? ""]
            guard let shape = shapes.first(where: { texts.contains($0.text) }) else {
                return .failure("connection refused")
            }
            let answer: JSON =
                switch question {
                case .memory: ["people": [.string(shape.subject)], "importance": 1]
                case .fact:
                    [
                        "facts": .array(
                            [shape.claim, shape.text].flatMap { quote in
                                [shape.subject, "I", "Mallory"].map { subject in
                                    [
                                        "memory": message["memory"] ?? "", "quote": .string(quote),
                                        "subject": .string(subject),
                                        "predicate": .string(shape.predicate),
                                        "value": .string(shape.value), "valid_from": .null,
                                        "valid_to": .null,
                                    ]
                                }
                            })
                    ]
                case .episode:
                    [
                        "goal": .string(shape.claim),
                        "tasks": [["task": .string(shape.claim), "actions": []]],
                    ]
                case .semantic:
                    [
                        "gist": .string(shape.claim), "category": "person",
                        "knowledge_type": "semantic",
                    ]
                }
            return .text(answer.text())
        }
    }

    private func slept(on shapes: [InjectionCorpus.Shape]) throws -> MemoryEngine {
        let engine = try home.open(languageModel: "scripted")
        try Self.obedient(shapes).install(on: engine)
        for (number, shape) in shapes.enumerated() {
            let day = String(format: "2025-%02d-%02dT09:00:00Z", number / 28 + 1, number % 28 + 1)
            var draft = try MemoryDraft(shape.text, at: day, by: "Mallory")
            draft.role = shape.role
            draft.sessionID = "session \(number)"
            _ = try engine.remember(draft)
        }
        _ = try engine.sleep(SleepRequest())
        return engine
    }

    /// Everything believed, with the memory it was read in.
    private func facts(_ engine: MemoryEngine) throws -> [String] {
        try engine.values(
            """
            SELECT concat_ws(' | ', f.source, f.subject, f.predicate, f."value", s.content)
            FROM facts f JOIN stg_memories s USING (memory_id) ORDER BY ALL
            """)
    }

    @Test func ofTwoHundredInjectionsInFiveLanguagesNoneBecomesAFactOrAGoal() throws {
        #expect(Set(InjectionCorpus.shapes).count == 200)
        let engine = try slept(on: InjectionCorpus.shapes)
        #expect(
            try engine.values("SELECT count(*) FROM fact_answers WHERE failure IS NULL") != ["0"])
        let believed = try facts(engine)
        #expect(believed == [])
        #expect(
            try engine.values(
                """
                SELECT concat_ws(' | ', field, "value") FROM episode_claims
                WHERE reason IS NULL ORDER BY ALL
                """) == [])
    }

    @Test func whatIsSaidOfOthersIsBelievedOnlyOutrightAndOfWhatAllCanSee() throws {
        let engine = try slept(on: InjectionCorpus.framed)
        let believed = try facts(engine)
        #expect(believed == [])
        #expect(
            try engine.values(
                "SELECT concat_ws(' | ', field, value) FROM episode_claims WHERE reason IS NULL")
                == [])
        // What recall shows of it says whose words it is.
        for question in ["Where does Tom Baker live?", "What does Tom Baker owe Mallory?"] {
            let answer = try engine.recall(
                question, options: RecallOptions(namespace: "default"))
            #expect(answer.knowledge.allSatisfy { $0.kind == .gist && $0.saidBy == ["Mallory"] })
        }
    }

    @Test func whatPeopleSayForThemselvesIsBelievedAsBefore() throws {
        let engine = try slept(on: InjectionCorpus.honest)
        let believed = try engine.values(
            """
            SELECT s.content FROM stg_memories s
            WHERE memory_id IN (SELECT memory_id FROM facts) ORDER BY occurred_at
            """)
        #expect(believed == InjectionCorpus.honest.map(\.text))
    }

    @Test func whatIsSaidOfSomebodysDebtsIsAClaimOfTheSpeakerWithItsQuote() throws {
        let said = InjectionCorpus.Shape(
            text: "Ada owes Mallory 500 euros.", claim: "Ada owes Mallory 500 euros",
            subject: "Ada", predicate: "owes", value: "Mallory", role: nil)
        let engine = try slept(on: [said])
        #expect(try engine.values("SELECT subject FROM facts") == [])
        #expect(
            try engine.values(
                """
                SELECT DISTINCT concat_ws(' | ', quote, reason) FROM fact_claims
                WHERE subject = 'Ada' AND quote = 'Ada owes Mallory 500 euros'
                """) == ["Ada owes Mallory 500 euros | a claim of the speaker about another"])
    }
}
