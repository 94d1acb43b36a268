import HTTPClient
import JSON

/// How one kind of server is spoken to: requests out, answers in, no network.
protocol ModelInterface: Sendable {
    var server: ModelServer { get }

    func request(for generation: GenerationRequest) -> HTTPRequest
    func generation(
        from answer: JSON, to request: GenerationRequest
    ) throws(ModelError) -> Generation

    /// How many texts one request may hold: more than one only where the answer says which vector
    /// belongs to which text.
    var embeddingsAtOnce: Int { get }
    func request(forEmbeddings texts: [String], model: String) -> HTTPRequest
    func embeddings(from answer: JSON, of texts: [String]) throws(ModelError) -> EmbeddedTexts

    var modelsRequest: HTTPRequest { get }
    func models(from answer: JSON) throws(ModelError) -> [String]

    /// The command that would fetch a model, where there is one.
    func commandToFetch(_ model: String) -> String?
}

extension ModelInterface {
    func post(_ path: String, _ body: JSON) -> HTTPRequest {
        var request = HTTPRequest(
            .post, server.url + path, headers: server.headers, body: body.bytes())
        request.certificateAuthorities = server.certificateAuthorities
        return request
    }

    func ask(_ path: String) -> HTTPRequest {
        var request = HTTPRequest(.get, server.url + path, headers: server.headers)
        request.certificateAuthorities = server.certificateAuthorities
        return request
    }

    func unusable(_ what: String) -> ModelError {
        ModelError(.badAnswer, "\(server.host.name) answered \(what)")
    }

    /// The text of an answer, if it is one.
    func text(_ value: JSON?) throws(ModelError) -> String {
        guard let text = value?.string else { throw unusable("without a text") }
        guard !text.utf8.contains(0) else { throw unusable("with a NUL character in its text") }
        guard !text.trimmingSpaces.isEmpty else { throw unusable("an empty text") }
        return text
    }

    func truncated(_ request: GenerationRequest) -> ModelError {
        ModelError(
            .truncated,
            "the answer of \(request.model) was cut off after \(request.maximumTokens) tokens or at "
                + "the end of its context; raise max_tokens, or ask for less")
    }

    /// The numbers of a vector; all of them must be finite.
    func vector(_ value: JSON?) throws(ModelError) -> [Float] {
        guard let numbers = value?.array, !numbers.isEmpty else {
            throw unusable("without a vector")
        }
        var vector: [Float] = []
        vector.reserveCapacity(numbers.count)
        for number in numbers {
            guard let number = number.double, Float(number).isFinite else {
                throw unusable("a vector that holds something else than numbers")
            }
            vector.append(Float(number))
        }
        return vector
    }
}
