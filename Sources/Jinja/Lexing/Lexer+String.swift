extension Lexer {
    /// Reads a string literal with Python's escapes. An unknown escape keeps its backslash.
    mutating func quotedString(_ quote: UInt8) throws(JinjaError) {
        let start = index
        index += 1
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == quote {
                add(.string(String(decoding: content, as: UTF8.self)), from: start)
                return
            }
            guard byte == Byte.backslash else {
                content.append(byte)
                continue
            }
            guard index < bytes.count else { break }
            try escape(into: &content, from: start)
        }
        throw failure("the string is not closed", at: start)
    }

    private mutating func escape(into content: inout [UInt8], from start: Int) throws(JinjaError) {
        let byte = bytes[index]
        index += 1
        switch byte {
        case Byte.newline: return
        case Byte.backslash, UInt8(ascii: "'"), UInt8(ascii: "\""): content.append(byte)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "x"): try scalar(digits: 2, into: &content, from: start)
        case UInt8(ascii: "u"): try scalar(digits: 4, into: &content, from: start)
        case UInt8(ascii: "U"): try scalar(digits: 8, into: &content, from: start)
        case UInt8(ascii: "N"):
            throw failure("characters by name (\\N{…}) are not supported; use \\u", at: start)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var value = UInt32(byte - 0x30)
            var count = 1
            while count < 3, (0x30...0x37).contains(peek()) {
                value = value * 8 + UInt32(peek() - 0x30)
                index += 1
                count += 1
            }
            try append(value, to: &content, from: start)
        default: content += [Byte.backslash, byte]
        }
    }

    private mutating func scalar(
        digits: Int, into content: inout [UInt8], from start: Int
    ) throws(JinjaError) {
        guard index + digits <= bytes.count,
            let value = UInt32(string(index..<index + digits), radix: 16)
        else { throw failure("the escape needs \(digits) hexadecimal digits", at: start) }
        index += digits
        try append(value, to: &content, from: start)
    }

    private mutating func append(
        _ value: UInt32, to content: inout [UInt8], from start: Int
    ) throws(JinjaError) {
        guard let scalar = UnicodeScalar(value) else {
            throw failure("the escape names no character", at: start)
        }
        content += Array(String(scalar).utf8)
    }
}
