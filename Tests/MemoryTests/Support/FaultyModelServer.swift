import Foundation
import HTTPClient
import Inference
import JSON
import LanguageModels

@testable import Memory

/// The server of language models that fails on purpose (`LanguageModelsTests/Support`), for tests
/// of sleep.
final class FaultyModelServer: Sendable {
    private let port: Int
    private let server: Running

    /// Sendable: nothing changes after init.
    private struct Running: @unchecked Sendable {
        let process = Process()
        let input = Pipe()
    }

    init() throws {
        server = Running()
        let (process, input) = (server.process, server.input)
        let output = Pipe()
        let script = Bootstrapped.checkout
            .appending(path: "Tests/LanguageModelsTests/Support/model_server.py")
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let more = try output.fileHandleForReading.read(upToCount: 1) ?? Data()
            if more.isEmpty { throw MemoryError(.model, "the test's server did not start") }
            line += more
        }
        port = Int(String(decoding: line.dropLast(), as: UTF8.self)) ?? 0
    }

    deinit {
        // The server ends with its standard input.
        try? server.input.fileHandleForWriting.close()
        server.process.waitUntilExit()
    }

    /// A server of its own below a name, with its faults.
    func begin(_ name: String, _ control: JSON) async throws {
        _ = try await HTTPClient().send(
            HTTPRequest(.post, url(name, "control"), body: control.bytes()))
    }

    /// What happened below a name.
    func report(_ name: String) async throws -> JSON {
        try JSON.parse(
            try await HTTPClient().send(HTTPRequest(.get, url(name, "control"))).body)
    }

    /// The functions of SQL over it.
    func functions(
        _ name: String, timeout: Duration = .seconds(10), retries: Int = 1
    ) throws -> ModelFunctions {
        var configuration = ModelConfiguration()
        var provider = ModelConfiguration.Provider(
            name: "test",
            server: try ModelServer(kind: .openai, url: url(name, "v1")))
        provider.model = "echo"
        provider.timeout = timeout
        provider.retry.retries = retries
        provider.retry.firstDelay = .milliseconds(2)
        configuration.providers = [provider]
        return ModelFunctions(gateway: Gateway(configuration))
    }

    private func url(_ name: String, _ path: String) -> String {
        "http://127.0.0.1:\(port)/t/\(name)/\(path)"
    }
}
