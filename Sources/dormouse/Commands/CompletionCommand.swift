import Arguments

enum CompletionCommand: Command {
    static let spec = CommandSpec(
        "completion", abstract: "Print a script that completes commands in a shell",
        examples: [
            Example("dormouse completion bash > /etc/bash_completion.d/dormouse", "for bash"),
            Example("dormouse completion fish | source", "for fish, this once"),
        ],
        arguments: [
            ArgumentSpec(
                "shell", .required, .choice(Shell.allCases.map(\.rawValue)), help: "which shell")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        guard let shell = Shell(rawValue: invocation.command.string("shell", default: "")) else {
            return 2
        }
        invocation.console.write(trusted: Program.spec.completionScript(for: shell))
        return 0
    }
}

/// Prints docs/commands.md; a test compares the two.
enum ManualCommand: Command {
    static let spec = CommandSpec(
        "manual", abstract: "Print the manual of all commands as Markdown",
        examples: [Example("dormouse manual > docs/commands.md", "write the reference anew")],
        isHidden: true)

    static func run(_ invocation: Invocation) throws -> Int32 {
        invocation.console.write(trusted: Program.spec.manual())
        return 0
    }
}
