/// Keeps values out of what goes to logs.
enum Redaction {
    /// The message without the bound values and, where the kind of error quotes data, without
    /// what stands between quotes.
    static func message(_ message: String, code: DuckDBError.Code, values: [Value]) -> String {
        var text = message
        for value in values {
            guard case .string(let bound) = value, !bound.isEmpty else { continue }
            if bound.count > 3 {
                text = text.replacing(bound, with: "…")
            } else {
                // So short a text is part of many words: only where it is quoted.
                text = text.replacing("'\(bound)'", with: "'…'")
                text = text.replacing("\"\(bound)\"", with: "\"…\"")
            }
        }
        switch code {
        case .conversion, .constraint, .outOfRange, .invalidType, .mismatchedType:
            text = withoutQuoted(text, quotes: ["'", "\""])
            text = withoutNumber(after: "with value ", in: text)
        default: break
        }
        return text
    }

    /// Statements that carry secrets in their text are shown without their string literals.
    /// Long ones are cut.
    static func sql(_ sql: String) -> String {
        let words = sql.lowercased()
        let hasSecrets = ["secret", "password", "attach", "token"].contains(where: words.contains)
        let shown = hasSecrets ? withoutQuoted(sql, quotes: ["'"]) : sql
        let limit = 2_000
        return shown.utf8.count > limit ? shown.prefix(limit) + "…" : shown
    }

    private static func withoutQuoted(_ text: String, quotes: Set<Character>) -> String {
        var result = ""
        var open: Character?
        var previous: Character = " "
        for character in text {
            defer { previous = character }
            if let quote = open {
                if character == quote {
                    result += "…"
                    result.append(quote)
                    open = nil
                }
            } else {
                result.append(character)
                // An apostrophe inside a word opens nothing.
                if quotes.contains(character) && !previous.isLetter { open = character }
            }
        }
        return open == nil ? result : result + "…"
    }

    private static func withoutNumber(after marker: String, in text: String) -> String {
        guard let range = text.firstRange(of: marker) else { return text }
        let rest = text[range.upperBound...].drop { !$0.isWhitespace }
        return text[..<range.upperBound] + "…" + rest
    }
}
