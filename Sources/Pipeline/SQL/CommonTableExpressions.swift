/// Puts ephemeral models in front of a statement as common table expressions.
enum CommonTableExpressions {
    /// The name an ephemeral model has inside a statement.
    static func name(of identifier: String) -> String { "__dbt__cte__" + identifier }

    /// `sql` with `expressions` (name, query) as its first common table expressions, in order.
    ///
    /// A statement that begins with its own WITH keeps it, RECURSIVE included.
    static func inject(_ expressions: [(name: String, query: String)], into sql: String) -> String {
        if expressions.isEmpty { return sql }
        let list = expressions.map { "\($0.name) as (\n\($0.query)\n)" }.joined(separator: ", ")
        let bytes = Array(sql.utf8)
        var start = skipBlanks(bytes, from: 0)
        guard let afterWith = keyword("with", in: bytes, at: start) else {
            return "with " + list + " " + sql
        }
        start = afterWith
        let next = skipBlanks(bytes, from: start)
        if let afterRecursive = keyword("recursive", in: bytes, at: next) { start = afterRecursive }
        let head = String(decoding: bytes[..<start], as: UTF8.self)
        let tail = String(decoding: bytes[start...], as: UTF8.self)
        return head + " " + list + "," + tail
    }

    /// The first position from `start` that is neither white space nor inside a comment.
    private static func skipBlanks(_ bytes: [UInt8], from start: Int) -> Int {
        var i = start
        while i < bytes.count {
            switch bytes[i] {
            case 0x20, 0x09...0x0d:
                i += 1
            case 0x2d where i + 1 < bytes.count && bytes[i + 1] == 0x2d:
                while i < bytes.count, bytes[i] != 0x0a { i += 1 }
            case 0x2f where i + 1 < bytes.count && bytes[i + 1] == 0x2a:
                // DuckDB's block comments do not nest.
                i += 2
                while i + 1 < bytes.count, !(bytes[i] == 0x2a && bytes[i + 1] == 0x2f) { i += 1 }
                i = min(i + 2, bytes.count)
            default:
                return i
            }
        }
        return i
    }

    /// The position after `word` when it stands at `start` as a word of its own, in any case.
    private static func keyword(_ word: String, in bytes: [UInt8], at start: Int) -> Int? {
        let wanted = Array(word.utf8)
        let end = start + wanted.count
        guard end <= bytes.count,
            zip(bytes[start..<end], wanted).allSatisfy({ $0 | 0x20 == $1 })
        else { return nil }
        if end < bytes.count {
            switch bytes[end] {
            case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a, 0x80...: return nil
            default: break
            }
        }
        return end
    }
}
