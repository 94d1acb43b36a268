/// Walks over the tokens of a statement.
struct SQLReader {
    let tokens: [SQLToken]
    private(set) var index = 0

    init(_ tokens: some Collection<SQLToken>) { self.tokens = Array(tokens) }

    var current: SQLToken? { index < tokens.count ? tokens[index] : nil }
    var isAtEnd: Bool { index >= tokens.count }
    var rest: [SQLToken] { Array(tokens[index...]) }

    mutating func skip() { index += 1 }

    /// Steps over these key words if they come next.
    mutating func accept(_ words: String...) -> Bool {
        guard index + words.count <= tokens.count,
            zip(tokens[index...], words).allSatisfy({ $0.word == $1 })
        else { return false }
        index += words.count
        return true
    }

    mutating func accept(symbol: Character) -> Bool {
        guard current?.symbol == symbol else { return false }
        index += 1
        return true
    }

    /// `a`, `"A b".c`
    mutating func name() -> [String]? {
        guard let first = current?.identifier else { return nil }
        var parts = [first]
        index += 1
        while current?.symbol == ".", index + 1 < tokens.count,
            let next = tokens[index + 1].identifier
        {
            parts.append(next)
            index += 2
        }
        return parts
    }

    /// The parts between commas outside of parentheses.
    func parts() -> [[SQLToken]] {
        var parts: [[SQLToken]] = [[]]
        var depth = 0
        for token in rest {
            switch token.symbol {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "," where depth == 0:
                parts.append([])
                continue
            default: break
            }
            parts[parts.count - 1].append(token)
        }
        return parts.filter { !$0.isEmpty }
    }
}

extension [SQLToken] {
    /// Whether these key words follow one another somewhere.
    func has(_ words: String...) -> Bool {
        guard count >= words.count else { return false }
        return (0...(count - words.count)).contains { start in
            words.indices.allSatisfy { self[start + $0].word == words[$0] }
        }
    }

    /// Without what stands in parentheses.
    var outsideParentheses: [SQLToken] {
        var depth = 0
        return filter { token in
            if token.symbol == "(" { depth += 1 }
            defer { if token.symbol == ")" { depth -= 1 } }
            return depth == 0
        }
    }
}
