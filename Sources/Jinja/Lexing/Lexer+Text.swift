extension Lexer {
    private enum Opening {
        case output, block, comment
    }

    /// Reads text and tags in turn until the end.
    mutating func run() throws(JinjaError) {
        var isLineStart = true
        while index < bytes.count {
            let start = index
            guard let opening = findOpening() else {
                index = bytes.count
                add(.text(string(start..<index)), from: start)
                break
            }
            let sign = peek(2)
            var end = index
            if sign == Byte.minus {
                end = trimmedEnd(start..<index)
            } else if opening != .output, sign != Byte.plus, options.lstripBlocks {
                end = lineStart(start..<index, isLineStart: isLineStart)
            }
            let tag = index
            if end > start {
                index = end
                add(.text(string(start..<end)), from: start)
            }
            index = tag + 2 + (sign == Byte.minus || sign == Byte.plus ? 1 : 0)
            switch opening {
            case .comment: try comment(from: tag)
            case .output:
                add(.outputBegin, from: tag)
                try code(closing: .outputEnd, from: tag)
            case .block:
                if let rawStart = rawBegin() {
                    index = rawStart
                    try raw(from: tag)
                } else {
                    add(.blockBegin, from: tag)
                    try code(closing: .blockEnd, from: tag)
                }
            }
            isLineStart = index > 0 && bytes[index - 1] == Byte.newline
        }
        add(.end, from: bytes.count)
    }

    private mutating func findOpening() -> Opening? {
        while index + 1 < bytes.count {
            if bytes[index] == Byte.openBrace {
                switch bytes[index + 1] {
                case Byte.openBrace: return .output
                case Byte.percent: return .block
                case Byte.hash: return .comment
                default: break
                }
            }
            index += 1
        }
        return nil
    }

    /// Where the text ends when the blanks at its end are dropped.
    private func trimmedEnd(_ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, Byte.isSpace(bytes[end - 1]) { end -= 1 }
        return end
    }

    /// Where the text ends when only blanks stand before the tag in its line.
    private func lineStart(_ range: Range<Int>, isLineStart: Bool) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, bytes[end - 1] != Byte.newline {
            guard Byte.isSpace(bytes[end - 1]) else { return range.upperBound }
            end -= 1
        }
        return end > range.lowerBound || isLineStart ? end : range.upperBound
    }

    mutating func skipSpaces() {
        while index < bytes.count, Byte.isSpace(bytes[index]) { index += 1 }
    }

    /// Passes over the end of a tag, `-%}` with the blanks after it; false when there is none.
    mutating func skipClosing(_ first: UInt8, trimsNewline: Bool) -> Bool {
        if peek() == Byte.minus, peek(1) == first, peek(2) == Byte.closeBrace {
            index += 3
            skipSpaces()
            return true
        }
        if trimsNewline, peek() == Byte.plus, peek(1) == first, peek(2) == Byte.closeBrace {
            index += 3
            return true
        }
        guard peek() == first, peek(1) == Byte.closeBrace else { return false }
        index += 2
        if trimsNewline, options.trimBlocks, peek() == Byte.newline { index += 1 }
        return true
    }

    private mutating func comment(from start: Int) throws(JinjaError) {
        while index < bytes.count {
            if skipClosing(Byte.hash, trimsNewline: true) { return }
            index += 1
        }
        throw failure("the comment is not closed with '#}'", at: start)
    }

    /// Where the text after `{% raw %}` starts, when that is the tag here.
    private func rawBegin() -> Int? {
        var probe = self
        probe.skipSpaces()
        guard probe.skipWord("raw") else { return nil }
        probe.skipSpaces()
        if probe.peek() == Byte.minus, probe.peek(1) == Byte.percent,
            probe.peek(2) == Byte.closeBrace
        {
            probe.index += 3
            probe.skipSpaces()
            return probe.index
        }
        guard probe.peek() == Byte.percent, probe.peek(1) == Byte.closeBrace else { return nil }
        return probe.index + 2
    }

    mutating func skipWord(_ word: StaticString) -> Bool {
        let matches = word.withUTF8Buffer { word in
            index + word.count <= bytes.count
                && bytes[index..<index + word.count].elementsEqual(word)
        }
        guard matches, !Byte.isName(peek(word.utf8CodeUnitCount)) else { return false }
        index += word.utf8CodeUnitCount
        return true
    }

    /// Text up to `{% endraw %}`.
    private mutating func raw(from tag: Int) throws(JinjaError) {
        let start = index
        let isLineStart = start > 0 && bytes[start - 1] == Byte.newline
        while index < bytes.count {
            let open = index
            guard peek() == Byte.openBrace, peek(1) == Byte.percent else {
                index += 1
                continue
            }
            let sign = peek(2)
            index += 2 + (sign == Byte.minus || sign == Byte.plus ? 1 : 0)
            skipSpaces()
            guard skipWord("endraw") else {
                index = open + 1
                continue
            }
            skipSpaces()
            guard skipClosing(Byte.percent, trimsNewline: true) else {
                index = open + 1
                continue
            }
            var end = open
            if sign == Byte.minus {
                end = trimmedEnd(start..<open)
            } else if sign != Byte.plus, options.lstripBlocks {
                end = lineStart(start..<open, isLineStart: isLineStart)
            }
            if end > start { add(.text(string(start..<end)), from: start) }
            return
        }
        throw failure("'{% raw %}' is not closed with '{% endraw %}'", at: tag)
    }
}
