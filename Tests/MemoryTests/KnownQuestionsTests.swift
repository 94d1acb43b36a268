import Testing

@testable import Memory

@Suite struct KnownQuestionsTests {
    @Test func aQuestionIsEmbeddedOnceForAllWhoAskIt() throws {
        let known = KnownQuestions()
        let pending = PendingVectors()
        let first = known.vector(of: "Where is Ada?") { pending }
        let second = known.vector(of: "Where is Ada?") { PendingVectors() }
        pending.set(.success([1, 2]))
        #expect(first === pending && second === pending)
        #expect(try second.get() == [1, 2])
        // Equal to Swift, and other bytes.
        let composed = known.vector(of: "caf\u{e9}") { PendingVectors() }
        let other = known.vector(of: "cafe\u{301}") { PendingVectors() }
        #expect(composed !== other)
        for vector in [composed, other] { vector.set(.success([])) }
    }

    @Test func whatFailedIsTriedAgain() {
        let known = KnownQuestions()
        let failing = PendingVectors()
        _ = known.vector(of: "a") { failing }
        failing.set(.failure(MemoryError(.model, "it does not run")))
        let next = PendingVectors()
        #expect(known.vector(of: "a") { next } === next)
        next.set(.success([]))
    }

    @Test func theOldestMakeRoom() {
        let known = KnownQuestions(room: 8)
        var made = 0
        func ask(_ question: Int) {
            _ = known.vector(of: "question \(question)") {
                made += 1
                let vector = PendingVectors()
                vector.set(.success([]))
                return vector
            }
        }
        for question in 0..<8 { ask(question) }
        ask(0)
        ask(8)
        #expect(made == 9)
        // 1 was asked longest ago and is gone; 0 was asked since.
        ask(0)
        #expect(made == 9)
        ask(1)
        #expect(made == 10)
    }
}
