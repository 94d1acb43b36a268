public import HTTPClient
internal import JSON

/// Asks one server of language models. It sends each question once: who retries, caches and
/// counts stands above it.
public struct ModelClient: Sendable {
    public let server: ModelServer
    private let http: HTTPClient
    private let interface: any ModelInterface

    public init(_ server: ModelServer, over http: HTTPClient) {
        self.server = server
        self.http = http
        interface = server.interface
    }

    /// What the model writes. A schema is passed on, and not checked here.
    ///
    /// - Parameter timeout: from the first packet to the last byte.
    public func generate(
        _ request: GenerationRequest, timeout: Duration
    ) async throws(ModelError) -> Generation {
        let answer = try await ask(
            interface.request(for: request), timeout: timeout, model: request.model,
            private: [request.prompt, request.system ?? ""])
        return try interface.generation(from: answer, to: request)
    }

    /// How many texts `embed` takes.
    public var embeddingsAtOnce: Int { interface.embeddingsAtOnce }

    /// The vectors of texts, each put beside its text by the number the server gave it.
    public func embed(
        _ texts: [String], model: String, timeout: Duration
    ) async throws(ModelError) -> EmbeddedTexts {
        precondition(texts.count <= embeddingsAtOnce, "too many texts for one request")
        let answer = try await ask(
            interface.request(forEmbeddings: texts, model: model), timeout: timeout, model: model,
            private: texts)
        return try interface.embeddings(from: answer, of: texts)
    }

    /// The names of the models the server has.
    public func models(timeout: Duration) async throws(ModelError) -> [String] {
        let answer = try await ask(interface.modelsRequest, timeout: timeout, model: nil)
        return try interface.models(from: answer)
    }

    /// The command that would fetch a model, where there is one.
    public func commandToFetch(_ model: String) -> String? { interface.commandToFetch(model) }

    /// - Parameter private: what an error must not repeat.
    private func ask(
        _ request: HTTPRequest, timeout: Duration, model: String?, private texts: [String] = []
    ) async throws(ModelError) -> JSON {
        var request = request
        request.timeout = timeout
        let answer: HTTPResponse
        do { answer = try await http.send(request) } catch { throw ModelError(error) }
        func refusal(_ status: Int) -> ModelError {
            Refusal(answer: answer, status: status, server: server, model: model, texts: texts)
                .error(commandToFetch: model.flatMap(interface.commandToFetch))
        }
        guard answer.status == 200 else { throw refusal(answer.status) }
        let body: JSON
        do { body = try JSON.parse(answer.body) } catch {
            throw ModelError(
                .badAnswer, "\(server.host.name) answered what is not JSON (\(error.reason))")
        }
        if Refusal.error(in: body) != nil { throw refusal(Refusal.status(in: body) ?? 500) }
        return body
    }
}
