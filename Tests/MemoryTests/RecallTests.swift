import DuckDB
import Foundation
import Search
import Testing

@testable import Memory

/// Recall as a whole, on the journal, with the real model.
@Suite struct RecallTests {
    private static let questions = [
        "What is Ilyas allergic to?", "Who is Gerald?", "What did we decide about the launch date?",
        "what broke last week", "Where is Agnes installed?", "What does Mara's mother know?",
        "How much money was there in April?", "Penicillin", "the", "zzyzx qwfp", "¿Dónde?", "誰？",
        "What did Dov say between 3 and 10 April?", "?", "🦔", "Mara Ilyas Dov",
        String(repeating: "Where is the lemon tree? ", count: 300), "'; DROP TABLE memory; --",
    ]

    private func options(_ change: (inout RecallOptions) -> Void = { _ in }) -> RecallOptions {
        var options = RecallOptions(namespace: "default")
        change(&options)
        return options
    }

    @Test(arguments: questions)
    func theReasonsOfEachResultAddUpToItsScore(_ question: String) throws {
        try JournalHome.ask { engine in
            let answer = try engine.recall(question, options: options { $0.limit = 50 })
            #expect(answer.results.count == 50)
            for result in answer.results {
                let sum = result.reasons.reduce(0) { $0 + $1.weight }
                #expect(abs(sum - result.score) < 1e-4)
                #expect(Set(result.reasons.map(\.kind)).count == result.reasons.count)
            }
            let scores = answer.results.map(\.score)
            #expect(scores == scores.sorted(by: >))
            #expect(scores.allSatisfy { $0.isFinite })
            #expect((0...1).contains(answer.likelihood))
            #expect(Set(answer.results.map(\.memory.id)).count == 50)
        }
    }

