import Foundation
import JSON
import ModelServerTestSupport
import Testing

@testable import LanguageModels

/// Five hundred schedules of faults, each from a seed. Whatever goes wrong: every question gets an
/// answer that is its own or an error that says why, within the time of the run, and what was
/// tried again succeeded where the server healed.
@Test func fiveHundredSchedulesOfFaultsLoseAndMixUpNothing() async throws {
    let schema =
        #"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}"#
    let servers = try (0..<8).map { _ in try FaultyModelServer() }
    try await withThrowingTaskGroup(of: Void.self) { group in
        for (lane, server) in servers.enumerated() {
            group.addTask {
                for seed in stride(from: lane, to: 500, by: servers.count) {
                    try await runSchedule(seed, server, schema)
                }
            }
        }
        try await group.waitForAll()
    }
}

private func runSchedule(_ seed: Int, _ server: FaultyModelServer, _ schema: String) async throws {
    // Every fifth seed never heals.
    let heals = seed % 5 != 0
    try await server.control([
        "seed": .int(seed), "heal": .int(heals ? 2 : 1_000_000), "retryAfter": "0.001",
        "faults": [
            "hang": 0.002, "crash": 0.05, "junk": 0.05, "half": 0.05, "limited": 0.1,
            "broken": 0.1, "drip": 0.001, "encoding": 0.05, "empty": 0.05, "reset": 0.05,
            "violates": 0.1,
        ],
    ])
    var configuration = try server.configuration(seed % 2 == 0 ? .openai : .ollama)
    configuration.providers[0].timeout = .seconds(2)
    configuration.providers[0].retry.firstDelay = .milliseconds(1)
    configuration.providers[0].atOnce = 4
    let gateway = Gateway(configuration)
    let run = gateway.beginRun(deadline: .seconds(60))
    let questions = (0..<10).map { number in
        Question(
            provider: "test", model: "echo",
            task: number % 3 == 0 ? .json(schema: schema) : .text,
            prompt: "seed \(seed) number \(number % 8)", timeout: .seconds(2))
    }
    let answers = try await blocking { gateway.ask(questions, in: run) }
    #expect(answers.count == questions.count)
    for (question, answer) in zip(questions, answers) {
        switch answer {
        case .success(let answer):
            let echo = "echo: " + question.prompt
            let expected =
                question.task == .text ? echo : JSON.object(["a": .string(echo)]).text()
            #expect(answer == .text(expected), "seed \(seed)")
        case .failure(let error):
            // Schemas violated twice are the model's fault and not tried again. The others are
            // those of a machine that is too busy to answer in time.
            let mayBe: [ModelError.Code] = [.schemaViolated, .timedOut, .circuitOpen]
            #expect(!heals || mayBe.contains(error.code), "seed \(seed): \(error.code)")
            #expect(!error.message.contains("seed \(seed)"))
        }
    }
    let failed = Set(zip(questions, answers).filter { $0.1.failure != nil }.map(\.0)).count
    #expect(run.usage.values.reduce(0) { $0 + $1.failures } == failed, "seed \(seed)")
}
