/// Cuts a script into its statements: at every `;` outside of quotes, comments and dollar quotes.
public enum ScriptSplitter {
    /// The statements in order, without the `;` between them.
    public static func statements(of script: String) -> [String] {
        let bytes = Array(script.utf8)
        var pieces: [String] = []
        var start = 0
        var hasContent = false
        var index = 0

        func close(at end: Int) {
            if hasContent { pieces.append(trimmed(bytes[start..<end])) }
            hasContent = false
        }

        while index < bytes.count {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch bytes[index] {
            case UInt8(ascii: ";"):
                close(at: index)
                index += 1
                start = index
                continue
            case UInt8(ascii: "-") where next == UInt8(ascii: "-"):
                index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                continue
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                index = endOfComment(bytes, index)
                continue
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                hasContent = true
                index = endOfQuoted(bytes, index)
                continue
            case UInt8(ascii: "$"):
                hasContent = true
                index = endOfDollarQuoted(bytes, index)
                continue
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                break
            default: hasContent = true
            }
            index += 1
        }
        close(at: bytes.count)
        return pieces
    }

    /// Whether the text ends with a `;` that ends a statement.
    public static func isComplete(_ text: String) -> Bool {
        guard let last = text.lastIndex(where: { !$0.isWhitespace }), text[last] == ";" else {
            return false
        }
        // Inside quotes or a comment, what is added would not be a statement of its own.
        return statements(of: text + " x").last == "x"
    }

    /// The first word of a statement in lower case, after comments.
    public static func firstWord(of sql: String) -> String {
        let bytes = Array(sql.utf8)
        var index = 0
        while index < bytes.count, !isWord(bytes[index]) {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if bytes[index] == UInt8(ascii: "-") && next == UInt8(ascii: "-") {
                index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            } else if bytes[index] == UInt8(ascii: "/") && next == UInt8(ascii: "*") {
                index = endOfComment(bytes, index)
            } else {
                index += 1
            }
        }
        let end = bytes[index...].firstIndex { !isWord($0) } ?? bytes.count
        return String(decoding: bytes[index..<end], as: UTF8.self).lowercased()
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let isSpace = { (byte: UInt8) in byte == 32 || (9...13).contains(byte) }
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Comments nest.
    private static func endOfComment(_ bytes: [UInt8], _ start: Int) -> Int {
        var depth = 0
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == UInt8(ascii: "/") && bytes[index + 1] == UInt8(ascii: "*") {
                depth += 1
                index += 2
            } else if bytes[index] == UInt8(ascii: "*") && bytes[index + 1] == UInt8(ascii: "/") {
                depth -= 1
                index += 2
                if depth == 0 { return index }
            } else {
                index += 1
            }
        }
        return bytes.count
    }

    /// A doubled quote closes and opens again, which comes to the same; in `E'…'` a backslash
    /// takes the next character along.
    private static func endOfQuoted(_ bytes: [UInt8], _ start: Int) -> Int {
        let quote = bytes[start]
        let before = start > 0 ? bytes[start - 1] : 0
        let beforeThat = start > 1 ? bytes[start - 2] : 0
        let escapes =
            quote == UInt8(ascii: "'")
            && (before == UInt8(ascii: "e") || before == UInt8(ascii: "E"))
            && !isWord(beforeThat)
        var index = start + 1
        while index < bytes.count {
            if escapes && bytes[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if bytes[index] == quote { return index + 1 }
            index += 1
        }
        return bytes.count
    }

    /// `$tag$ … $tag$`; a `$1` or `$name` is a parameter and ends where it stands.
    private static func endOfDollarQuoted(_ bytes: [UInt8], _ start: Int) -> Int {
        if start > 0 && isWord(bytes[start - 1]) { return start + 1 }
        var end = start + 1
        while end < bytes.count, isWord(bytes[end]) { end += 1 }
        let startsWithDigit = start + 1 < end && (48...57).contains(bytes[start + 1])
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$"), !startsWithDigit else {
            return start + 1
        }
        let tag = bytes[start...end]
        var index = end + 1
        while index + tag.count <= bytes.count {
            if bytes[index..<index + tag.count] == tag { return index + tag.count }
            index += 1
        }
        return bytes.count
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte)
            || (97...122).contains(byte) || byte >= 128
    }
}
