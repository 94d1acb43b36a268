public import Foundation
import JSON

/// Measures how well and how fast recall finds the memories that hold the answers to questions.
///
/// Each conversation of the file is imported into a namespace of its own, slept on once, and
/// asked. Questions without evidence in the conversation are not counted.
public struct RecallBenchmark {
    /// The cut-offs that are measured.
    public static let cutoffs = [1, 5, 10, 20]

    let engine: MemoryEngine
    let file: URL

    /// - Parameter engine: on a home that holds nothing yet.
    public init(file: URL, engine: MemoryEngine) {
        self.file = file
        self.engine = engine
    }

    public struct Question: Sendable {
        var namespace: String
        var text: String
        var category: String
        /// What the file calls the memories that hold the answer.
        var evidence: Set<String>
    }

    /// Imports, sleeps, asks.
    ///
    /// - Parameters:
    ///   - sleep: sleeps once; given by the caller, because it decides what is shown meanwhile.
    ///   - progress: what is being done, how many of how many.
    public func run(
        sleep: (MemoryEngine) throws -> Void, progress: (String, Int, Int) -> Void
    ) throws -> RecallBenchmarkReport {
        let clock = ContinuousClock()
        var questions: [Question] = []
        let importing = try clock.measure { questions = try importFile(progress) }
        let sleeping = try clock.measure { try sleep(engine) }
        var report = RecallBenchmarkReport(
            memories: try engine.store.counts(namespace: nil, model: Encoder.modelName).memories,
            importSeconds: importing.seconds, sleepSeconds: sleeping.seconds)
        let origins = try originsOfMemories()
        // A first question builds each index; it is a cold start, measured elsewhere.
        for namespace in Set(questions.map(\.namespace)) {
            _ = try ask("warm up", in: namespace, limit: 1)
        }
        for (number, question) in questions.enumerated() {
            var found: [String] = []
            let latency = try clock.measure {
                found = try ask(question.text, in: question.namespace, limit: 50)
                    .results.map { origins[$0.memory.id] ?? "" }
            }
            report.add(question, found: found, milliseconds: latency.seconds * 1000)
            progress("asking", number + 1, questions.count)
        }
        return report
    }

    private func ask(_ text: String, in namespace: String, limit: Int) throws -> RecallAnswer {
        var options = RecallOptions(namespace: namespace)
        options.limit = limit
        return try engine.recall(text, options: options)
    }

    private func importFile(_ progress: (String, Int, Int) -> Void) throws -> [Question] {
        let parser = MomentParser(now: engine.now, zone: engine.options.zone)
        let text = try TextFile.read(file)
        let json = try JSON.parse(Array(text.utf8))
        guard let conversations = Conversation.all(in: json) else {
            throw MemoryError(
                .invalidInput, "\(file.lastPathComponent) holds no conversations with questions")
        }
        var questions: [Question] = []
        for conversation in conversations {
            let drafts = try conversation.drafts(namespace: conversation.name, parser: parser)
            _ = try engine.store.remember(drafts, now: engine.now)
            let known = Set(drafts.compactMap { origin($0.metadata) })
            questions += conversation.questions.compactMap { question($0, conversation, known) }
        }
        try engine.embedMissing { progress("embedding", $0, $1) }
        return questions
    }

    /// A question with evidence in its conversation; "adversarial" ones have no answer there.
    private func question(_ json: JSON, _ conversation: Conversation, _ known: Set<String>)
        -> Question?
    {
        guard let text = json["question"]?.string else { return nil }
        let category = json["category"].map { $0.string ?? $0.text() } ?? "none"
        if category == "5" { return nil }
        // Some evidence strings hold several ids: "D8:6; D9:17".
        let evidence = (json["evidence"]?.array ?? []).compactMap(\.string)
            .flatMap { $0.matches(of: /D\d+:\d+/).map { String($0.output) } }
        let found = Set(evidence).intersection(known)
        if found.isEmpty { return nil }
        return Question(
            namespace: conversation.name, text: text, category: category, evidence: found)
    }

    func originsOfMemories() throws -> [UUID: String] {
        var origins: [UUID: String] = [:]
        try engine.store.forEachMemory(namespace: nil) { memory in
            origins[memory.id] = origin(memory.metadata)
        }
        return origins
    }

    private func origin(_ metadata: String?) -> String? {
        metadata.flatMap { try? JSON.parse($0) }?["dia_id"]?.string
    }
}

extension Duration {
    /// In seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
