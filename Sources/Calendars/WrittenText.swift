/// Text as programs write it to files: UTF-8, UTF-16 with a mark at its beginning, or Latin-1.
enum WrittenText {
    /// The bytes as UTF-8 where they begin as UTF-16 does; otherwise as they are.
    static func withoutUTF16(_ bytes: [UInt8]) -> [UInt8] {
        let isLittle = bytes.starts(with: [0xFF, 0xFE])
        guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return bytes }
        var units: [UInt16] = []
        for place in stride(from: 2, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            units.append(isLittle ? second << 8 | first : first << 8 | second)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// Bytes that are no UTF-8 are Latin-1, unless some of them are letters of UTF-8: then a piece of
    /// it is broken, and stands as U+FFFD.
    static func decode(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard String(validating: bytes, as: UTF8.self) == nil,
            text.unicodeScalars.allSatisfy({ $0.isASCII || $0 == "\u{FFFD}" })
        else { return text }
        var latin1 = String.UnicodeScalarView()
        latin1.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
        return String(latin1)
    }
}
