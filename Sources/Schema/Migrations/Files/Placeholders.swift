/// What is put into migrations: what Flyway's placeholders stand for (`${name}` in a file whose name
/// is one of Flyway's), and the environment for goose.
public struct Placeholders: Sendable, Hashable {
    /// By their names in lower case.
    private var values: [String: String] = [:]
    /// What goose puts into files that ask for it.
    private(set) var environment: [String: String] = [:]

    public init() {}

    /// - Parameters:
    ///   - given: `NAME=VALUE`.
    ///   - environment: of which `FLYWAY_PLACEHOLDERS_NAME` are taken.
    /// - Throws: the text that is not of that form.
    public init(_ given: [String], environment: [String: String]) throws(MigrationError) {
        self.environment = environment
        let prefix = "FLYWAY_PLACEHOLDERS_"
        for (name, value) in environment where name.hasPrefix(prefix) {
            values[name.dropFirst(prefix.count).lowercased()] = value
        }
        for text in given {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw MigrationError(
                    .fileUnreadable,
                    "a placeholder is given as NAME=VALUE: --placeholder schema=shop")
            }
            values[text[..<equals].lowercased()] = String(text[text.index(after: equals)...])
        }
    }

    /// - Throws: the first one that has no value, with its line.
    func replaced(in text: String, path: String) throws(MigrationError) -> String {
        guard text.contains("${") else { return text }
        var result = ""
        var place = text.startIndex
        for match in text.matches(of: /\$\{([^}\r\n]*)\}/) {
            let name = match.1.trimmed.lowercased()
            let own = name == "flyway:filename" ? path.split(separator: "/").last : nil
            guard let value = values[name] ?? own.map(String.init) else {
                let line =
                    text[..<match.range.lowerBound].unicodeScalars.count { $0 == "\n" } + 1
                throw MigrationError(
                    .fileUnreadable,
                    "\(path):\(line): the placeholder \(match.0) has no value. Give it with "
                        + "--placeholder \(match.1)=VALUE, or FLYWAY_PLACEHOLDERS_"
                        + "\(match.1.uppercased()) in the environment")
            }
            result += text[place..<match.range.lowerBound] + value
            place = match.range.upperBound
        }
        return result + text[place...]
    }
}
