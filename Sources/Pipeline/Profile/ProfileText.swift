/// A profile's text as messages may show it: a line beside the one at fault may hold a password.
enum ProfileText {
    static let fileName = "profiles.yml"

    /// The text with the same lines, without what could be a secret.
    static func withoutSecrets(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map(shown).joined(separator: "\n")
    }

    /// Keys are shown, and values that are plain words or paths and belong to no secret. What is
    /// neither key nor item of a list goes on with a value from a line above.
    private static func shown(_ line: Substring) -> String {
        let start = line.firstIndex { !" \t-".contains($0) } ?? line.endIndex
        let text = line[start...]
        if text.isEmpty { return String(line) }
        if text.last == ":" || text.contains(": ") {
            if isPlain(text), !secrets.contains(where: text.lowercased().contains) {
                return String(line)
            }
            return line.prefix { $0 != ":" } + ": …"
        }
        let isItem = line[..<start].contains("-")
        return String(line[..<start]) + (isItem && isPlain(text) ? text : "…")
    }

    private static let secrets = [
        "password", "passwd", "pwd", "secret", "token", "key", "credential",
    ]

    /// Addresses, connection texts and encoded texts have characters that names and paths lack.
    private static func isPlain(_ text: Substring) -> Bool {
        !text.contains("://") && text.allSatisfy { !"=@&?%+|>".contains($0) }
    }
}
