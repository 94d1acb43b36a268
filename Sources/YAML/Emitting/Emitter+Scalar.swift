extension YAML.Emitter {
    /// A string as a plain scalar where that reads back the same, else in single or double quotes.
    static func quoted(_ string: String) -> String {
        if string.unicodeScalars.contains(where: needsEscape) { return doubleQuoted(string) }
        if isPlain(string) { return string }
        return "'"
            + string.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
    }

    /// A text of several lines as a literal block (`|`), when nothing in it forbids that.
    static func literal(_ string: String, indent: Int) -> String? {
        guard string.contains("\n"), let first = string.first, first != " ", first != "\n",
            !string.unicodeScalars.contains(where: { $0 != "\n" && needsEscape($0) }),
            !string.split(separator: "\n").contains(where: { $0.hasSuffix(" ") })
        else { return nil }
        var body = Substring(string)
        var chomping = "-"
        if body.hasSuffix("\n") {
            body.removeLast()
            chomping = ""
            // More than one break at the end would need "keep", which is easy to get wrong.
            if body.hasSuffix("\n") { return nil }
        }
        let margin = String(repeating: " ", count: indent + 2)
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        return "|\(chomping)\n"
            + lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    private static func isPlain(_ string: String) -> Bool {
        guard let first = string.unicodeScalars.first, let last = string.unicodeScalars.last,
            first != " ", last != " ", last != ":",
            !"-?:,[]{}#&*!|>'\"%@`=<".unicodeScalars.contains(first),
            !string.hasPrefix("..."),
            !string.contains(": "), !string.contains(" #"),
            !string.unicodeScalars.contains(where: { ",[]{}".unicodeScalars.contains($0) }),
            !looksLikeTimestamp(string),
            case .string? = try? YAML.Resolver.plain(string, nil)
        else { return false }
        return true
    }

    /// Other loaders make dates of `2024-01-31`; quoting keeps it a string for them too.
    private static func looksLikeTimestamp(_ string: String) -> Bool {
        let bytes = Array(string.utf8.prefix(5))
        return bytes.count == 5 && bytes[4] == UInt8(ascii: "-")
            && bytes[..<4].allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    private static func doubleQuoted(_ string: String) -> String {
        var result = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where needsEscape(scalar):
                let hex = String(scalar.value, radix: 16, uppercase: true)
                let width = scalar.value < 0x100 ? 2 : 4
                result += width == 2 ? "\\x" : "\\u"
                result += String(repeating: "0", count: max(0, width - hex.count)) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
