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
        guard answer.status == 200 else {
            let refusal = Refusal(answer: answer, server: server, model: model, texts: texts)
            throw refusal.error(commandToFetch: model.flatMap(interface.commandToFetch))
        }
        let body: JSON
        do { body = try JSON.parse(answer.body) } catch {
            throw ModelError(
                .badAnswer, "\(server.host.name) answered what is not JSON (\(error.reason))")
        }
        // A proxy or a server under load may say that it failed with status 200.
        if let error = body["error"] ?? body["errors"]?[0], !error.isNull, error != false {
            let status = error["code"]?.int ?? error["status"]?.int ?? body["code"]?.int ?? 500
            let failed = HTTPResponse(
                status: (400...599).contains(status) ? status : 500, headers: answer.headers,
                body: answer.body)
            let refusal = Refusal(answer: failed, server: server, model: model, texts: texts)
            throw refusal.error(commandToFetch: model.flatMap(interface.commandToFetch))
        }
        return body
    }
}
