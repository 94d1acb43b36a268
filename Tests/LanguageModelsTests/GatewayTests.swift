import Foundation
import JSON
import ModelServerTestSupport
import Testing

@testable import LanguageModels

/// What the gateway does with servers that fail in one way each.
@Suite struct GatewayTests {
    let server: FaultyModelServer

    init() throws { server = try FaultyModelServer() }

    private func gateway(
        _ kind: ModelServer.Kind = .openai, folder: URL? = nil,
        breaker: CircuitBreaker = CircuitBreaker(),
        _ change: (inout ModelConfiguration) -> Void = { _ in }
    ) throws -> Gateway {
        var configuration = try server.configuration(kind)
        change(&configuration)
        return Gateway(
            configuration,
            cache: AnswerCache(
                path: folder?.appending(path: "answers.log").path, limit: configuration.cacheBytes),
            today: DayAccount(
                budget: configuration.dayBudget,
                ledger: folder.map {
                    UsageLedger(path: $0.appending(path: "usage.jsonl").path)
                }, date: Date()),
            breaker: breaker)
    }

    private func question(
        _ prompt: String, _ task: Question.Task = .text, timeout: Duration = .seconds(20)
    ) -> Question {
        Question(
            provider: "test", model: task == .embedding ? "echo-embed" : "echo", task: task,
            prompt: prompt, timeout: timeout)
    }

    private func ask(
        _ gateway: Gateway, _ questions: [Question], run: ModelRun? = nil
    ) async throws -> [Swift.Result<Answer, ModelError>] {
        let run = run ?? gateway.beginRun()
        return try await blocking { gateway.ask(questions, in: run) }
    }

    private func requests() async throws -> Int { try await server.report()["requests"]?.int ?? -1 }

    private let schema =
        #"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}"#

