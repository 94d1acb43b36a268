/// Everything that can be typed after one command, for the writers of scripts.
struct Completions {
    /// The words that call the command, with the program's name.
    var call: String
    /// Commands below it, with `help` for those that have any.
    var commands: [HelpRow] = []
    var options: [OptionSpec]
    var arguments: [ArgumentSpec]

    /// One for each command that is not hidden, the root first.
    static func all(of root: CommandSpec) -> [Completions] {
        func collect(_ scope: Scope) -> [Completions] {
            let inner = scope.command.subcommands.filter { !$0.isHidden }
            var here = Completions(
                call: scope.call, options: scope.options.filter { !$0.isHidden },
                arguments: scope.command.arguments)
            here.commands = inner.map { HelpRow($0) }
            if !inner.isEmpty {
                here.commands.append(HelpRow(term: "help", text: "Show the help of a command"))
            }
            return [here] + inner.flatMap { collect(Scope(scope.commands + [$0])) }
        }
        return collect(Scope(root))
    }

    /// Every way to write the options, each with its help.
    var optionWords: [HelpRow] {
        options.flatMap { option in
            var words = [HelpRow(term: "--" + option.name, text: option.help)]
            if option.isNegatable {
                words.append(HelpRow(term: "--no-" + option.name, text: "Not: " + option.help))
            }
            if let short = option.short {
                words.append(HelpRow(term: "-\(short)", text: option.help))
            }
            return words
        } + [HelpRow(term: "--help", text: "Show this help")]
    }

    /// Options that take a value, as their spellings.
    var valueOptions: [(spellings: [String], kind: ValueKind)] {
        options.compactMap { option in
            guard let kind = option.kind else { return nil }
            return (["--" + option.name] + (option.short.map { ["-\($0)"] } ?? []), kind)
        }
    }

    /// What the first positional argument may be.
    var argumentKind: ValueKind? { arguments.first?.kind }
}

/// A text between single quotes for sh, bash and zsh.
func shellQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
}
