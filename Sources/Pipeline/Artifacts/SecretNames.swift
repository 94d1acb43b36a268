internal import JSON

/// Tells by its name that a variable holds a secret, so that no artifact shows its value.
enum SecretNames {
    private static let words: Set<String> = [
        "password", "passwd", "pwd", "passphrase", "token", "secret", "key", "apikey",
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
        return parts.contains { words.contains($0) || $0.hasSuffix("password") }
    }

    /// The value with everything masked that is named like a secret, however deep.
    static func masked(_ value: JSON, named name: String) -> JSON {
        if isSecret(name) { return .string("********") }
        if let object = value.object {
            return .object(
                JSON.Object(object.entries.map { ($0.key, masked($0.value, named: $0.key)) }))
        }
        if let array = value.array { return .array(array.map { masked($0, named: "") }) }
        return value
    }
}
