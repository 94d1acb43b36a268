import Inference

extension ModelFunctions {
    /// Whether `llm_embed` has a model: in this process, or on a server.
    public var canEmbed: Bool { embedsHere || provider?.embeddingModel != nil }

    private var provider: ModelConfiguration.Provider? {
        gateway.configuration.embedder ?? gateway.configuration.writer
    }

    /// The vector that `llm_embed(text)` gives. Blocks.
    public func vector(of text: String) throws -> [Float] {
        if embedsHere, let embedder {
            return try embedder.embed([text], { false }).first ?? []
        }
        guard let provider, let model = provider.embeddingModel else {
            throw ModelError(
                .notConfigured, "no embedding model is there: run scripts/bootstrap, or name one")
        }
        let question = Question(
            provider: provider.name, model: model, task: .embedding, prompt: text,
            timeout: provider.timeout)
        let answers = gateway.ask([question], in: gateway.beginRun())
        guard case .vector(let vector)? = try answers.first?.get() else { return [] }
        return vector
    }
}
