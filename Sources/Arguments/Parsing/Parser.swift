/// Walks over the words of a command line once, from left to right.
struct Parser {
    private(set) var scope: Scope
    private let arguments: [String]
    private let environment: [String: String]
    private let width: Int
    private var next = 0
    private var optionsHaveEnded = false
    private var positionals: [String] = []
    var values: [String: ParsedCommand.Entry] = [:]

    init(root: CommandSpec, arguments: [String], environment: [String: String], width: Int) {
        scope = Scope(root)
        self.arguments = arguments
        self.environment = environment
        self.width = width
    }

    mutating func run() throws(UsageError) -> Outcome {
        if arguments.isEmpty, !scope.command.isRunnable { return help }
        while let word = takeWord() {
            if !optionsHaveEnded, word == "--" {
                optionsHaveEnded = true
            } else if !optionsHaveEnded, looksLikeOption(word) {
                if let outcome = try readOption(word) { return outcome }
            } else if let outcome = try readPlain(word) {
                return outcome
            }
        }
        guard scope.command.isRunnable else { throw missingCommand }
        try checkConflicts(scope, values)
        try readEnvironment()
        try addDefaults()
        try bindPositionals(positionals)
        return .run(ParsedCommand(scope: scope, values: values))
    }

    /// Whether `--help` stands among the words not read yet.
    var helpIsAskedForLater: Bool {
        guard !optionsHaveEnded else { return false }
        return arguments[min(next, arguments.count)...].prefix { $0 != "--" }
            .contains { $0 == "--help" || $0 == "-h" }
    }

    private var help: Outcome { .help(helpText(scope, width: width)) }

    private mutating func takeWord() -> String? {
        guard next < arguments.count else { return nil }
        defer { next += 1 }
        return arguments[next]
    }

    /// `-` alone, a dash before a space and a negative number are not options.
    private func looksLikeOption(_ word: String) -> Bool {
        guard word.hasPrefix("-"), let second = word.dropFirst().first else { return false }
        if second.isWhitespace { return false }
        let maybeNumber = second.isNumber || second == "."
        return !(maybeNumber && Double(word) != nil && scope.option(short: second) == nil)
    }

    // MARK: Commands and positional arguments

    private mutating func readPlain(_ word: String) throws(UsageError) -> Outcome? {
        if !scope.command.subcommands.isEmpty, !optionsHaveEnded {
            if let command = scope.command.subcommand(named: word) {
                scope.commands.append(command)
                return nil
            }
            if word == "help" { return try helpCommand() }
        }
        if !scope.command.subcommands.isEmpty, scope.command.arguments.isEmpty {
            throw unknownCommand(word)
        }
        positionals.append(word)
        return nil
    }

    /// `help COMMAND…`: the rest of the line names a command.
    private mutating func helpCommand() throws(UsageError) -> Outcome {
        while let word = takeWord() {
            if word.hasPrefix("-") { continue }
            guard let command = scope.command.subcommand(named: word) else {
                throw unknownCommand(word)
            }
            scope.commands.append(command)
        }
        return help
    }

    private func unknownCommand(_ word: String) -> UsageError {
        let known = scope.command.subcommands.filter { !$0.isHidden }.map(\.name)
        let otherwise = scope.otherName(word)
        if let otherwise, known.contains(otherwise) {
            return UsageError(
                .unknownCommand, "unknown command '\(word)'",
                suggestion: "it is '\(otherwise)' here")
        }
        let near = nearest(to: word, among: known)
        return UsageError(
            .unknownCommand, "unknown command '\(word)'",
            suggestion: near.map { "did you mean '\($0)'?" })
    }

    private var missingCommand: UsageError {
        let known = scope.command.subcommands.filter { !$0.isHidden }.map(\.name)
        return UsageError(
            .missingCommand, "'\(scope.call)' needs a command",
            suggestion: "one of: " + known.joined(separator: ", "))
    }

    // MARK: Options

    private mutating func readOption(_ word: String) throws(UsageError) -> Outcome? {
        if word.hasPrefix("--") {
            let body = word.dropFirst(2)
            let name = String(body.prefix { $0 != "=" })
            let attached =
                name.count == body.count ? nil : String(body.dropFirst(name.count + 1))
            return try readLong(name, attached)
        }
        return try readShorts(word.dropFirst())
    }

