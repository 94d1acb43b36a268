import HTTPClient
import JSON

extension Gateway {
    /// Answers one question, on the client's thread.
    func fly(_ flight: Flight) async {
        do {
            let generation = try await answer(flight.question, flight.run)
            land(flight, .success(.text(generation.text)), tokens: generation.tokens)
        } catch { land(flight, .failure(error)) }
    }

    private func answer(
        _ question: Question, _ run: ModelRun
    ) async throws(ModelError) -> Generation {
        let server = try server(question.provider)
        var request = GenerationRequest(
            model: question.model, prompt: question.prompt, system: question.system,
            temperature: question.temperature, maximumTokens: question.maximumTokens,
            seed: question.seed)
        guard case .json(let text) = question.task else {
            return try await generate(request, question, server, run)
        }
        let schema = try SchemaCheck(text)
        request.schema = schema.json
        if server.lane.ignoresSchemas { request.putSchemaIntoPrompt(text) }
        let first = try await generateWithSchema(&request, text, question, server, run)
        do {
            return Generation(text: try schema.check(first.text), tokens: first.tokens)
        } catch {
            run.note(question.name) { $0.repairs += 1 }
            request.turns = [
                .init(.assistant, first.text), .init(.user, error.askAgain(schema: text)),
            ]
        }
        let second = try await generate(request, question, server, run)
        do {
            return Generation(
                text: try schema.check(second.text), tokens: first.tokens + second.tokens)
        } catch {
            throw ModelError(
                .schemaViolated,
                "\(question.model) answered what does not satisfy the schema, also when it was "
                    + "asked again: \(error.reason)")
        }
    }

    /// A server that does not know schemas refuses the first request that has one: then the schema
    /// goes into the prompt, for this and all later questions.
    private func generateWithSchema(
        _ request: inout GenerationRequest, _ schema: String, _ question: Question,
        _ server: Server, _ run: ModelRun
    ) async throws(ModelError) -> Generation {
        do {
            return try await generate(request, question, server, run)
        } catch {
            guard error.code == .refused, request.enforcesSchema else { throw error }
            request.putSchemaIntoPrompt(schema)
            let generation = try await generate(request, question, server, run)
            server.lane.noteIgnoresSchemas()
            return generation
        }
    }

    private func generate(
        _ request: GenerationRequest, _ question: Question, _ server: Server, _ run: ModelRun
    ) async throws(ModelError) -> Generation {
        var estimate = question.tokenEstimate
        for turn in request.turns { estimate.prompt += TokenCount.estimate(turn.text) }
        return try await persist(question, estimate, server, run) { timeout throws(ModelError) in
            let generation = try await server.client.generate(request, timeout: timeout)
            return (generation, generation.tokens)
        }
    }

    /// Answers questions for vectors in one request. Where that fails through one of them, each is
    /// asked for by itself.
    func flyTogether(_ flights: [Flight]) async {
        guard let first = flights.first else { return }
        do {
            let vectors = try await embed(flights.map(\.question), first.run)
            for (flight, vector) in zip(flights, vectors) {
                land(flight, .success(.vector(vector)))
            }
        } catch {
            let mayBeOne = [.refused, .serverFailed, .badAnswer, .wrongSize].contains(error.code)
            for flight in flights {
                guard flights.count > 1, mayBeOne, !Task.isCancelled else {
                    land(flight, .failure(error))
                    continue
                }
                do {
                    let vector = try await embed([flight.question], flight.run)[0]
                    land(flight, .success(.vector(vector)))
                } catch { land(flight, .failure(error)) }
            }
        }
    }

    private func embed(
        _ questions: [Question], _ run: ModelRun
    ) async throws(ModelError) -> [[Float]] {
        let server = try server(questions[0].provider)
        let estimate = questions.reduce(TokenCount()) { $0 + $1.tokenEstimate }
        let model = questions[0].model
        let texts = questions.map(\.prompt)
        let vectors = try await persist(questions[0], estimate, server, run) {
            (timeout) throws(ModelError) in
            let embedded = try await server.client.embed(texts, model: model, timeout: timeout)
            return (embedded.vectors, embedded.tokens)
        }
        let provider = server.provider
        let wanted =
            (model == provider.embeddingModel ? provider.embeddingDimensions : nil)
            ?? server.lane.dimensions(of: model, seen: vectors[0].count)
        for vector in vectors where vector.count != wanted {
            throw ModelError(
                .wrongSize,
                "\(model) gave a vector of \(vector.count) numbers where there must be \(wanted)")
        }
        return vectors
    }
}

extension Question {
    var name: ModelName { ModelName(provider: provider, model: model) }
}

extension GenerationRequest {
    fileprivate mutating func putSchemaIntoPrompt(_ schema: String) {
        enforcesSchema = false
        prompt +=
            "\n\nAnswer with JSON only, without any other text. It must satisfy this JSON Schema:\n"
            + schema
    }
}
