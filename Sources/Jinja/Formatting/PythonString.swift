/// Strings the way Python handles them: by code point.
enum PythonString {
    /// Python's `repr()`: single quotes unless only double ones avoid an escape.
    static func representation(_ string: String) -> String {
        let hasSingle = string.utf8.contains(UInt8(ascii: "'"))
        let quote: Unicode.Scalar =
            hasSingle && !string.utf8.contains(UInt8(ascii: "\"")) ? "\"" : "'"
        var result = String(quote)
        for scalar in string.unicodeScalars {
            switch scalar {
            case quote: result += "\\" + String(quote)
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if isPrintable(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += escape(scalar)
                }
            }
        }
        result.unicodeScalars.append(quote)
        return result
    }

    static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0..<0x100: "\\x" + hex(scalar.value, width: 2)
        case 0x100..<0x10000: "\\u" + hex(scalar.value, width: 4)
        default: "\\U" + hex(scalar.value, width: 8)
        }
    }

    static func hex(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator:
            false
        default: true
        }
    }

    /// The number of code points.
    static func count(_ string: String) -> Int { string.unicodeScalars.count }

    /// The code points as strings of one.
    static func characters(_ string: String) -> [Value] {
        string.unicodeScalars.map { .string(String($0)) }
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? Byte.isSpace(UInt8(scalar.value))
            : scalar.properties.isWhitespace
    }

    /// Without blanks, or without the given code points, at the ends.
    static func strip(
        _ string: String, _ characters: String? = nil, left: Bool = true, right: Bool = true
    ) -> String {
        let set = characters.map { Set($0.unicodeScalars) }
        var rest = Substring(string).unicodeScalars
        func drops(_ scalar: Unicode.Scalar) -> Bool {
            set?.contains(scalar) ?? isSpace(scalar)
        }
        while left, let first = rest.first, drops(first) { rest.removeFirst() }
        while right, let last = rest.last, drops(last) { rest.removeLast() }
        return String(rest)
    }

    /// Split at runs of blanks, at most `limit` times.
    static func words(_ string: String, limit: Int = -1) -> [String] {
        var words: [String] = []
        var rest = Substring(string).unicodeScalars
        while true {
            rest = rest.drop(while: isSpace)
            if rest.isEmpty { return words }
            if limit >= 0, words.count == limit {
                words.append(String(rest))
                return words
            }
            let word = rest.prefix { !isSpace($0) }
            words.append(String(word))
            rest = rest[word.endIndex...]
        }
    }

    /// What is not ASCII as Python's `ascii()` escapes it.
    static func ascii(_ string: String) -> String {
        var result = ""
        for scalar in string.unicodeScalars {
            if scalar.isASCII {
                result.unicodeScalars.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            let (mark, width) =
                scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
            result += "\\" + mark + String(repeating: "0", count: width - digits.count) + digits
        }
        return result
    }

    /// Split at every occurrence of a separator, at most `limit` times when that is not negative.
    static func split(_ string: String, by separator: String, limit: Int = -1) -> [String] {
        let bytes = Array(string.utf8)
        let mark = Array(separator.utf8)
        var parts: [String] = []
        var start = 0
        while limit < 0 || parts.count < limit,
            let place = find(mark, in: bytes, from: start)
        {
            parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
            start = place + mark.count
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        return parts
    }

    /// Where a run of bytes starts, at or after an index.
    static func find(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard !mark.isEmpty, bytes.count - start >= mark.count else { return nil }
        var index = start
        while index <= bytes.count - mark.count {
            if bytes[index] == mark[0], bytes[index..<index + mark.count].elementsEqual(mark) {
                return index
            }
            index += 1
        }
        return nil
    }
}
