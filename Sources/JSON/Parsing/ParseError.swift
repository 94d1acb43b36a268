extension JSON {
    /// Why a text is not JSON, and where.
    public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
        public enum Code: Sendable, Hashable {
            case unexpectedEnd
            case unexpectedCharacter
            case invalidLiteral
            case invalidNumber
            case invalidEscape
            case loneSurrogate
            case controlCharacter
            case invalidUTF8
            case tooDeep
            case trailingText
            case duplicateKey
        }

        public var code: Code
        /// Counted from 1.
        public var line: Int
        /// In Unicode scalars, counted from 1.
        public var column: Int
        /// In bytes from the beginning of what was parsed.
        public var offset: Int

        public var description: String { "line \(line), column \(column): \(reason)" }

        public var reason: String {
            switch code {
            case .unexpectedEnd: "the text ends in the middle of a value"
            case .unexpectedCharacter: "this character cannot stand here"
            case .invalidLiteral:
                "expected a value; words other than true, false and null need quotes"
            case .invalidNumber: "this is not a number as JSON writes them"
            case .invalidEscape: "this escape is not one of JSON's"
            case .loneSurrogate: "half of a surrogate pair stands alone"
            case .controlCharacter: "a control character in a string must be escaped"
            case .invalidUTF8: "the text is not UTF-8"
            case .tooDeep: "arrays and objects are nested too deeply"
            case .duplicateKey: "this key is in the object already"
            case .trailingText: "there is more text after the value"
            }
        }
    }

    /// What the parser throws; line and column are worked out once, at the end.
    struct Failure: Error {
        var code: ParseError.Code
        var offset: Int

        func located(in bytes: UnsafeBufferPointer<UInt8>) -> ParseError {
            var line = 1
            var column = 1
            for byte in bytes.prefix(offset) {
                if byte == UInt8(ascii: "\n") {
                    line += 1
                    column = 1
                } else if byte & 0xC0 != 0x80 {
                    column += 1
                }
            }
            return ParseError(code: code, line: line, column: column, offset: offset)
        }
    }
}
