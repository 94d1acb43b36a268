extension ConnectionConfiguration {
    /// Whether a word is meant as the address of a server: a URL of any kind, or `host=… user=…`.
    public static func isAddress(_ word: some StringProtocol) -> Bool {
        if word.contains("://") { return true }
        let keywords = [
            "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "service",
            "sslmode", "options",
        ]
        return word.lowercased().split { $0.isWhitespace || $0 == "'" }.contains { part in
            part.firstIndex(of: "=").map { keywords.contains(String(part[..<$0])) } ?? false
        }
    }

    /// A word as messages may show it: an address without its password, or not at all where it
    /// cannot be read; anything else as it is.
    public static func shown(_ word: String) -> String {
        guard isAddress(word) || (word.contains("@") && word.contains(":")) else { return word }
        return (try? ConnectionConfiguration(word)).map { "\($0)" } ?? "(an address)"
    }

    /// What somebody else says of this connection, without what is secret in it.
    public func redacted(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: "…") }
    }

    /// What may not be repeated, though libpq or the server does: the password, whatever stands in
    /// `options`, and the values of parameters that are secrets.
    var secrets: [String] {
        var all = [password]
        for (name, value) in parameters {
            let name = name.lowercased()
            if ["pass", "secret", "key", "token"].contains(where: name.contains) {
                all.append(value)
            }
            if name == "options" {
                all += value.split { " =,\\".contains($0) }.map(String.init)
            }
        }
        return all.compactMap { $0 }.filter { $0.count > 2 && $0 != "-c" }
            .sorted { $0.count > $1.count }
    }
}
