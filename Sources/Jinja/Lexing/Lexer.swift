/// Cuts a template into tokens, in one pass over its bytes.
struct Lexer {
    let bytes: [UInt8]
    let name: String
    let options: Environment.Options
    var tokens: [Token] = []
    var index = 0
    private var line = 1
    private var column = 1
    private var counted = 0

    private init(_ source: String, name: String, options: Environment.Options) {
        var bytes = Array(source.utf8)
        if bytes.contains(Byte.carriageReturn) { bytes = Self.withoutCarriageReturns(bytes) }
        if !options.keepTrailingNewline, bytes.last == Byte.newline { bytes.removeLast() }
        self.bytes = bytes
        self.name = name
        self.options = options
    }

    /// The tokens, and the bytes that their offsets refer to.
    static func tokens(
        of source: String, name: String, options: Environment.Options
    ) throws(JinjaError) -> (tokens: [Token], bytes: [UInt8]) {
        var lexer = Lexer(source, name: name, options: options)
        lexer.tokens.reserveCapacity(lexer.bytes.count / 6 + 8)
        try lexer.run()
        return (lexer.tokens, lexer.bytes)
    }

    private static func withoutCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte != Byte.carriageReturn {
                result.append(byte)
            } else if index + 1 == bytes.count || bytes[index + 1] != Byte.newline {
                result.append(Byte.newline)
            }
        }
        return result
    }

    /// The byte at a distance from the current one; 0 beyond the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        index + distance < bytes.count ? bytes[index + distance] : 0
    }

    /// Line and column of an offset at or after the last one asked for.
    mutating func position(of offset: Int) -> SourcePosition {
        while counted < offset {
            let byte = bytes[counted]
            if byte == Byte.newline {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
            counted += 1
        }
        return SourcePosition(line: line, column: column)
    }

    mutating func add(_ kind: Token.Kind, from start: Int) {
        tokens.append(
            Token(kind: kind, position: position(of: start), offset: start, end: index))
    }

    func failure(_ message: String, at offset: Int) -> JinjaError {
        // Once for an error, so counted from the start.
        var counter = self
        (counter.line, counter.column, counter.counted) = (1, 1, 0)
        let place = counter.position(of: offset)
        return JinjaError(
            .syntax, message, template: name, line: place.line, column: place.column)
    }

    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
