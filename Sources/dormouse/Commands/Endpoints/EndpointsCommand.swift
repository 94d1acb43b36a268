import Arguments

/// `endpoints`: the questions to a database that `dormouse.yml` declares.
enum EndpointsCommand: Command {
    static let spec = CommandSpec(
        "endpoints", abstract: "Check and ask the endpoints that dormouse.yml declares",
        discussion: """
            The section endpoints of dormouse.yml declares SQL that reads a PostgreSQL database, \
            with typed parameters and limits. dormouse serve answers it at /v1/endpoints/NAME and \
            gives it to agents as tools. docs/endpoints.md says more.
            """,
        examples: [
            Example("dormouse endpoints list", "what is declared"),
            Example("dormouse endpoints check", "what the database makes of it, for CI"),
            Example("dormouse endpoints ask search q=vectors k=3", "ask one"),
        ],
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [EndpointsListCommand.self, EndpointsCheckCommand.self, EndpointsAskCommand.self]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.last ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        return try part.run(invocation)
    }
}
