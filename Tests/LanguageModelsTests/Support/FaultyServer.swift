import Foundation
import HTTPClient
import Inference
import JSON
import Synchronization

@testable import LanguageModels

/// A server of language models that fails on purpose, for one test: `model_server.py`.
final class FaultyServer: Sendable {
    /// One process serves all tests, each below a path of its own.
    private static let process = Swift.Result { try ServerProcess() }
    private static let number = Atomic(0)

    let url: String

    init() throws {
        let number = Self.number.wrappingAdd(1, ordering: .relaxed).newValue
        url = "http://127.0.0.1:\(try Self.process.get().port)/t/\(number)"
    }

    /// Begins a new schedule and forgets what happened.
    @discardableResult
    func control(_ settings: JSON = [:]) async throws -> JSON {
        try await send(HTTPRequest(.post, url + "/control", body: settings.bytes()))
    }

    /// What happened since.
    func report() async throws -> JSON { try await send(HTTPRequest(.get, url + "/control")) }

    private func send(_ request: HTTPRequest) async throws -> JSON {
        try JSON.parse(try await HTTPClient().send(request).body)
    }

    /// A configuration that asks this server, impatiently.
    func configuration(_ kind: ModelServer.Kind = .openai) throws -> ModelConfiguration {
        var configuration = ModelConfiguration()
        let url = kind == .openai ? url + "/v1" : url
        var provider = ModelConfiguration.Provider(
            name: "test", server: try ModelServer(kind: kind, url: url, key: Secret("sk-secret")))
        provider.model = "echo"
        provider.embeddingModel = "echo-embed"
        provider.embeddingDimensions = 8
        // A test of what hangs would hang with it: it must be ended by what is tested.
        provider.timeout = .seconds(600)
        provider.retry.firstDelay = .milliseconds(2)
        configuration.providers = [provider]
        return configuration
    }
}

/// The process; it ends when its standard input is closed, so with this one.
private final class ServerProcess: @unchecked Sendable {
    // Sendable: nothing changes after init.
    let port: Int
    private let process = Process()
    private let input = Pipe()

    init() throws {
        let output = Pipe()
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "model_server.py")
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let more = try output.fileHandleForReading.read(upToCount: 1) ?? Data()
            if more.isEmpty { throw ModelError(.unreachable, "the test's server did not start") }
            line += more
        }
        port = Int(String(decoding: line.dropLast(), as: UTF8.self)) ?? 0
    }
}
