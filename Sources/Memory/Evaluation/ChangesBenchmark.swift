public import Foundation
public import JSON

/// Measures whether recall knows what is true now, then, first and last, in scenarios where things
/// change: how often the first memory is one that answers.
///
/// The file is a list of scenarios with memories and questions; a question accepts some of its
/// scenario's memories. Each scenario is asked in a namespace of its own, and all in one.
public struct ChangesBenchmark {
    private let engine: MemoryEngine
    private let file: URL

    /// - Parameter engine: on a home that holds nothing yet.
    public init(file: URL, engine: MemoryEngine) {
        self.file = file
        self.engine = engine
    }

    struct Scenario {
        var name: String
        var memories: [MemoryDraft]
        var questions: [Question]

        var last: Moment {
            memories.map { $0.eventTime(toldAt: .earliest) }.max() ?? .earliest
        }
    }

    struct Question {
        var kind: String
        var text: String
        var accepted: Set<Int>
        var asOf: Moment
    }

    /// How many of how many questions had an answer first, and among the first three.
    public struct Count: Sendable {
        public var questions = 0
        public var first = 0
        public var amongThree = 0

        public init() {}
    }

    public struct Report: Sendable {
        /// By kind of question; "alone" and "combined".
        public var counts: [String: [String: Count]] = [:]
        public var misses: [String] = []
    }

    /// Imports, sleeps, asks.
    ///
    /// - Parameter sleep: sleeps once as of a moment; nil to ask without having slept.
    public func run(sleep: ((MemoryEngine, Moment) throws -> Void)?) throws -> Report {
        let scenarios = try read()
        for scenario in scenarios {
            for namespace in [scenario.name, "combined"] {
                let drafts = scenario.memories.map { draft in
                    var draft = draft
                    draft.namespace = namespace
                    return draft
                }
                _ = try engine.store.remember(drafts, now: engine.now)
            }
        }
        try engine.embedMissing()
        let night = (scenarios.map(\.last).max() ?? .earliest).adding(Moment.day)
        if let sleep { try sleep(engine, night) }
        var report = Report()
        for scenario in scenarios {
            for question in scenario.questions where !question.accepted.isEmpty {
                for mode in ["alone", "combined"] {
                    try ask(question, of: scenario, mode, &report)
                }
            }
        }
        return report
    }

    private func ask(
        _ question: Question, of scenario: Scenario, _ mode: String, _ report: inout Report
    ) throws {
        var options = RecallOptions(namespace: mode == "alone" ? scenario.name : mode)
        options.asOf = question.asOf
        let results = try engine.recall(question.text, options: options).results
        let gold = question.accepted.map { scenario.memories[$0] }
        let rank = results.firstIndex { result in
            gold.contains {
                $0.content == result.memory.content
                    && $0.eventTime(toldAt: .earliest) == result.memory.occurredAt
            }
        }
        for kind in [question.kind, "all"] {
            var count = report.counts[mode]?[kind] ?? Count()
            count.questions += 1
            if rank == 0 { count.first += 1 }
            if let rank, rank < 3 { count.amongThree += 1 }
            report.counts[mode, default: [:]][kind] = count
        }
        if rank != 0 {
            report.misses.append(
                "\(mode) \(scenario.name) \(question.kind): \(question.text) [\(rank.map { String($0 + 1) } ?? "-")]"
                    + " first: \(results.first?.memory.content ?? "nothing")")
        }
    }

    /// What was known of the best memories for every question, for learning weights: one object a
    /// question and mode.
    public func candidates(reach: Int = 100, write: (JSON) throws -> Void) throws {
        for scenario in try read() {
            for question in scenario.questions where !question.accepted.isEmpty {
                let gold = question.accepted.map { scenario.memories[$0] }
                for mode in ["alone", "combined"] {
                    var options = RecallOptions(namespace: mode == "alone" ? scenario.name : mode)
                    options.asOf = question.asOf
                    var names: [UUID: String] = [:]
                    try engine.store.forEachMemory(namespace: options.namespace) { memory in
                        let place = gold.firstIndex {
                            $0.content == memory.content
                                && $0.eventTime(toldAt: .earliest) == memory.occurredAt
                        }
                        names[memory.id] = place.map { "D1:\($0)" } ?? memory.content
                    }
                    let row = try engine.candidates(question.text, options, reach) {
                        names[$0] ?? ""
                    }
                    try write([
                        "conversation": .string(scenario.name), "question": .string(question.text),
                        "category": .string("\(mode) \(question.kind)"),
                        "evidence": .array(gold.indices.map { .string("D1:\($0)") }),
                        "known": row,
                    ])
                }
            }
        }
    }

    private func read() throws -> [Scenario] {
        let json = try JSON.parse(Array(try TextFile.read(file).utf8))
        let parser = MomentParser(now: engine.now, zone: .gmt)
        return try (json.array ?? []).map { scenario in
            let name = scenario["id"]?.string ?? ""
            let memories = try (scenario["memories"]?.array ?? []).map { memory in
                let at = try moment(memory["at"]?.string ?? "", parser)
                var draft = MemoryDraft(
                    namespace: name, content: memory["text"]?.string ?? "", time: .stated(at))
                draft.speaker = memory["speaker"]?.string
                if let speaker = draft.speaker, ["user", "assistant"].contains(speaker) {
                    draft.role = speaker
                }
                draft.sessionID = "\(name)/\(memory["session"]?.string ?? "-")"
                return draft
            }
            let last = memories.map { $0.eventTime(toldAt: .earliest) }.max() ?? .earliest
            let questions = try (scenario["questions"]?.array ?? []).map { question in
                Question(
                    kind: question["kind"]?.string ?? "", text: question["question"]?.string ?? "",
                    accepted: Set((question["accept"]?.array ?? []).compactMap(\.int)),
                    asOf: try question["as_of"]?.string.map { try moment($0, parser) }
                        ?? last.adding(Moment.day))
            }
            return Scenario(name: name, memories: memories, questions: questions)
        }
    }

    private func moment(_ text: String, _ parser: MomentParser) throws -> Moment {
        guard let moment = parser.parse(text) else {
            throw MemoryError(.invalidInput, "cannot parse '\(text)' as a time")
        }
        return moment
    }
}
