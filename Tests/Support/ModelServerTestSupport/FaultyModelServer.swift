import HTTPClient
package import JSON
import Synchronization

/// A server of language models that fails on purpose: `model_server.py` says how. One process
/// serves all tests of a run, each below a path of its own.
package struct FaultyModelServer: Sendable {
    private static let running = Result {
        try ServerProcess.start("Tests/Support/ModelServerTestSupport/model_server.py") {
            Int($0) != nil
        }
    }
    private static let number = Atomic(0)

    /// Below it lie Ollama's paths; below its `/v1` OpenAI's.
    package let url: String

    package init() throws {
        let number = Self.number.wrappingAdd(1, ordering: .relaxed).newValue
        url = "http://127.0.0.1:\(try Self.running.get().line)/t/\(number)"
    }

    private init(url: String) { self.url = url }

    /// Another server, which has its own faults.
    package func named(_ name: String) -> Self { Self(url: "\(url)-\(name)") }

    /// Begins a new schedule and forgets what happened.
    package func control(_ settings: JSON = [:]) async throws {
        _ = try await HTTPClient().send(
            HTTPRequest(.post, url + "/control", body: settings.bytes()))
    }

    /// What happened since.
    package func report() async throws -> JSON {
        try JSON.parse(try await HTTPClient().send(HTTPRequest(.get, url + "/control")).body)
    }
}
