/// The text of a view as PostgreSQL 16 and later write it, from one that 15 wrote.
///
/// Where the outermost query reads from one thing only, 16 leaves its name out before columns
/// (`SELECT id FROM t`), and 15 does not (`SELECT t.id FROM t`). Queries inside it are written alike.
enum ViewDefinition {
    static func modern(_ definition: String) -> String {
        let bytes = Array(definition.utf8)
        guard let tokens = outermost(bytes), let source = source(of: tokens) else {
            return definition
        }
        var kept: [UInt8] = []
        var end = 0
        var index = 0
        while index < tokens.count {
            let isPrefix =
                tokens[index].identifier == source && index + 2 < tokens.count
                && tokens[index + 1].symbol == "." && tokens[index + 2].identifier != nil
                && (index == 0 || tokens[index - 1].symbol != ".")
            if isPrefix {
                kept += bytes[end..<tokens[index].range.lowerBound]
                end = tokens[index + 1].range.upperBound
                index += 2
            } else {
                index += 1
            }
        }
        return String(decoding: kept + bytes[end...], as: UTF8.self)
    }

    /// The tokens without those of queries in parentheses, whose parentheses stay.
    private static func outermost(_ bytes: [UInt8]) -> [SQLToken]? {
        var lexer = SQLLexer(bytes, file: "view")
        var all: [SQLToken] = []
        do {
            while let token = try lexer.next() { all.append(token) }
        } catch {
            return nil
        }
        var outer: [SQLToken] = []
        var hidden = 0
        for (index, token) in all.enumerated() {
            if hidden > 0 {
                if token.symbol == "(" { hidden += 1 }
                if token.symbol == ")" { hidden -= 1 }
                if hidden == 0 { outer.append(token) }
                continue
            }
            outer.append(token)
            let next = index + 1 < all.count ? all[index + 1].word : nil
            if token.symbol == "(", ["select", "with", "values"].contains(next) { hidden = 1 }
        }
        return outer
    }

    /// What columns of the one thing that the query reads from are prefixed with; nil where it reads
    /// from several, from none, or is made of several queries.
    private static func source(of tokens: [SQLToken]) -> String? {
        let plain = tokens.outsideParentheses
        guard !plain.contains(where: { ["union", "intersect", "except"].contains($0.word) }),
            let from = plain.firstIndex(where: { $0.word == "from" })
        else { return nil }
        let ends: Set<String> = [
            "where", "group", "having", "window", "order", "limit", "offset", "fetch", "for",
            "tablesample",
        ]
        let item = plain[(from + 1)...].prefix { !ends.contains($0.word ?? "") }
        guard !item.isEmpty, !item.contains(where: { $0.symbol == "," || $0.word == "join" }) else {
            return nil
        }
        // `public.t`, `public.t u`, `( … ) x`, `f(…) g(a, b)`: the last name.
        return item.last { $0.identifier != nil }?.identifier
    }
}
