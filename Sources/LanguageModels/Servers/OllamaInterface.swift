import HTTPClient
import JSON

/// Ollama's own interface: `/api/generate` for text, `/api/chat` where there is a schema or a
/// conversation, `/api/embed`, `/api/tags`.
struct OllamaInterface: ModelInterface {
    let server: ModelServer

    func request(for generation: GenerationRequest) -> HTTPRequest {
        var options: JSON.Object = [
            "temperature": .double(generation.temperature),
            "num_predict": .int(generation.maximumTokens),
        ]
        if let seed = generation.seed { options["seed"] = .int(seed) }
        var body: JSON.Object = ["model": .string(generation.model), "stream": false]
        body["options"] = .object(options)
        if generation.schema == nil && generation.turns.isEmpty {
            body["prompt"] = .string(generation.prompt)
            if let system = generation.system { body["system"] = .string(system) }
            return post("/api/generate", .object(body))
        }
        body["messages"] = generation.messages
        if generation.enforcesSchema, let schema = generation.schema { body["format"] = schema }
        return post("/api/chat", .object(body))
    }

    func generation(
        from answer: JSON, to request: GenerationRequest
    ) throws(ModelError) -> Generation {
        guard answer["done"]?.bool != false else { throw unusable("only a part") }
        if answer["done_reason"]?.string == "length" { throw truncated(request) }
        let text = try text(answer["message"]?["content"] ?? answer["response"])
        return Generation(
            text: text,
            tokens: TokenCount(
                prompt: answer["prompt_eval_count"]?.int ?? TokenCount.estimate(request.prompt),
                completion: answer["eval_count"]?.int ?? TokenCount.estimate(text)))
    }

    /// One: the vectors of an answer carry no number that says whose they are.
    var embeddingsAtOnce: Int { 1 }

    func request(forEmbeddings texts: [String], model: String) -> HTTPRequest {
        post("/api/embed", ["model": .string(model), "input": JSON(texts)])
    }

    func embeddings(from answer: JSON, of texts: [String]) throws(ModelError) -> EmbeddedTexts {
        guard let vectors = answer["embeddings"]?.array, vectors.count == texts.count else {
            throw unusable("another number of vectors than there were texts")
        }
        var read: [[Float]] = []
        for value in vectors { read.append(try vector(value)) }
        let tokens = answer["prompt_eval_count"]?.int
        return EmbeddedTexts(
            vectors: read,
            tokens: TokenCount(
                prompt: tokens ?? texts.reduce(0) { $0 + TokenCount.estimate($1) }))
    }

    var modelsRequest: HTTPRequest { ask("/api/tags") }

    func models(from answer: JSON) throws(ModelError) -> [String] {
        guard let models = answer["models"]?.array else { throw unusable("no list of models") }
        return models.compactMap { $0["name"]?.string ?? $0["model"]?.string }
    }

    func commandToFetch(_ model: String) -> String? { "ollama pull \(model)" }
}