    @Test(arguments: [ModelServer.Kind.openai, .ollama])
    func bothInterfacesAnswer(_ kind: ModelServer.Kind) async throws {
        let gateway = try gateway(kind)
        let answers = try await ask(
            gateway,
            [
                question("hi"), question("hi", .json(schema: schema)), question("hi", .embedding),
            ])
        #expect(try answers[0].get() == .text("echo: hi"))
        #expect(try answers[1].get() == .text(#"{"a":"echo: hi"}"#))
        #expect(try answers[2].get().vector?.count == 8)
        let paths = try await server.report()["paths"]
        let expected =
            kind == .ollama
            ? ["/api/generate", "/api/chat", "/api/embed"]
            : ["/v1/chat/completions", "/v1/embeddings"]
        for path in expected { #expect(paths?[path] != nil) }
    }

    @Test(arguments: ["crash", "reset", "junk", "half", "broken", "encoding", "limited", "empty"])
    func whatPassesIsTriedAgain(_ fault: String) async throws {
        try await server.control(["script": [.string(fault), .string(fault), "ok"]])
        let gateway = try gateway()
        let run = gateway.beginRun()
        let answer = try await ask(gateway, [question("hi")], run: run)
        #expect(try answer[0].get() == .text("echo: hi"))
        #expect(try await requests() == 3)
        #expect(run.usage.values.first?.retries == 2)
    }

    @Test(arguments: [
        ("missing", ModelError.Code.modelMissing, 1), ("length", .truncated, 1),
        ("huge", .tooLarge, 1), ("broken", .serverFailed, 5), ("junk", .badAnswer, 5),
        ("encoding", .badAnswer, 5), ("half", .badAnswer, 5), ("crash", .serverFailed, 5),
        ("limited", .rateLimited, 5), ("soft", .serverFailed, 5),
    ])
    func whatDoesNotPassIsSaid(_ fault: String, _ code: ModelError.Code, _ times: Int) async throws
    {
        try await server.control(["faults": .object([fault: 1]), "retryAfter": "0.01"])
        let answer = try await ask(try gateway(), [question("hello \(fault)")])
        let error = #expect(throws: ModelError.self) { try answer[0].get() }
        #expect(error?.code == code)
        #expect(error?.message.contains("hello") == false)
        #expect(try await requests() == times)
    }

    @Test(arguments: ["hang", "drip"])
    func slownessEndsAtTheTimeout(_ fault: String) async throws {
        try await server.control(["faults": .object([fault: 1])])
        let gateway = try gateway { $0.providers[0].retry.retries = 1 }
        let answer = try await ask(gateway, [question("hi", timeout: .milliseconds(300))])
        let error = #expect(throws: ModelError.self) { try answer[0].get() }
        #expect(error?.code == .timedOut)
        #expect(try await requests() == 2)
    }

    @Test func theServerSaysWhenToComeBack() async throws {
        try await server.control(["script": ["limited", "ok"], "retryAfter": "0.7"])
        let answer = try await ask(try gateway(), [question("hi")])
        #expect(try answer[0].get() == .text("echo: hi"))
        let times = try await server.report()["times"]?.array?.compactMap(\.double) ?? []
        #expect(times.count == 2 && times[1] - times[0] >= 0.69)
    }

    @Test(arguments: [
        "999999999999", "1e300", "Fri, 31 Dec 2199 23:59:59 GMT",
        "Thursday, 31-Dec-99 23:59:59 GMT", "Thu Dec 31 23:59:59 2099",
    ])
    func whoIsSentAwayForVeryLongGivesUpAndSaysSo(_ rest: String) async throws {
        try await server.control(["faults": ["limited": 1], "retryAfter": .string(rest)])
        let answer = try await ask(try gateway(), [question("hi")])
        #expect(answer[0].failure?.code == .rateLimited)
        #expect(answer[0].failure?.message.contains("left alone for an hour") == true)
        #expect(try await requests() == 1)
    }

    @Test(arguments: ["loading", "broken", "reset"])
    func manyRowsOutlastAServerThatIsStarting(_ fault: String) async throws {
        // Each question fails three times, so that hundreds fail in a row.
        try await server.control(["faults": .object([fault: 1]), "heal": 3])
        let questions = (0..<120).map { question("\(fault) \($0)", timeout: .seconds(600)) }
        let answers = try await ask(try gateway(), questions)
        #expect(answers.allSatisfy { $0.failure == nil })
    }

    @Test func whatAServerSaysWithStatus200IsTold() async throws {
        try await server.control(["faults": ["soft": 1]])
        let gateway = try gateway { $0.providers[0].retry.retries = 0 }
        let answer = try await ask(gateway, [question("hi")])
        let message = try #require(answer[0].failure?.message)
        #expect(message.contains("the upstream has failed"))
        #expect(message.contains("status 200") && !message.contains("500"))
    }

    @Test func noMoreRequestsThanAllowedAreUnderWay() async throws {
        try await server.control(["delay": 0.02, "atOnce": 3])
        let gateway = try gateway { $0.providers[0].atOnce = 3 }
        let answers = try await ask(gateway, (0..<30).map { question("number \($0)") })
        for (number, answer) in answers.enumerated() {
            #expect(try answer.get() == .text("echo: number \(number)"))
        }
        #expect(try await server.report()["most"]?.int == 3)
        #expect(try await requests() == 30)
    }

    @Test func aServerThatIsDownIsLeftAloneAndTriedAgain() async throws {
        var breaker = CircuitBreaker()
        breaker.threshold = 3
        breaker.rest = .milliseconds(300)
        let gateway = try gateway(breaker: breaker) {
            $0.providers[0].atOnce = 1
            $0.providers[0].retry.retries = 0
        }
        try await server.control(["faults": ["broken": 1]])
        let codes = try await ask(gateway, (0..<20).map { question("a \($0)") }).map {
            (try? $0.get()) == nil ? ($0.failure?.code) : nil
        }
        #expect(codes.count { $0 == .serverFailed } == 3)
        #expect(codes.count { $0 == .circuitOpen } == 17)
        #expect(try await requests() == 3)
        try await server.control()
        try await Task.sleep(for: .milliseconds(400))
        let answers = try await ask(gateway, (0..<5).map { question("b \($0)") })
        #expect(answers.allSatisfy { (try? $0.get()) != nil })
    }

    @Test func theWholeRunHasADeadline() async throws {
        try await server.control(["faults": ["hang": 1]])
        let gateway = try gateway()
        let run = gateway.beginRun(deadline: .milliseconds(400))
        let answers = try await ask(
            gateway, (0..<50).map { question("n \($0)", timeout: .seconds(600)) }, run: run)
        #expect(answers.allSatisfy { $0.failure?.code == .deadline })
    }

    @Test func aBudgetIsNeverExceeded() async throws {
        // An answer takes 12 tokens; the longest might take 20.
        let gateway = try gateway { $0.runBudget.tokens = 100 }
        let run = gateway.beginRun()
        let answers = try await ask(
            gateway,
            (0..<20).map { number in
                var question = question("n\(number)")
                question.maximumTokens = 10
                return question
            }, run: run)
        let spent = run.usage.values.reduce(0) { $0 + $1.tokens.total }
        #expect(spent <= 100 && spent >= 80)
        #expect(answers.count { $0.failure?.code == .budgetSpent } == 20 - spent / 12)
        #expect(run.left.tokens == 100 - spent)
    }

    @Test func aDaysBudgetHoldsForAllProcessesOfAHome() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let change: (inout ModelConfiguration) -> Void = {
            $0.dayBudget.tokens = 1100
            $0.maximumTokens = 1000
        }
        let one = try gateway(folder: folder, change)
        let other = try gateway(folder: folder, change)
        #expect(try await ask(one, [question("a")])[0].failure == nil)
        // 12 of 1,100 are spent; a question may take 1,033.
        for number in 0..<4 {
            #expect(try await ask(other, [question("b\(number)")])[0].failure == nil)
        }
        #expect(try await ask(one, [question("c")])[0].failure?.code == nil)
        #expect(one.leftToday == other.leftToday)
        #expect(try await ask(other, [question("d")])[0].failure?.code == .budgetSpent)
    }

