import DuckDB
import Inference

extension ModelFunctions {
    /// `llm_embed(text [, model])` → FLOAT[n], where n is the length of the vectors of the model
    /// that is taken where none is named; FLOAT[] where that is not known. The second argument may
    /// be options too.
    var embedFunctions: [ScalarFunction] {
        overloads("llm_embed", [.varchar], returns: vectorType) { rows, answer in
            let call = try Call(self, rows, optionsAt: 1)
            let texts = try rows.chunk.strings(0)
            if self.isInProcess(rows) { return try self.embedHere(texts, rows, answer) }
            try call.vectors(answer) { row, options throws(ModelError) in
                guard let text = texts[row] else { return nil }
                return try self.embedding(of: text, options)
            }
        }
    }

    var embedsHere: Bool {
        embedder != nil
            && (gateway.configuration.embedsInProcess || gateway.configuration.embedder == nil)
    }

    private var vectorType: LogicalType {
        if embedsHere, let embedder { return .array(.float, count: embedder.dimensions) }
        guard let count = gateway.configuration.embedder?.embeddingDimensions else {
            return .list(.float)
        }
        return .array(.float, count: count)
    }

    /// Whether all rows want the model in this process.
    private func isInProcess(_ rows: ScalarFunction.Arguments) -> Bool {
        guard rows.columnCount > 1 else { return embedsHere }
        guard embedder != nil else { return false }
        return (0..<rows.rowCount).allSatisfy { row in
            let value = rows[row, 1]
            guard let model = value.stringValue ?? value["model"]?.stringValue else {
                return embedsHere
            }
            return ModelConfiguration.isInProcess(model)
        }
    }

    private func embedHere(
        _ texts: StringColumn, _ rows: ScalarFunction.Arguments, _ answer: ScalarFunction.Answer
    ) throws {
        guard let embedder else { return }
        var places: [String: Int] = [:]
        var distinct: [String] = []
        for case let text? in texts where places[text] == nil {
            places[text] = distinct.count
            distinct.append(text)
        }
        let name = ModelName(provider: "in-process", model: embedder.model)
        run.note(name) { usage in
            usage.rows += rows.rowCount
            usage.shared += rows.rowCount - distinct.count
        }
        let vectors = try embedder.embed(distinct) { rows.isInterrupted }
        try rows.checkInterruption()
        for (row, text) in texts.enumerated() {
            if let text, let place = places[text] { try answer.set(vectors[place], at: row) }
        }
    }

    private func embedding(
        of text: String, _ options: CallOptions
    ) throws(ModelError) -> Question {
        let provider: ModelConfiguration.Provider
        if let name = options.provider {
            provider = try gateway.server(name).provider
        } else if let embedder = gateway.configuration.embedder ?? gateway.configuration.writer {
            provider = embedder
        } else {
            throw ModelError(
                .notConfigured,
                "no embedding model is there: run scripts/bootstrap, or set EMBEDDING_MODEL and "
                    + "OLLAMA_URL or OPENAI_BASE_URL")
        }
        guard let model = options.model ?? provider.embeddingModel else {
            throw ModelError(
                .notConfigured,
                "the provider '\(provider.name)' has no embedding model: name one as the second "
                    + "argument, under language_models in dormouse.yml, or in EMBEDDING_MODEL")
        }
        return Question(
            provider: provider.name, model: model, task: .embedding, prompt: text,
            timeout: options.timeout ?? provider.timeout, isCached: options.isCached)
    }
}
