import PostgreSQL

/// Keeps the passwords of the addresses that a command was given out of what it says.
struct AddressMask {
    private var replacements: [(secret: String, shown: String)] = []

    init(arguments: [String], environment: [String: String]) {
        var words = arguments
        words += arguments.compactMap { word in
            word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
        }
        words += environment.values
        for word in words {
            let shown = ConnectionConfiguration.shown(word)
            if shown != word { replacements.append((word, shown)) }
            guard ConnectionConfiguration.isAddress(word),
                let password = (try? ConnectionConfiguration(word))?.password, password.count > 3
            else { continue }
            replacements.append((password, "…"))
        }
        replacements.append(
            contentsOf: ["PGPASSWORD"].compactMap { environment[$0] }.filter { $0.count > 3 }
                .map { ($0, "…") })
        // The longest first: one may hold another.
        replacements.sort { $0.secret.count > $1.secret.count }
    }

    func masked(_ text: String) -> String {
        replacements.reduce(text) { $0.replacing($1.secret, with: $1.shown) }
    }
}
