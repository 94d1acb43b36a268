/// The commands from the root to the one that was called.
struct Scope: Sendable {
    var commands: [CommandSpec]

    init(_ root: CommandSpec) { commands = [root] }

    init(_ commands: [CommandSpec]) { self.commands = commands }

    var command: CommandSpec { commands[commands.count - 1] }

    /// The words that call the command, without the program's name.
    var path: [String] { commands.dropFirst().map(\.name) }

    /// The words that call the command: `dormouse recall`.
    var call: String { commands.map(\.name).joined(separator: " ") }

    /// Options of the command itself, unless it is the root with subcommands: those are shared.
    var ownOptions: [OptionSpec] { isGroupRoot ? [] : command.options }

    /// Options shared with other commands.
    var globalOptions: [OptionSpec] {
        isGroupRoot ? command.options : commands.dropLast().flatMap(\.options)
    }

    private var isGroupRoot: Bool { commands.count == 1 && !command.subcommands.isEmpty }

    var options: [OptionSpec] { commands.reversed().flatMap(\.options) }

    func option(named name: String) -> OptionSpec? { options.first { $0.name == name } }

    func option(short: Character) -> OptionSpec? { options.first { $0.short == short } }

    /// Adds the usage line and the command's name to an error that lacks them.
    func locate(_ error: UsageError) -> UsageError {
        var error = error
        if error.usage.isEmpty { error.usage = usageLine(self) }
        if error.command.isEmpty { error.command = call }
        return error
    }
}