    @Test(arguments: questions.prefix(6))
    func theSameQuestionTwiceGivesTheSameBits(_ question: String) throws {
        try JournalHome.ask { engine in
            let first = try engine.recall(question, options: options())
            let second = try engine.recall(question, options: options())
            engine.indexes.removeAll()
            let fresh = try engine.recall(question, options: options())
            for other in [second, fresh] {
                #expect(other.results.map(\.memory.id) == first.results.map(\.memory.id))
                #expect(
                    other.results.map(\.score.bitPattern) == first.results.map(\.score.bitPattern))
                #expect(other.results.map(\.reasons) == first.results.map(\.reasons))
                #expect(other.likelihood.bitPattern == first.likelihood.bitPattern)
            }
        }
    }

    @Test func theVectorPartIsThatOfAScanByHand() throws {
        try JournalHome.ask { engine in
            let index = try engine.index(of: "default")
            let query = try engine.encoder.vector(of: "What is Ilyas allergic to?")
            let scanned = index.vectors.dotProducts(with: query)
            let stored = try engine.connection.query(
                "SELECT memory_id, vector FROM source_memories.embedding")
            #expect(stored.rowCount == 244)
            for row in stored.rows {
                let id: UUID = try row.decode(0)
                let vector: [Float] = try row.decode(1)
                let exact = zip(vector, query).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
                let number = try #require(index.ids.firstIndex(of: id))
                #expect(abs(Double(scanned[number]) - exact) < 1e-5)
            }
            // And the nearest by DuckDB's own arithmetic is the nearest by ours.
            let nearest = try engine.connection.query(
                """
                SELECT memory_id FROM source_memories.embedding
                ORDER BY list_inner_product(vector, \(query)) DESC LIMIT 1
                """
            ).first?.uuidValue
            let best = scanned.indices.max { scanned[$0] < scanned[$1] }
            #expect(best.map { index.ids[$0] } == nearest)
        }
    }

    @Test func limitSinceAndUntilAreKept() throws {
        try JournalHome.ask { engine in
            let from = try Moment(stated: "2026-04-01")
            let to = try Moment(stated: "2026-04-15")
            let answer = try engine.recall(
                "the launch",
                options: options {
                    $0.since = from
                    $0.until = to
                    $0.limit = 7
                })
            #expect(answer.results.count == 7)
            #expect(
                answer.results.allSatisfy {
                    $0.memory.occurredAt >= from && $0.memory.occurredAt < to
                })
            for limit in [0, -3] {
                #expect(
                    try engine.recall("the launch", options: options { $0.limit = limit }).results
                        .isEmpty)
            }
            let all = try engine.recall("the launch", options: options { $0.limit = 100_000 })
            #expect(all.results.count == 244)
        }
    }

    @Test func asOfAMomentItIsAsIfItWereThen() throws {
        let moment = try Moment(stated: "2026-03-20T12:00:00Z")
        let answer = try JournalHome.ask { engine in
            try engine.recall(
                "What did the drift test show last week?", options: options { $0.asOf = moment })
        }
        #expect(answer.results.count == 10)
        #expect(answer.results.allSatisfy { $0.memory.occurredAt <= moment })
        #expect(answer.window?.from.description == "2026-03-09T00:00:00Z")
        // A home that ends there answers the same, up to what sleep adds.
        let home = try TemporaryHome(now: "2026-03-20T12:00:00Z")
        let engine = try home.open(model: true)
        let lines = try String(contentsOf: Bootstrapped.journal, encoding: .utf8)
        try engine.take(try home.write("in.jsonl", lines))
        try engine.connection.query(
            "DELETE FROM source_memories.memory WHERE occurred_at > \(moment.timestamp)")
        engine.indexes.removeAll()
        try engine.embedMissing()
        let then = try engine.recall("What did the drift test show last week?", options: options())
        #expect(then.results.first?.memory.id == answer.results.first?.memory.id)
    }

    @Test func beforeAnythingHappenedNothingIsFound() throws {
        try JournalHome.ask { engine in
            let answer = try engine.recall("launch", options: options { $0.asOf = .earliest })
            #expect(answer.results.isEmpty)
            #expect(answer.likelihood == 0)
        }
    }

    @Test func withoutAModelWordsFindItAndItSaysSo() throws {
        let engine = try TemporaryHome(now: "2026-05-04").open()
        try engine.take(Bootstrapped.journal)
        let answer = try engine.recall("Who is allergic to penicillin?", options: options())
        #expect(answer.results.first?.memory.content.contains("enicillin") == true)
        #expect(answer.notes.contains { $0.contains("by words only") })
        #expect(answer.results.allSatisfy { $0.reasons.allSatisfy { $0.kind != .meaning } })
    }

    @Test func aBrokenModelIsToldAndWordsFindIt() throws {
        let home = try TemporaryHome(now: "2026-05-04")
        let folder = try home.write("model/model.onnx", "not a model").deletingLastPathComponent()
        try home.write("model/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n")
        var options = EngineOptions(now: { .latest }, randomID: { UUID() })
        options.modelDirectory = folder.path
        let engine = try MemoryEngine(home: home.home, options: options)
        _ = try engine.remember(try MemoryDraft("The pump is dry", at: "2026-03-02"))
        let answer = try engine.recall("pump", options: self.options())
        #expect(answer.results.count == 1)
        #expect(answer.notes.contains { $0.contains("the embedding model cannot be used") })
        #expect(memoryError { try engine.embedMissing() }?.code == .model)
    }

    @Test func memoriesWithoutAVectorAreFoundByWordsAndCounted() throws {
        let engine = try TemporaryHome().open(model: true)
        _ = try engine.remember(try MemoryDraft("The pump is dry", at: "2026-03-02"))
        let answer = try engine.recall("pump", options: options())
        #expect(answer.results.count == 1)
        #expect(answer.notes.contains { $0.hasPrefix("1 memor") && $0.contains("no vector") })
    }

    @Test func itWorksBeforeTheFirstSleepAndBetterAfter() throws {
        let engine = try TemporaryHome(now: "2026-05-04").open()
        try engine.take(Bootstrapped.journal)
        let before = try engine.recall("the launch date", options: options())
        #expect(before.results.count == 10)
        #expect(before.knowledge.isEmpty)
        _ = try engine.sleep(SleepRequest())
        let after = try engine.recall("the launch date", options: options())
        let kinds = Set(after.results.flatMap { $0.reasons.map(\.kind) })
        #expect(kinds.contains(.association))
        #expect(kinds.contains(.strength))
    }

    @Test(arguments: ["", " ", "\n\t"])
    func anEmptyQuestionIsRefused(_ question: String) throws {
        let engine = try TemporaryHome().open()
        let error = memoryError { _ = try engine.recall(question, options: options()) }
        #expect(error?.code == .invalidInput)
    }

    @Test func anEmptyHomeFindsNothing() throws {
        let engine = try TemporaryHome().open()
        let answer = try engine.recall("pump", options: options())
        #expect(answer.results.isEmpty)
        #expect(answer.likelihood == 0)
    }

    @Test func whatIsToldIsFoundAtOnce() throws {
        let engine = try TemporaryHome().open()
        for number in 0..<3 {
            let id = try engine.remember(try MemoryDraft("pump number \(number)")).id
            let answer = try engine.recall("pump \(number)", options: options())
            #expect(answer.results.count == number + 1)
            #expect(answer.results.contains { $0.memory.id == id })
        }
    }

    @Test func whatIsRecalledIsWrittenDown() throws {
        let home = try TemporaryHome()
        do {
            let engine = try home.open()
            for number in 0..<3 { _ = try engine.remember(try MemoryDraft("pump \(number)")) }
            _ = try engine.recall("pump", options: options())
            try engine.flush()
        }
        let accesses = try home.open().store.accesses(namespace: "default").values.flatMap { $0 }
        #expect(accesses.map(\.rank).sorted() == [1, 2, 3])
        #expect(Set(accesses.map(\.recallID)).count == 1)
        #expect(accesses.allSatisfy { $0.accessedAt.description == "2026-05-13T12:00:00Z" })
    }
}
