import HTTPServer
import Testing

@testable import DormouseServer

@Suite("Idempotency keys")
struct IdempotencyTests {
    private let now = ContinuousClock.now

    private func number(_ beginning: Idempotency.Beginning) throws -> Int {
        guard case .new(let number) = beginning else {
            throw Problem(.internal, "it was known already")
        }
        return number
    }

    @Test("what runs is not forgotten for others, and so is never done twice")
    func runningStays() throws {
        let keys = Idempotency(room: 4)
        let running = try number(keys.begin("slow", "a", now))
        for index in 0..<20 {
            keys.end("k\(index)", try number(keys.begin("k\(index)", "a", now)), .init(201))
        }
        #expect(throws: Problem.self) { try keys.begin("slow", "a", now) }
        keys.end("slow", running, .init(200))
        guard case .known(let answer) = try keys.begin("slow", "a", now) else {
            Issue.record("it was forgotten")
            return
        }
        #expect(answer.status == 200)
    }

    @Test("what ends late does not answer for the one that has its key since")
    func endsLate() throws {
        let keys = Idempotency()
        let first = try number(keys.begin("key", "a", now))
        let tomorrow = now + .seconds(86_400)
        let second = try number(keys.begin("key", "b", tomorrow))
        keys.end("key", first, .init(201))
        #expect(throws: Problem.self) { try keys.begin("key", "b", tomorrow) }
        keys.end("key", second, nil)
        _ = try number(keys.begin("key", "c", tomorrow))
    }
}
