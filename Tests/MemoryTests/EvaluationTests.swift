import DuckDB
import Foundation
import JSON
import Search
import Testing

@testable import Memory

@Suite struct EvaluationTests {
    @Test func whatRecallTakesForSimilarityIsExact() throws {
        let place = try TemporaryHome()
        let engine = try place.open()
        var home = SyntheticHome(.init(memories: 300))
        try home.tell(300, to: engine) { _, _, _ in }
        let index = try engine.index(of: home.namespaces[0])
        #expect(index.count == 300)
        #expect(index.withoutVector == 0)
        var exact = ExactCheck()
        for row in [0, 150, 299] {
            try exact.compare(Array(index.vectors[row]), in: index, engine.store)
        }
        #expect(exact.vectors == 3)
        #expect(exact.different == 0)
        #expect(exact.maximumDifference < ExactCheck.tolerance)
    }

    @Test func anotherVectorIsNoticed() throws {
        let place = try TemporaryHome()
        let engine = try place.open()
        var home = SyntheticHome(.init(memories: 50))
        try home.tell(50, to: engine) { _, _, _ in }
        let index = try engine.index(of: home.namespaces[0])
        try engine.connection.execute(
            """
            UPDATE source_memories.embedding SET vector = list_reverse(vector)
            """)
        var exact = ExactCheck()
        try exact.compare(Array(index.vectors[0]), in: index, engine.store)
        #expect(exact.different == 1)
        #expect(exact.maximumDifference > 0.1)
    }

    @Test func questionsAreAskedWhereTheirWordsAre() throws {
        let place = try TemporaryHome()
        let engine = try place.open()
        var plan = SyntheticHome.Plan(memories: 400)
        plan.namespaces = 12
        var home = SyntheticHome(plan)
        try home.tell(400, to: engine) { _, _, _ in }
        let questions = try home.questions(30, in: engine)
        #expect(questions.count == 30)
        #expect(Set(questions.map(\.namespace)).count == 10)
        for question in questions {
            let answer = try engine.recall(
                question.text, options: RecallOptions(namespace: question.namespace))
            #expect(answer.results.count == 10)
        }
    }

    @Test func homesThatSleptOnTheSameHaveTheSameDigests() throws {
        func digest(_ count: Int) throws -> JSON {
            let place = try TemporaryHome()
            let engine = try place.open()
            var home = SyntheticHome(.init(memories: 60))
            try home.tell(count, to: engine) { _, _, _ in }
            _ = try engine.sleep(SleepRequest())
            return try engine.derivedDigest()
        }
        let first = try digest(60)
        #expect(first["stg_memories"]?["rows"]?.int == 60)
        #expect(try digest(60) == first)
        #expect(try digest(59) != first)
    }
}
