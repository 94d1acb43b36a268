/// Text in HTML, XML and URLs.
enum Markup {
    /// The five characters that mean something in HTML as references.
    static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "'": result += "&#39;"
            case "\"": result += "&#34;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Without comments and tags, blanks made one, and references resolved.
    static func stripTags(_ text: String) -> String {
        let plain = remove(from: "<", to: ">", in: remove(from: "<!--", to: "-->", in: text))
        return unescape(PythonString.words(plain).joined(separator: " "))
    }

    private static func remove(from open: String, to close: String, in text: String) -> String {
        let bytes = Array(text.utf8)
        let (open, close) = (Array(open.utf8), Array(close.utf8))
        var result: [UInt8] = []
        var index = 0
        while let start = PythonString.find(open, in: bytes, from: index),
            let end = PythonString.find(close, in: bytes, from: start)
        {
            result += bytes[index..<start]
            index = end + close.count
        }
        return String(decoding: result + bytes[index...], as: UTF8.self)
    }

    private static let references: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
        "copy": "©", "reg": "®", "euro": "€", "hellip": "…", "mdash": "—", "ndash": "–",
        "laquo": "«", "raquo": "»",
    ]

    /// Numeric references and the commonest names.
    private static func unescape(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var result = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...]
            guard let end = rest.prefix(12).firstIndex(of: ";"),
                let resolved = resolve(rest[rest.index(after: mark)..<end])
            else {
                result += "&"
                rest = rest.dropFirst()
                continue
            }
            result += resolved
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func resolve(_ name: Substring) -> String? {
        guard name.hasPrefix("#") else { return references[name] }
        let digits = name.dropFirst()
        let code =
            digits.hasPrefix("x") || digits.hasPrefix("X")
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return code.flatMap(UnicodeScalar.init).map { String($0) }
    }

    /// Everything but letters, digits, `_.-~` and the given characters as `%XX`.
    static func percentEncode(_ text: String, keeping extra: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = UnicodeScalar(byte)
            if byte < 0x80,
                Byte.isName(byte) || "_.-~".unicodeScalars.contains(scalar)
                    || extra.unicodeScalars.contains(scalar)
            {
                result.unicodeScalars.append(scalar)
            } else {
                result += "%" + PythonString.hex(UInt32(byte), width: 2).uppercased()
            }
        }
        return result
    }

    /// As in a query: blanks are `+`.
    static func queryEncode(_ text: String) -> String {
        PythonString.split(percentEncode(text, keeping: ""), by: "%20").joined(separator: "+")
    }
}
