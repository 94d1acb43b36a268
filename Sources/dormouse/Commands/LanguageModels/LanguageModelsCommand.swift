import Arguments

/// `llm`: the language models, what they were asked and what is kept of it.
enum LanguageModelsCommand: Command {
    static let spec = CommandSpec(
        "llm", abstract: "See to the language models: are they well, what did they take",
        discussion: """
            Servers are set up in dormouse.yml (language_models) or by OLLAMA_URL, OLLAMA_MODEL, \
            OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL and EMBEDDING_MODEL; see \
            docs/language-models.md.
            """,
        examples: [
            Example("dormouse llm health", "is each server there, with its model?"),
            Example("dormouse llm usage", "requests and tokens, by day"),
            Example("dormouse llm cache stats", "the answers that are kept"),
            Example("dormouse llm prompts", "what sleep says to a model, and whose words"),
        ],
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [
            ModelHealthCommand.self, ModelUsageCommand.self, ModelCacheCommand.self,
            ModelPromptsCommand.self,
        ]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.dropFirst().first ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        return try part.run(invocation)
    }
}
