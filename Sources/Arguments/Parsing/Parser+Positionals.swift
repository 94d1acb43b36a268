extension Parser {
    /// Gives the words that are not options to the command's arguments, in order.
    mutating func bindPositionals(_ words: [String]) throws(UsageError) {
        var rest = words[...]
        let specs = scope.command.arguments
        for spec in specs {
            let taken = spec.isRepeating ? rest : rest.prefix(1)
            rest = rest.dropFirst(taken.count)
            if taken.isEmpty {
                guard spec.isRequired else { continue }
                throw UsageError(
                    .missingArgument, "\(spec.label) is missing",
                    suggestion: spec.help.isEmpty ? nil : "it is " + lowercasedFirst(spec.help))
            }
            for word in taken { try spec.kind.check(word, called: spec.label) }
            values[spec.name] = .init(values: Array(taken), source: .commandLine)
        }
        guard let extra = rest.first else { return }
        throw UsageError(
            .unexpectedArgument, "unexpected argument '\(extra)'",
            suggestion: specs.last?.kind == .text
                ? "if it belongs to \(specs[specs.count - 1].label), put the whole in quotes" : nil)
    }
}

private func lowercasedFirst(_ text: String) -> String {
    // An abbreviation such as "SQL" keeps its capitals.
    guard let first = text.first, text.dropFirst().first?.isUppercase != true else { return text }
    return first.lowercased() + text.dropFirst()
}
