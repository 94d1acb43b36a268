import HTTPClient
import JSON

/// OpenAI's interface, as most servers of models offer it.
struct OpenAIInterface: ModelInterface {
    let server: ModelServer

    func request(for generation: GenerationRequest) -> HTTPRequest {
        var body: JSON.Object = [
            "model": .string(generation.model), "messages": generation.messages,
            "temperature": .double(generation.temperature),
            "max_tokens": .int(generation.maximumTokens), "stream": false,
        ]
        if let seed = generation.seed { body["seed"] = .int(seed) }
        if generation.enforcesSchema, let schema = generation.schema {
            body["response_format"] = [
                "type": "json_schema",
                "json_schema": [
                    "name": "answer", "strict": .bool(Self.isStrict(schema)), "schema": schema,
                ],
            ]
        }
        return post("/chat/completions", .object(body))
    }

    /// OpenAI's strict form wants every object closed and all its properties required; a schema
    /// that is not so is refused as strict.
    static func isStrict(_ schema: JSON) -> Bool {
        switch schema {
        case .array(let parts): return parts.allSatisfy(isStrict)
        case .object(let object):
            if let properties = object["properties"]?.object {
                guard object["additionalProperties"] == false else { return false }
                let required = Set(object["required"]?.array?.compactMap(\.string) ?? [])
                guard required == Set(properties.keys) else { return false }
            }
            return object.entries.allSatisfy { isStrict($0.value) }
        default: return true
        }
    }

    func generation(
        from answer: JSON, to request: GenerationRequest
    ) throws(ModelError) -> Generation {
        guard let choice = answer["choices"]?[0] else { throw unusable("without a choice") }
        switch choice["finish_reason"]?.string {
        case "length": throw truncated(request)
        case "content_filter":
            throw ModelError(.refused, "\(server.host.name) withheld the answer by its filter")
        default: break
        }
        if let refusal = choice["message"]?["refusal"]?.string, !refusal.isEmpty {
            throw ModelError(.refused, "\(request.model) refused to answer")
        }
        let text = try text(choice["message"]?["content"])
        let usage = answer["usage"]
        return Generation(
            text: text,
            tokens: TokenCount(
                prompt: usage?["prompt_tokens"]?.int ?? TokenCount.estimate(request.prompt),
                completion: usage?["completion_tokens"]?.int ?? TokenCount.estimate(text)))
    }

    /// The vectors of an answer are numbered.
    var embeddingsAtOnce: Int { 32 }

    func request(forEmbeddings texts: [String], model: String) -> HTTPRequest {
        post(
            "/embeddings",
            ["model": .string(model), "input": JSON(texts), "encoding_format": "float"])
    }

    func embeddings(from answer: JSON, of texts: [String]) throws(ModelError) -> EmbeddedTexts {
        guard let items = answer["data"]?.array, items.count == texts.count else {
            throw unusable("another number of vectors than there were texts")
        }
        // Servers answer in any order: the number decides, and each must come once.
        var vectors = [[Float]?](repeating: nil, count: texts.count)
        for item in items {
            guard let index = item["index"]?.int, vectors.indices.contains(index),
                vectors[index] == nil
            else { throw unusable("vectors whose numbers do not fit the texts") }
            vectors[index] = try vector(item["embedding"])
        }
        let tokens = answer["usage"]?["prompt_tokens"]?.int
        return EmbeddedTexts(
            vectors: vectors.compactMap(\.self),
            tokens: TokenCount(
                prompt: tokens ?? texts.reduce(0) { $0 + TokenCount.estimate($1) }))
    }

    var modelsRequest: HTTPRequest { ask("/models") }

    func models(from answer: JSON) throws(ModelError) -> [String] {
        guard let models = answer["data"]?.array else { throw unusable("no list of models") }
        return models.compactMap { $0["id"]?.string }
    }

    func commandToFetch(_ model: String) -> String? { nil }
}

extension GenerationRequest {
    /// The conversation as both interfaces write it.
    var messages: JSON {
        var messages: [JSON] = []
        if let system { messages.append(["role": "system", "content": .string(system)]) }
        messages.append(["role": "user", "content": .string(prompt)])
        for turn in turns {
            messages.append(["role": .string(turn.role.rawValue), "content": .string(turn.text)])
        }
        return .array(messages)
    }
}
