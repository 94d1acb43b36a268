import Foundation
public import JSON

extension RecallBenchmark {
    /// What is known of the best memories for every question, for learning weights: one object a
    /// question, those without an answer too.
    ///
    /// - Parameter write: takes one object a question.
    public func candidates(reach: Int = 100, write: (JSON) throws -> Void) throws {
        let text = try TextFile.read(file)
        let json = try JSON.parse(Array(text.utf8))
        let origins = try originsOfMemories()
        for conversation in Conversation.all(in: json) ?? [] {
            for question in conversation.questions {
                guard let text = question["question"]?.string else { continue }
                let row = try engine.candidates(
                    text, RecallOptions(namespace: conversation.name), reach
                ) { origins[$0] ?? "" }
                try write([
                    "conversation": .string(conversation.name), "question": .string(text),
                    "category": .string(question["category"].map { $0.string ?? $0.text() } ?? ""),
                    "evidence": question["evidence"] ?? .array([]), "known": row,
                ])
            }
        }
    }
}

extension MemoryEngine {
    /// What is known of the best memories for a question: by ranking, and in the contest about what
    /// holds when.
    ///
    /// - Parameter name: what a memory is called in the file it came from.
    func candidates(
        _ text: String, _ wanted: RecallOptions, _ reach: Int, name: (UUID) -> String
    ) throws(MemoryError) -> JSON {
        var notes: [String] = []
        let moment = wanted.asOf ?? now
        let (index, asked, words) = try prepare(text, wanted, moment, &notes)
        let score = RecallScore(
            asked, in: index, associations: try associations(of: index, asOf: wanted.asOf),
            count: index.count(asOf: wanted.asOf), now: moment, lexical: words, ranker: nil)
        let best = score.best(reach, of: index) { _ in true }
        let features = score.features(of: best, asked, index)
        let (contest, numbers, _) = try contest(asked, score, in: index) { _ in true }
        func row(_ number: Int, _ features: [Float]) -> JSON {
            [
                "id": .string(name(index.ids[number])), "number": .int(number),
                "session": .int(Int(index.sessionOf[number])),
                "features": .array(features.map { .double(Double($0)) }),
            ]
        }
        return [
            "names": .array(RankFeature.allCases.map { .string("\($0)") }),
            "embedded": .string(asked.embeddedText),
            "vector": .array((asked.vector ?? []).map { .double(Double($0)) }),
            "likelihood": .double(Double(score.likelihood)),
            "aim": .string(contest.intent.aim.rawValue),
            "polar": .bool(contest.intent.isPolar), "explicit": .bool(contest.intent.isExplicit),
            "memories": .array(zip(best, features).map(row)),
            "contest_names": .array(ContestFeature.allCases.map { .string("\($0)") }),
            "contest": .array(zip(numbers, contest.features()).map(row)),
        ]
    }
}