    @Test func severalProcessesTogetherStayWithinTheDaysBudget() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await server.control(["delay": 0.02])
        // Gateways share the file only, as processes do.
        let gateways = try (0..<4).map { _ in
            try gateway(folder: folder) {
                $0.dayBudget.tokens = 400
                $0.cacheBytes = 0
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, gateway) in gateways.enumerated() {
                let questions = (0..<20).map { row in
                    var question = question("process \(number) row \(row)")
                    question.maximumTokens = 10
                    return question
                }
                group.addTask { _ = try await ask(gateway, questions) }
            }
            try await group.waitForAll()
        }
        let spent = 400 - (gateways[0].leftToday.tokens ?? 0)
        let sent = try await requests()
        #expect(spent <= 400 && spent >= 300, "\(spent) tokens")
        #expect(sent < 80 && sent >= 20, "\(sent) requests")
    }

    @Test func aDryRunCountsAndSendsNothing() async throws {
        let gateway = try gateway { $0.providers[0].price = Price(prompt: 1, completion: 2) }
        let run = gateway.beginRun(isDryRun: true)
        let answers = try await ask(
            gateway, (0..<30).map { question("number \($0 % 10)") }, run: run)
        #expect(answers.allSatisfy { $0.failure?.code == .dryRun })
        let usage = try #require(run.usage.values.first)
        #expect(usage.planned == 10)
        #expect(usage.plannedTokens == TokenCount(prompt: 100, completion: 10_240))
        #expect(abs(usage.plannedCost - (100 + 2 * 10_240) / 1e6) < 1e-9)
        #expect(try await requests() == 0)
    }

    @Test func jsonIsRepairedOnceAndThenRefused() async throws {
        try await server.control(["script": ["violates", "ok"]])
        let gateway = try gateway()
        let run = gateway.beginRun()
        let repaired = try await ask(gateway, [question("hi", .json(schema: schema))], run: run)
        #expect(try repaired[0].get() == .text(#"{"a":"echo: hi"}"#))
        #expect(run.usage.values.first?.repairs == 1)
        try await server.control(["faults": ["violates": 1]])
        let refused = try await ask(gateway, [question("ho", .json(schema: schema))])
        #expect(refused[0].failure?.code == .schemaViolated)
        #expect(try await requests() == 2)
    }

    @Test func aServerWithoutSchemasIsToldInThePrompt() async throws {
        try await server.control(["schema": false])
        let gateway = try gateway()
        for word in ["hi", "ho"] {
            let answer = try await ask(gateway, [question(word, .json(schema: schema))])
            #expect(try answer[0].get() == .text(#"{"a":"echo: \#(word)"}"#))
        }
        // Refused once; known from then on.
        #expect(try await requests() == 3)
    }

    @Test func vectorsGoToTheirTextsHoweverTheServerOrdersThem() async throws {
        let gateway = try gateway()
        let texts = (0..<100).map { "text \($0)" }
        let together = try await ask(gateway, texts.map { question($0, .embedding) })
        #expect(try await requests() == 4)
        let alone = try self.gateway(.ollama)
        let single = try await ask(alone, texts.map { question($0, .embedding) })
        #expect(try await requests() == 104)
        for (one, other) in zip(together, single) { #expect(try one.get() == other.get()) }
    }

    @Test(arguments: ["size", "unnumbered"])
    func vectorsThatDoNotFitAreRefused(_ fault: String) async throws {
        try await server.control(["faults": .object([fault: 1])])
        let gateway = try gateway { $0.providers[0].retry.retries = 0 }
        let answers = try await ask(gateway, (0..<3).map { question("t \($0)", .embedding) })
        for answer in answers where fault == "size" {
            #expect(answer.failure?.code == .wrongSize)
        }
        // A single text has the number 0 also from a server that counts wrongly.
        if fault == "unnumbered" { #expect(answers.allSatisfy { $0.failure == nil }) }
    }

    @Test func answersOutliveTheProcess() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let questions =
            (0..<50).map { question("q \($0)") } + (0..<50).map { question("q \($0)", .embedding) }
        let first = try await ask(try gateway(folder: folder), questions)
        let sent = try await requests()
        let later = try gateway(folder: folder)
        let run = later.beginRun()
        #expect(try await ask(later, questions, run: run) == first)
        #expect(try await requests() == sent)
        #expect(run.usage.values.reduce(0) { $0 + $1.cached } == 100)
        later.clearCache()
        #expect(later.cacheSize.answers == 0)
        let text = try String(
            contentsOf: folder.appending(path: "usage.jsonl"), encoding: .utf8)
        #expect(!text.contains("q 7") && !text.contains("sk-secret"))
    }

    @Test func whoeverGivesUpEndsOnlyWhatNobodyElseWants() async throws {
        try await server.control(["delay": 0.6])
        let gateway = try gateway()
        let (one, other) = (gateway.beginRun(deadline: .milliseconds(200)), gateway.beginRun())
        let question = question("shared")
        async let impatient = ask(gateway, [question], run: other)
        async let patient = ask(gateway, [question], run: one)
        #expect(try await patient[0].failure?.code == .deadline)
        #expect(try await impatient[0].get() == .text("echo: shared"))
    }
}

extension Swift.Result {
    var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