    private mutating func readLong(
        _ name: String, _ attached: String?
    ) throws(UsageError) -> Outcome? {
        if let option = scope.option(named: name) {
            if option.isFlag {
                if attached != nil { throw unexpectedValue("--" + name) }
                try record(option, "true")
            } else if let attached {
                try record(option, attached)
            } else {
                try record(option, takeValue(of: option, "--" + name))
                try takeMore(of: option)
            }
            return nil
        }
        if name.hasPrefix("no-"), let option = scope.option(named: String(name.dropFirst(3))),
            option.isNegatable
        {
            if attached != nil { throw unexpectedValue("--" + name) }
            try record(option, "false")
            return nil
        }
        if name == "help" { return help }
        if name == "version", scope.commands.count == 1 { return .version }
        throw unknownOption(name, in: scope)
    }

    /// `-abc`, where each may be a flag and the last may take a value: `-vn5`, `-n=5`, `-n 5`.
    private mutating func readShorts(_ letters: Substring) throws(UsageError) -> Outcome? {
        var rest = letters
        while let letter = rest.popFirst() {
            guard let option = scope.option(short: letter) else {
                if letter == "h" { return help }
                throw UsageError(
                    .unknownOption, "unknown option '-\(letter)'",
                    suggestion: letters.count > 1 ? textFollowsTwoHyphens : nil)
            }
            if option.isFlag {
                if rest.first == "=" { throw unexpectedValue("-\(letter)") }
                try record(option, "true")
                continue
            }
            if rest.isEmpty {
                try record(option, takeValue(of: option, "-\(letter)"))
                try takeMore(of: option)
            } else {
                try record(option, String(rest.first == "=" ? rest.dropFirst() : rest))
            }
            return nil
        }
        return nil
    }

    private mutating func takeValue(
        of option: OptionSpec, _ spelling: String
    ) throws(UsageError) -> String {
        guard case .value(let valueName, _) = option.form else { return "" }
        guard next < arguments.count else {
            throw UsageError(
                .missingValue, "'\(spelling)' needs a value",
                suggestion: "write '\(spelling) \(valueName)'")
        }
        let word = arguments[next]
        if word == "--" || looksLikeOption(word) {
            throw UsageError(
                .missingValue, "'\(spelling)' needs a value, and '\(word)' is an option",
                suggestion: "if it is the value, write '--\(option.name)=\(word)'")
        }
        next += 1
        return word
    }

    /// The further values of a greedy option.
    private mutating func takeMore(of option: OptionSpec) throws(UsageError) {
        guard option.isGreedy else { return }
        while next < arguments.count, arguments[next] != "--", !looksLikeOption(arguments[next]) {
            try record(option, arguments[next])
            next += 1
        }
    }

    private func unexpectedValue(_ spelling: String) -> UsageError {
        UsageError(.unexpectedValue, "'\(spelling)' takes no value")
    }

    private mutating func record(_ option: OptionSpec, _ value: String) throws(UsageError) {
        try option.check(value, called: "--" + option.name)
        if let earlier = values[option.name], !option.isRepeating {
            if option.isFlag {
                guard earlier.values != [value] else { return }
                throw UsageError(
                    .conflictingOptions,
                    "'--\(option.name)' and '--no-\(option.name)' exclude each other")
            }
            throw UsageError(.repeatedOption, "'--\(option.name)' is given twice")
        }
        values[option.name, default: .init(values: [], source: .commandLine)].values.append(value)
    }

    // MARK: What the command line leaves open

    private mutating func readEnvironment() throws(UsageError) {
        let excluded = optionsExcluded(scope, by: values)
        for option in scope.options where values[option.name] == nil {
            guard let variable = option.environment, !excluded.contains(option.name),
                let text = environment[variable], !text.isEmpty
            else { continue }
            let found = try option.values(fromVariable: variable, text)
            values[option.name] = .init(values: found, source: .environment(variable))
        }
    }

    private mutating func addDefaults() throws(UsageError) {
        for option in scope.options where values[option.name] == nil {
            if let value = option.defaultValue {
                let values = option.isRepeating ? commaSeparated(value) : [value]
                self.values[option.name] = .init(values: values, source: .standard)
            } else if option.isRequired {
                throw UsageError(
                    .missingOption, "'\(option.spelling)' is required",
                    suggestion: option.environment.map { "the variable \($0) sets it too" })
            }
        }
    }
}
