import Arguments
import Foundation
import Inference
import LanguageModels
import Memory
import Synchronization

extension Invocation {
    /// The SQL functions of language models, over the servers that are configured. Nothing is
    /// opened and nothing is sent before a function is called.
    func languageModels() throws -> ModelFunctions {
        let configuration = try ModelConfiguration(
            settings: try settings(), environment: environment)
        // Answers are kept in the home; without one they last as long as the process. A day's budget
        // holds for all processes, so what they spent is kept there in any case.
        let isKept = hasStore || configuration.dayBudget != .unlimited
        let folder = isKept ? home.languageModelsDirectory : nil
        return ModelFunctions(
            gateway: Gateway(configuration, folder: folder), embedder: embedder)
    }

    /// The model in this process, where it is installed.
    private var embedder: ModelFunctions.Embedder? {
        guard let directory = Installation.modelDirectory(environment) else { return nil }
        let opened = Mutex<EmbeddingModel?>(nil)
        return ModelFunctions.Embedder(model: "all-MiniLM-L6-v2", dimensions: 384) {
            texts, isCancelled in
            let model = try opened.withLock { opened in
                if let opened { return opened }
                let model = try EmbeddingModel(directory: directory)
                opened = model
                return model
            }
            let vectors = try model.embed(texts, isCancelled: isCancelled)
            return (0..<vectors.count).map { Array(vectors[$0]) }
        }
    }
}
