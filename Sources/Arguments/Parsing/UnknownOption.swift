/// The error for an option nobody declared here, with the nearest one or the place it belongs to.
func unknownOption(_ name: String, in scope: Scope) -> UsageError {
    var known = ["help"]
    for option in scope.options where !option.isHidden {
        known.append(option.name)
        if option.isNegatable { known.append("no-" + option.name) }
    }
    var suggestion = nearest(to: name, among: known).map { "did you mean '--\($0)'?" }
    if let owner = firstCommand(below: scope, with: name) {
        suggestion = "it belongs to '\(owner)': write it after that command"
    }
    if let other = scope.otherName("--" + name), known.contains(other) {
        suggestion = "it is '--\(other)' here"
    }
    if !scope.command.arguments.isEmpty, name.contains(where: \.isWhitespace) || suggestion == nil {
        suggestion = textFollowsTwoHyphens
    }
    return UsageError(.unknownOption, "unknown option '--\(name)'", suggestion: suggestion)
}

/// What to do where a text was taken for an option.
let textFollowsTwoHyphens = "put '--' before text that begins with a hyphen"

private func firstCommand(below scope: Scope, with option: String) -> String? {
    for command in scope.command.subcommands where !command.isHidden {
        let inner = Scope(scope.commands + [command])
        if command.options.contains(where: { $0.name == option && !$0.isHidden }) {
            return inner.call
        }
        if let found = firstCommand(below: inner, with: option) { return found }
    }
    return nil
}

extension Scope {
    /// The name here of what somebody calls otherwise.
    func otherName(_ name: String) -> String? {
        commands.lazy.compactMap { $0.otherNames[name] }.first
    }
}
