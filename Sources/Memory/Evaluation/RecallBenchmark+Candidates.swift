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
                let row = try candidates(text, in: conversation.name, origins, reach)
                try write([
                    "conversation": .string(conversation.name), "question": .string(text),
                    "category": .string(question["category"].map { $0.string ?? $0.text() } ?? ""),
                    "evidence": question["evidence"] ?? .array([]), "known": row,
                ])
            }
        }
    }

    private func candidates(
        _ text: String, in namespace: String, _ origins: [UUID: String], _ reach: Int
    ) throws -> JSON {
        var notes: [String] = []
        let (index, asked, words) = try engine.prepare(
            text, RecallOptions(namespace: namespace), engine.now, &notes)
        let score = RecallScore(
            asked, in: index, associations: index.associations, count: index.count,
            now: engine.now, lexical: words, ranker: nil)
        let best = score.best(reach, of: index) { _ in true }
        let features = score.features(of: best, asked, index)
        return [
            "names": .array(RankFeature.allCases.map { .string("\($0)") }),
            "embedded": .string(asked.embeddedText),
            "vector": .array((asked.vector ?? []).map { .double(Double($0)) }),
            "likelihood": .double(Double(score.likelihood)),
            "aim": .string(QuestionIntent(text).aim.rawValue),
            "memories": .array(
                zip(best, features).map { at, features in
                    [
                        "id": .string(origins[index.ids[at]] ?? ""), "number": .int(at),
                        "session": .int(Int(index.sessionOf[at])),
                        "features": .array(features.map { .double(Double($0)) }),
                    ]
                }),
        ]
    }
}
