import Foundation
import JSON
import ModelServerTestSupport
import Testing

@testable import LanguageModels

/// With a real server and a small real model. It invents facts: what is tested are the mechanics.
@Suite(
    .serialized,
    .enabled(
        if: RealModelServer.isInstalled, "no model here; scripts/install-model-server gets one"))
struct RealModelTests {
    private func question(_ prompt: String, _ task: Question.Task = .text, tokens: Int = 40)
        -> Question
    {
        Question(
            provider: "real", model: "smollm2", task: task, prompt: prompt, maximumTokens: tokens,
            seed: 1, timeout: .seconds(120))
    }

    @Test func aRealModelAnswersKeepsToASchemaAndIsCutOff() async throws {
        let server = try RealModelServer.running.get()
        var provider = ModelConfiguration.Provider(
            name: "real",
            server: try ModelServer(kind: .openai, url: server.url))
        provider.model = "smollm2"
        provider.atOnce = 2
        var configuration = ModelConfiguration()
        configuration.providers = [provider]
        let gateway = Gateway(configuration)
        let schema =
            #"{"type":"object","properties":{"mood":{"enum":["joy","fear"]},"score":{"type":"integer","minimum":0,"maximum":9}},"required":["mood","score"],"additionalProperties":false}"#
        let questions = [
            question("Say hello."), question("I won the race!", .json(schema: schema)),
            question("Tell a very long story about a dormouse.", tokens: 8),
        ]
        let run = gateway.beginRun()
        let answers = try await blocking { gateway.ask(questions, in: run) }
        #expect(try answers[0].get().text?.isEmpty == false)
        let value = try JSON.parse(try answers[1].get().text ?? "")
        #expect(["joy", "fear"].contains(value["mood"]?.string))
        #expect((0...9).contains(value["score"]?.int ?? -1))
        #expect(answers[2].failure?.code == .truncated)
        let usage = try #require(run.usage.values.first)
        #expect(usage.tokens.prompt > 0 && usage.tokens.completion > 0)
        let health = try await blocking { gateway.health(timeout: .seconds(120)) }
        #expect(health[0].isWell && health[0].enforcesSchemas == true)
        #expect((health[0].tokensPerSecond ?? 0) > 0)
    }
}
