import Foundation
import Inference
import JSON
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
            server: try ModelServer(kind: .openai, url: "http://127.0.0.1:\(server.port)"))
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

/// `scripts/model-server`, started once for all tests.
final class RealModelServer: @unchecked Sendable {
    // Sendable: nothing changes after init.
    static let running = Swift.Result { try RealModelServer() }
    private static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardized
    static let isInstalled = FileManager.default.fileExists(
        atPath: checkout.appending(path: ".prefix/model-server/model.gguf").path)

    let port: Int
    private let process = Process()
    private let input = Pipe()

    init() throws {
        // The kernel gives a free port; the server takes it a moment later.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size)
                getsockname(listener, $0, &size)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        close(listener)
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", Self.checkout.appending(path: "scripts/model-server").path, "\(port)",
        ]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It says `ready` on a line of its own, between others.
        var text = ""
        while !text.contains("ready\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw ModelError(.unreachable, "the model server did not start") }
            text += String(decoding: more, as: UTF8.self)
        }
    }
}
