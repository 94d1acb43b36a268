import Arguments

/// `token`: who may come in over TCP.
enum TokenCommand: Command {
    static let spec = CommandSpec(
        "token", abstract: "Make, list and revoke tokens for dormouse serve",
        discussion: """
            Tokens are kept as hashes in HOME/tokens.json; a token itself is shown once, when it \
            is made. A server that runs heeds every change at once.
            """,
        examples: [
            Example("dormouse token add laptop --only-namespace notes", "for one namespace"),
            Example("dormouse token add backup --scope read --expires 2027-01-01", "to read only"),
            Example("dormouse token list", "what there is"),
            Example("dormouse token revoke laptop", "not any more"),
        ],
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [TokenAddCommand.self, TokenListCommand.self, TokenRevokeCommand.self]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.dropFirst().first ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        return try part.run(invocation)
    }
}
