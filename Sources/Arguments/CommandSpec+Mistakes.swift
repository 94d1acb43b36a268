extension CommandSpec {
    /// What is wrong with the declaration of this program, for a test to expect empty: names that
    /// are declared twice or cannot be typed, defaults that are not allowed values, arguments in an
    /// order that cannot be read, conflicts that name nothing.
    public var mistakes: [String] { findMistakes(Scope(self)) }
}

private func findMistakes(_ scope: Scope) -> [String] {
    let command = scope.command
    var found: [String] = []
    func add(_ mistake: String) { found.append("\(scope.call): \(mistake)") }

    if !isWord(command.name) { add("'\(command.name)' is not a name") }
    if command.abstract.isEmpty || command.abstract.contains("\n") {
        add("the abstract is not one line")
    }
    if command.abstract.hasSuffix(".") { add("the abstract ends in a full stop") }

    var names: Set<String> = ["help", "version"]
    for name in scope.options.map(\.name) + command.arguments.map(\.name) {
        if !isWord(name) { add("'\(name)' is not a name") }
        if !names.insert(name).inserted { add("'\(name)' is declared twice") }
    }
    for option in scope.options where option.isNegatable && names.contains("no-" + option.name) {
        add("'no-\(option.name)' has two meanings")
    }
    var letters: Set<Character> = ["h"]
    for letter in scope.options.compactMap(\.short) {
        if !letter.isASCII || !letter.isLetter { add("'-\(letter)' is not a letter") }
        if !letters.insert(letter).inserted { add("'-\(letter)' is declared twice") }
    }
    for option in command.options { option.findMistakes(add) }
    for name in Set(command.conflicts.joined()) where scope.option(named: name) == nil {
        add("a conflict names '\(name)', which is no option")
    }

    let counts = command.arguments.map(\.count)
    for (earlier, later) in zip(command.arguments, command.arguments.dropFirst()) {
        if earlier.isRepeating { add("\(earlier.label) repeats and is not the last") }
        if later.isRequired, !earlier.isRequired {
            add("\(later.label) is required after an optional argument")
        }
    }
    if !command.subcommands.isEmpty, !counts.isEmpty {
        add("a command with subcommands takes no arguments of its own")
    }

    var commands: Set<String> = []
    for inner in command.subcommands {
        if !commands.insert(inner.name).inserted { add("'\(inner.name)' is declared twice") }
        found += findMistakes(Scope(scope.commands + [inner]))
    }
    return found
}

extension OptionSpec {
    fileprivate func findMistakes(_ add: (String) -> Void) {
        if isRequired, defaultValue != nil { add("'\(name)' is required and has a default") }
        guard let defaultValue else { return }
        for value in isRepeating ? commaSeparated(defaultValue) : [defaultValue] {
            do { try check(value, called: "the default of " + name) } catch { add(error.message) }
        }
    }
}

private func isWord(_ name: String) -> Bool {
    !name.isEmpty && name.first != "-"
        && name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
}
