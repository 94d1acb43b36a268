/// A command, declared as data: what it is called, what it takes, and how it is explained.
///
/// Options belong to the command that declares them and to every command below it, so an option
/// shared by all commands is declared once, on the root.
public struct CommandSpec: Sendable {
    /// The word that calls the command.
    public var name: String
    /// One line that says what the command does, without a full stop at its end.
    public var abstract: String
    /// Paragraphs separated by empty lines. An indented line is kept as it stands.
    public var discussion: String
    /// At least one: a command nobody can show in use has not been thought through.
    public var examples: [Example]
    /// Positional arguments in order. Required ones first, a repeating one last.
    public var arguments: [ArgumentSpec]
    public var options: [OptionSpec]
    /// Sets of option names of which at most one may be given.
    public var conflicts: [[String]]
    public var subcommands: [CommandSpec]
    /// Whether a command with subcommands also does something when called without one.
    public var runsWithoutSubcommand: Bool
    /// Left out of help, completion and the manual, but still understood.
    public var isHidden: Bool
    /// What people may call subcommands and options (`--verbose`) of this command and those below,
    /// and their names here: an error then names the right one.
    public var otherNames: [String: String]

    /// - Precondition: `examples` is not empty.
    public init(
        _ name: String, abstract: String, discussion: String = "", examples: [Example],
        arguments: [ArgumentSpec] = [], options: [OptionSpec] = [], conflicts: [[String]] = [],
        subcommands: [CommandSpec] = [], runsWithoutSubcommand: Bool = false,
        isHidden: Bool = false, otherNames: [String: String] = [:]
    ) {
        precondition(!examples.isEmpty, "the command '\(name)' has no example")
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
        self.examples = examples
        self.arguments = arguments
        self.options = options
        self.conflicts = conflicts
        self.subcommands = subcommands
        self.runsWithoutSubcommand = runsWithoutSubcommand
        self.isHidden = isHidden
        self.otherNames = otherNames
    }

    /// Whether the command can be called without naming a subcommand.
    var isRunnable: Bool { subcommands.isEmpty || runsWithoutSubcommand }

    func subcommand(named name: String) -> CommandSpec? {
        subcommands.first { $0.name == name }
    }
}

/// A command line somebody could type, and what it does.
public struct Example: Sendable, Hashable {
    public var command: String
    public var explanation: String

    public init(_ command: String, _ explanation: String) {
        self.command = command
        self.explanation = explanation
    }
}
