/// Keeps values out of what goes to logs.
enum Redaction {
    /// What the server says about data (classes 22 and 23, and RAISE) without what it quotes of
    /// them.
    static func message(_ text: String, sqlState: String) -> String {
        let kind = sqlState.prefix(2)
        guard kind == "22" || kind == "23" || kind == "P0" else { return text }
        var shown = text
        // `Key (email)=(ada@example.org) already exists.`
        if let start = shown.firstRange(of: ")=(") {
            let end = shown.lastIndex(of: ")") ?? shown.endIndex
            if start.upperBound <= end {
                shown.replaceSubrange(start.upperBound..<end, with: "…")
            }
        }
        if let start = shown.firstRange(of: "row contains (") {
            shown = shown[..<start.upperBound] + "…)."
        }
        // `invalid input syntax for type integer: "abc"`; names of columns and constraints in
        // class 23 are kept.
        if kind == "22", let start = shown.firstRange(of: ": \"") {
            shown = shown[..<start.upperBound] + "…\""
        }
        return shown
    }

    /// A statement for a log: literals of those that carry secrets are left out, long ones are cut.
    static func statement(_ sql: String) -> String {
        let words = sql.lowercased()
        let isSecret = ["password", "secret", "token", "user mapping"].contains(
            where: words.contains)
        let shown = isSecret ? withoutLiterals(sql) : sql
        let limit = 2_000
        return shown.utf8.count > limit ? shown.prefix(limit) + "…" : shown
    }

    /// Without what stands between double quotes or behind a colon at the end.
    static func withoutQuoted(_ text: String) -> String {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        var shown = parts.enumerated().map { $0 % 2 == 0 ? String($1) : "…" }.joined(
            separator: "\"")
        for mark in ["server process: ", "argument: ", "value: "] {
            if let range = shown.firstRange(of: mark) { shown = shown[..<range.upperBound] + "…" }
        }
        return shown
    }

    private static func withoutLiterals(_ sql: String) -> String {
        var result = ""
        var isInside = false
        for character in sql {
            if character == "'" {
                if isInside { result += "…" }
                isInside.toggle()
                result.append(character)
            } else if !isInside {
                result.append(character)
            }
        }
        return isInside ? result + "…" : result
    }
}
