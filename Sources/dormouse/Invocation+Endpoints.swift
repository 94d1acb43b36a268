import Dispatch
import Endpoints
import LanguageModels
import Synchronization

extension Invocation {
    /// The endpoints of `dormouse.yml`; nil where none is declared. Nothing is connected to yet.
    func endpoints() throws -> EndpointDatabase? {
        let configuration = try EndpointConfiguration(try settings())
        guard !configuration.endpoints.isEmpty else { return nil }
        return try EndpointDatabase(configuration, embed: try textEmbedder())
    }

    /// Makes a vector of a text as `llm_embed` does, on a thread of its own; nil where no model is
    /// there.
    private func textEmbedder() throws -> EndpointDatabase.Embedder? {
        let functions = try languageModels()
        guard functions.canEmbed else { return nil }
        let queue = DispatchQueue(label: "dormouse.endpoints.embed", attributes: .concurrent)
        return { text in
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(with: Result { try functions.vector(of: text) })
                }
            }
        }
    }
}

/// Waits on this thread, none of Swift's own, for what is async.
func waiting<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) throws -> T {
    let ended = DispatchSemaphore(value: 0)
    let outcome = Mutex<Result<T, any Error>?>(nil)
    Task {
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        outcome.withLock { $0 = result }
        ended.signal()
    }
    ended.wait()
    return try outcome.withLock { $0 }!.get()
}
