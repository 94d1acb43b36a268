import DuckDB
import Foundation
import JSON
import Synchronization

@testable import Memory

/// A language model that a test writes: it answers in the place of the functions that ask a server,
/// and remembers what it was asked.
final class ScriptedModel: Sendable {
    enum Reply: Sendable {
        case text(String)
        case failure(String)
    }

    /// What it was asked: the kind of question, the message and the prompt.
    struct Asked: Sendable {
        var question: SleepQuestion
        var message: JSON
        var system: String
    }

    private let script: @Sendable (SleepQuestion, JSON) -> Reply
    private let log = Mutex<[Asked]>([])

    /// - Parameter script: the reply to a question; told its kind and the JSON of its message.
    init(_ script: @escaping @Sendable (SleepQuestion, JSON) -> Reply) { self.script = script }

    var asked: [Asked] { log.withLock { $0 } }

    func install(on engine: MemoryEngine) throws {
        let function = ScalarFunction(
            name: "scripted_reply", parameters: [.varchar, .varchar],
            returns: .structure([.init("value", .varchar), .init("error", .varchar)]),
            isVolatile: true
        ) { [self] values in
            let message = try JSON.parse(values[0].stringValue ?? "")
            let system = values[1].stringValue ?? ""
            let question = Self.question(message, system)
            log.withLock { $0.append(Asked(question: question, message: message, system: system)) }
            switch script(question, message) {
            case .text(let text):
                return .structure([("value", .string(text)), ("error", .null)])
            case .failure(let reason):
                return .structure([("value", .null), ("error", .string(reason))])
            }
        }
        engine.prepareSleep { connection in
            try connection.register(function)
            try connection.execute(
                """
                CREATE OR REPLACE TEMP MACRO llm_try_generate_json(question, schema, options) AS
                    scripted_reply(question, options.system)
                """)
        }
    }

    private static func question(_ message: JSON, _ system: String) -> SleepQuestion {
        if message["concept"] != nil { return .semantic }
        if message["episode"] != nil { return .episode }
        return system.contains("facts") ? .fact : .memory
    }
}

extension ScriptedModel {
    /// A model that is right as far as a test can tell: it names the words it is shown.
    static func honest() -> ScriptedModel {
        ScriptedModel { question, message in .text(honestAnswer(question, message)) }
    }

    static func honestAnswer(_ question: SleepQuestion, _ message: JSON) -> String {
        let text = message["text"]?.string ?? ""
        let words = text.split { !$0.isLetter }.map(String.init).filter { $0.count > 4 }
        let answer: JSON
        switch question {
        case .memory:
            answer = [
                "concepts": .array(words.prefix(2).map { .string($0.lowercased()) }),
                "people": [], "places": [], "importance": 0.75, "urgency": 0.25, "salience": 0.5,
                "sentiment": "neutral", "task_type": "statement",
            ]
        case .fact:
            // Of others only known kinds of facts are believed; of oneself what one does.
            guard text.hasPrefix("I "), words.count > 1 else { return #"{"facts": []}"# }
            answer = [
                "facts": [
                    [
                        "memory": message["memory"] ?? "", "quote": .string(text),
                        "subject": "I", "predicate": .string(words[0]),
                        "value": .string(words[1]), "valid_from": .null, "valid_to": .null,
                    ]
                ]
            ]
        case .episode:
            let first = message["memories"]?.array?.first?["text"]?.string ?? ""
            answer = [
                "goal": .string(String(first.prefix(60))),
                "tasks": [["task": .string(String(first.prefix(40))), "actions": []]],
            ]
        case .semantic:
            let first = message["memories"]?.array?.first?["text"]?.string ?? ""
            answer = [
                "gist": .string(String(first.prefix(120))), "category": "topic",
                "knowledge_type": "semantic",
            ]
        }
        return answer.text()
    }
}
