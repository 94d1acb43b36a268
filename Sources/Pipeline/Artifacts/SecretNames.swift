internal import JSON

/// Tells by its name that a variable holds a secret, so that no artifact shows its value.
enum SecretNames {
    private static let words: Set<String> = [
        "password", "pass", "passwd", "passcode", "pwd", "passphrase", "pin", "token", "secret",
        "key", "apikey",
        "credential", "credentials", "auth", "private",
    ]
    /// These name something about a table and no secret.
    private static let harmless: Set<String> = [
        "unique_key", "primary_key", "foreign_key", "sort_key", "partition_key", "surrogate_key",
    ]

    /// `db_password`, `apiKey`, `GITHUB-TOKEN`.
    static func isSecret(_ name: String) -> Bool {
        if harmless.contains(name.lowercased()) { return false }
        var parts: [String] = [""]
        var previousIsLower = false
        for character in name {
            if !character.isLetter && !character.isNumber {
                parts.append("")
            } else {
                if character.isUppercase && previousIsLower { parts.append("") }
                parts[parts.count - 1].append(contentsOf: character.lowercased())
            }
            previousIsLower = character.isLowercase
        }
        return parts.contains { part in
            words.contains(part)
                || ["password", "passwd", "token", "secret", "apikey"].contains(
                    where: part.hasSuffix)
        }
    }

    /// The values in an environment that are secrets by their variables' names. Short ones are in
    /// too many other texts to be looked for.
    static func values(in environment: [String: String]) -> [String] {
        environment.filter { isSecret($0.key) && $0.value.count >= 4 }.map(\.value)
            .sorted { $0.count > $1.count }
    }

    /// The value with everything masked that is named like a secret, or holds one, however deep.
    ///
    /// - Parameter secrets: texts that must not be seen, as a variable of the environment gave them.
    static func masked(_ value: JSON, named name: String, secrets: [String] = []) -> JSON {
        if isSecret(name) { return .string(mask) }
        if let object = value.object {
            return .object(
                JSON.Object(
                    object.entries.map {
                        (
                            withoutSecrets($0.key, secrets),
                            masked($0.value, named: $0.key, secrets: secrets)
                        )
                    }))
        }
        if let array = value.array {
            return .array(array.map { masked($0, named: "", secrets: secrets) })
        }
        if let text = value.string { return .string(withoutSecrets(text, secrets)) }
        // A PIN is a number.
        if let number = value.int, secrets.contains(String(number)) { return .string(mask) }
        return value
    }

    private static let mask = "********"

    /// Whether a value is kept that does not show all of what it was.
    static func isMasked(_ value: JSON) -> Bool {
        value.string?.contains(mask) ?? value.array?.contains(where: isMasked) ?? false
    }

    private static func withoutSecrets(_ text: String, _ secrets: [String]) -> String {
        var text = secrets.reduce(text) { $0.replacing($1, with: mask) }
        // scheme://user:password@host
        text.replace(/(:\/\/[^:\/@\s]*:)[^\s]*@/) { "\($0.output.1)\(mask)@" }
        text.replace(/(?i)(passw(?:or)?d\s*=\s*)(?:'(?:[^'\\]|\\.)*'|[^\s&;]+)/) {
            "\($0.output.1)\(mask)"
        }
        return text
    }
}
