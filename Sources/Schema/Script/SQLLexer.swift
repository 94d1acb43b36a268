/// Reads SQL as PostgreSQL does, with `standard_conforming_strings` on, token by token.
///
/// Knows comments that nest, strings with escapes (`E'…'`), strings in Unicode escapes (`U&'…'`),
/// dollar quotes, and numbers; it knows nothing of grammar.
struct SQLLexer {
    let bytes: [UInt8]
    let file: String
    private(set) var index = 0
    /// Comments in `/* */` that were passed so far.
    private(set) var blockComments: [Range<Int>] = []

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        // A byte order mark is no part of the text.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// The next token, or nil at the end.
    mutating func next() throws(SQLScriptError) -> SQLToken? {
        try skipBlanks()
        guard index < bytes.count else { return nil }
        let start = index
        let kind = try kindOfToken()
        return SQLToken(kind: kind, range: start..<index)
    }

    /// The line of a byte, counted from 1.
    func line(of offset: Int) -> Int {
        1 + Self.lineEnds(in: bytes, 0..<min(offset, bytes.count))
    }

    /// Line ends in a range: `\n`, `\r\n` (counted at its end) or `\r`.
    static func lineEnds(in bytes: [UInt8], _ range: Range<Int>) -> Int {
        var count = 0
        for index in range {
            switch bytes[index] {
            case 10: count += 1
            case 13 where index + 1 < bytes.count && bytes[index + 1] != 10: count += 1
            default: break
            }
        }
        return count
    }

    private func peek(_ distance: Int = 0) -> UInt8 {
        index + distance < bytes.count ? bytes[index + distance] : 0
    }

    private mutating func skipBlanks() throws(SQLScriptError) {
        while index < bytes.count {
            switch (peek(), peek(1)) {
            case (32, _), (9...13, _): index += 1
            case (UInt8(ascii: "-"), UInt8(ascii: "-")):
                // Either character ends a line for PostgreSQL.
                index = bytes[index...].firstIndex { $0 == 10 || $0 == 13 } ?? bytes.count
            case (UInt8(ascii: "/"), UInt8(ascii: "*")): try skipComment()
            case (UInt8(ascii: "\\"), _) where isRestriction:
                index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            default: return
            }
        }
    }

    /// `\restrict` and `\unrestrict`, which `pg_dump` writes around its output, say nothing here.
    private var isRestriction: Bool {
        let rest = bytes[index...]
        return rest.starts(with: "\\restrict ".utf8) || rest.starts(with: "\\unrestrict ".utf8)
    }

    /// Comments nest.
    private mutating func skipComment() throws(SQLScriptError) {
        let start = index
        var depth = 0
        repeat {
            switch (peek(), peek(1)) {
            case (UInt8(ascii: "/"), UInt8(ascii: "*")): (depth, index) = (depth + 1, index + 2)
            case (UInt8(ascii: "*"), UInt8(ascii: "/")): (depth, index) = (depth - 1, index + 2)
            default: index += 1
            }
            guard index <= bytes.count, depth == 0 || index < bytes.count else {
                throw unterminated("comment", from: start)
            }
        } while depth > 0
        blockComments.append(start..<index)
    }

    private mutating func kindOfToken() throws(SQLScriptError) -> SQLToken.Kind {
        let byte = peek()
        switch byte {
        case UInt8(ascii: "'"): return .string(try quoted(escapes: false))
        case UInt8(ascii: "\""): return .name(try quoted(escapes: false))
        case UInt8(ascii: "$"): return try dollar()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        case UInt8(ascii: ".") where Self.isDigit(peek(1)): return number()
        case UInt8(ascii: "\\"):
            throw SQLScriptError(
                code: .psqlCommand, file: file, line: line(of: index),
                reason: "a command for psql, which is no SQL. Take the line out")
        case 0:
            throw SQLScriptError(
                code: .notText, file: file, line: line(of: index),
                reason: "a NUL character. Is this a text file in UTF-8?")
        default: break
        }
        if let prefixed = try prefixedString() { return prefixed }
        if Self.beginsWord(byte) {
            let start = index
            while index < bytes.count, Self.isWord(peek()) || peek() == UInt8(ascii: "$") {
                index += 1
            }
            return .word(Self.folded(bytes[start..<index]))
        }
        index += 1
        return .symbol(Character(Unicode.Scalar(byte)))
    }

    /// `E'…'`, `B'…'`, `X'…'`, `N'…'`, `U&'…'` and `U&"…"`
    private mutating func prefixedString() throws(SQLScriptError) -> SQLToken.Kind? {
        let letter = peek() | 0x20
        let quote = UInt8(ascii: "'")
        if letter == UInt8(ascii: "u"), peek(1) == UInt8(ascii: "&") {
            if peek(2) == quote {
                index += 2
                return .string(try quoted(escapes: false))
            }
            if peek(2) == UInt8(ascii: "\"") {
                index += 2
                return .name(try quoted(escapes: false))
            }
        }
        guard peek(1) == quote, "ebxn".utf8.contains(letter) else { return nil }
        index += 1
        return .string(try quoted(escapes: letter == UInt8(ascii: "e")))
    }

    private mutating func quoted(escapes: Bool) throws(SQLScriptError) -> String {
        let quote = peek()
        let start = index
        var text: [UInt8] = []
        index += 1
        while index < bytes.count {
            let byte = peek()
            if escapes, byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                text += [byte, peek(1)]
                index += 2
            } else if byte == quote, peek(1) == quote {
                text.append(quote)
                index += 2
            } else if byte == quote {
                index += 1
                return String(decoding: text, as: UTF8.self)
            } else {
                text.append(byte)
                index += 1
            }
        }
        throw unterminated(quote == UInt8(ascii: "'") ? "string" : "quoted name", from: start)
    }

    /// `$tag$ … $tag$`, or `$1`, or a dollar by itself.
    private mutating func dollar() throws(SQLScriptError) -> SQLToken.Kind {
        let start = index
        var end = index + 1
        while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
        if Self.isDigit(peek(1)) {
            index += 1
            while Self.isDigit(peek()) { index += 1 }
            return .parameter(String(decoding: bytes[start..<index], as: UTF8.self))
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
            index += 1
            return .symbol("$")
        }
        let tag = bytes[start...end]
        var place = end + 1
        while let found = bytes[place...].firstIndex(of: UInt8(ascii: "$")) {
            if bytes[found...].starts(with: tag) {
                index = found + tag.count
                return .string(String(decoding: bytes[(end + 1)..<found], as: UTF8.self))
            }
            place = found + 1
        }
        throw unterminated(
            "body in \(String(decoding: tag, as: UTF8.self)) quotes", from: start)
    }

    private mutating func number() -> SQLToken.Kind {
        let start = index
        while index < bytes.count {
            let isExponentSign =
                (peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-"))
                && bytes[index - 1] | 0x20 == UInt8(ascii: "e") && bytes[start] != UInt8(ascii: "0")
            guard Self.isWord(peek()) || peek() == UInt8(ascii: ".") || isExponentSign else {
                break
            }
            index += 1
        }
        return .number(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private func unterminated(_ what: String, from start: Int) -> SQLScriptError {
        SQLScriptError(
            code: .unterminated, file: file, line: line(of: start),
            reason: "the \(what) that begins here has no end")
    }

    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func beginsWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (65...90).contains(byte) || (97...122).contains(byte)
            || byte >= 128
    }

    static func isWord(_ byte: UInt8) -> Bool { beginsWord(byte) || isDigit(byte) }

    /// Lower case as the server folds names in a UTF-8 database: ASCII letters only.
    private static func folded(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
