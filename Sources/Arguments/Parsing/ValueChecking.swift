extension OptionSpec {
    func check(_ value: String, called name: String) throws(UsageError) {
        try kind?.check(value, called: name)
    }

    /// The values an environment variable gives.
    func values(fromVariable variable: String, _ text: String) throws(UsageError) -> [String] {
        if isFlag {
            guard let value = truth(text) else {
                throw UsageError(
                    .invalidValue, "the variable \(variable) is '\(text)'",
                    suggestion: "it must be one of: 1, 0, true, false, yes, no, on, off")
            }
            return [value ? "true" : "false"]
        }
        let values = isRepeating ? commaSeparated(text) : [text]
        for value in values { try check(value, called: "the variable " + variable) }
        return values
    }
}

extension ValueKind {
    func check(_ value: String, called name: String) throws(UsageError) {
        switch self {
        case .text: return
        case .file, .directory:
            guard value.isEmpty else { return }
            throw UsageError(.invalidValue, "\(quoted(name)) is an empty path")
        case .integer(let range):
            guard let number = Int(value) else {
                throw refused(value, name, "is not a whole number", constraint)
            }
            if !range.contains(number) { throw refused(value, name, "is out of range", constraint) }
        case .number(let range):
            guard let number = Double(value), number.isFinite else {
                throw refused(value, name, "is not a number", constraint)
            }
            if !range.contains(number) { throw refused(value, name, "is out of range", constraint) }
        case .choice(let words):
            guard !words.contains(value) else { return }
            let near = nearest(to: value, among: words).map { "did you mean '\($0)'? It " } ?? "it "
            throw UsageError(
                .invalidValue, "\(quoted(name)) cannot be '\(value)'",
                suggestion: near + "takes one of: " + words.joined(separator: ", "))
        }
    }
}

private func refused(
    _ value: String, _ name: String, _ what: String, _ constraint: String?
) -> UsageError {
    UsageError(
        .invalidValue, "the value '\(value)' of \(quoted(name)) \(what)",
        suggestion: constraint.map { "it must be \($0)" })
}

private func quoted(_ name: String) -> String { name.hasPrefix("-") ? "'\(name)'" : name }

private func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "1", "true", "yes", "on": true
    case "0", "false", "no", "off": false
    default: nil
    }
}

/// The parts between commas, without the spaces around them and without empty ones.
func commaSeparated(_ text: String) -> [String] {
    text.split(separator: ",").compactMap { part in
        let trimmed = part.drop { $0.isWhitespace }
        guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(trimmed[...last])
    }
}
