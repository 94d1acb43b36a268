import Arguments
import Governor

/// `governor`: what analytic work may take of the machine.
enum GovernorCommand: Command {
    static let spec = CommandSpec(
        "governor", abstract: "Show and tidy what analytic work may take of the machine",
        discussion: """
            pipeline and sql run under limits of memory, threads, disk and time. They come from \
            flags, the environment, governor: of dormouse.yml, the profile and a template, in this \
            order; the template is chosen by what the machine or the container is. docs/limits.md \
            says more.
            """,
        examples: [
            Example("dormouse governor show", "what holds, and who set it"),
            Example("dormouse governor show --template laptop --json", "another template"),
            Example("dormouse governor clean", "remove spilled files of dead processes"),
        ],
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [GovernorShowCommand.self, GovernorCleanCommand.self, GovernorTestAlertCommand.self]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.last ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        return try part.run(invocation)
    }
}
