/// A term and what is said of it, as one row of a help text or of the manual's tables.
struct HelpRow {
    var term: String
    var text: String

    init(term: String, text: String) {
        self.term = term
        self.text = text
    }

    init(_ argument: ArgumentSpec) {
        term = argument.label
        text = annotated(argument.help, [argument.kind.constraint])
    }

    init(_ option: OptionSpec) {
        let long =
            option.isNegatable ? "--[no-]\(option.name)" : option.spelling
        term = (option.short.map { "-\($0), " } ?? "    ") + long
        text = annotated(
            option.help,
            [
                option.isRequired ? "required" : nil,
                option.isRepeating ? "may be repeated" : nil,
                option.kind?.constraint,
                (option.defaultNote ?? option.shownDefault).map { "default: \($0)" },
                option.environment.map { "environment: \($0)" },
            ])
    }

    init(_ command: CommandSpec) {
        term = command.name
        text = command.abstract
    }

    static let help = HelpRow(term: "-h, --help", text: "Show this help")
    static let version = HelpRow(term: "    --version", text: "Show the version")
}

extension OptionSpec {
    fileprivate var shownDefault: String? {
        guard isFlag else { return defaultValue }
        return isNegatable ? defaultValue.map { $0 == "true" ? "on" : "off" } : nil
    }
}

/// `At most this many (1 to 100; default: 10)`
private func annotated(_ help: String, _ notes: [String?]) -> String {
    let notes = notes.compactMap(\.self)
    guard !notes.isEmpty else { return help }
    let note = "(" + notes.joined(separator: "; ") + ")"
    return help.isEmpty ? note : help + " " + note
}
