/// `dormouse recall [options] QUERY`, without the word "usage".
func usageLine(_ scope: Scope) -> String {
    var parts = [scope.call]
    let command = scope.command
    for option in command.options where option.isRequired && !option.isHidden {
        parts.append(option.spelling)
    }
    parts.append("[options]")
    if !command.subcommands.isEmpty {
        parts.append(command.runsWithoutSubcommand ? "[COMMAND]" : "COMMAND")
    }
    parts += command.arguments.map(\.usage)
    return parts.joined(separator: " ")
}

extension ArgumentSpec {
    fileprivate var usage: String {
        switch count {
        case .required: label
        case .optional: "[\(label)]"
        case .repeating: "[\(label)...]"
        case .requiredRepeating: "\(label)..."
        }
    }
}
