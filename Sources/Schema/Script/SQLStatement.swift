/// One statement of a script, and where it stands.
public struct SQLStatement: Sendable, Hashable {
    /// As it was written, without the semicolon; comments before it are left out.
    public var text: String
    public var tokens: [SQLToken]
    /// Where the first token stands, counted from 1.
    public var line: Int
    /// Which statement of the script it is, counted from 1.
    public var number: Int
    /// Rules of `migrate lint` that a comment before it or in it silences: `-- lint:allow RULE`.
    public var allowed: Set<String> = []

    /// The first key words: `["create", "index"]`.
    public func begins(with words: String...) -> Bool {
        guard tokens.count >= words.count else { return false }
        return zip(tokens, words).allSatisfy { $0.word == $1 }
    }

    /// Whether these key words follow one another somewhere in it.
    public func has(_ words: String...) -> Bool { place(of: words) != nil }

    /// Where these key words begin: the index of the first one's token.
    func place(of words: [String], from start: Int = 0) -> Int? {
        guard !words.isEmpty, tokens.count >= words.count else { return nil }
        return (min(start, tokens.count)..<max(start, tokens.count - words.count + 1)).first {
            at in words.indices.allSatisfy { tokens[at + $0].word == words[$0] }
        }
    }

    /// `BEGIN`, `COMMIT` and their like, which a migration that runs in a transaction must not have.
    public var controlsTransaction: Bool {
        guard let first = tokens.first?.word else { return false }
        if first == "start" || first == "prepare" {
            return tokens.dropFirst().first?.word == "transaction"
        }
        if first == "rollback" { return !has("to") }
        return ["begin", "commit", "end", "abort"].contains(first)
    }

    /// Whether PostgreSQL refuses to run it inside a transaction.
    public var mustRunOutsideTransaction: Bool {
        switch tokens.first?.word {
        case "vacuum": true
        case "create":
            begins(with: "create", "database") || begins(with: "create", "tablespace")
                || has("index", "concurrently")
        case "drop":
            begins(with: "drop", "database") || begins(with: "drop", "tablespace")
                || has("index", "concurrently")
        case "reindex": has("concurrently") || has("database") || has("system")
        case "alter":
            begins(with: "alter", "system")
                || (begins(with: "alter", "table") && has("detach", "partition")
                    && tokens.last?.word == "concurrently")
        default: false
        }
    }

    /// Line and column, both counted from 1, of a character of `text` that the server names
    /// (`position`, counted from 1 in characters).
    func place(ofCharacter position: Int) -> (line: Int, column: Int) {
        let before = text.unicodeScalars.prefix(max(position - 1, 0))
        let breaks = before.count { $0 == "\n" }
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        return (line + breaks, column)
    }
}
