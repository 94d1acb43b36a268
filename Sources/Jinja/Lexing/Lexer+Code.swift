extension Lexer {
    /// Reads tokens up to the end of a tag.
    mutating func code(closing: Token.Kind, from start: Int) throws(JinjaError) {
        let first = closing == .outputEnd ? Byte.closeBrace : Byte.percent
        var open: [Symbol] = []
        while true {
            skipSpaces()
            guard index < bytes.count else {
                let mark = closing == .outputEnd ? "'}}'" : "'%}'"
                throw failure("the tag is not closed with \(mark)", at: start)
            }
            let from = index
            if open.isEmpty, skipClosing(first, trimsNewline: closing == .blockEnd) {
                add(closing, from: from)
                return
            }
            let byte = bytes[index]
            if Byte.isDigit(byte) {
                try number()
            } else if Byte.isName(byte) {
                while index < bytes.count, Byte.isName(bytes[index]) { index += 1 }
                add(.name(string(from..<index)), from: from)
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                try quotedString(byte)
            } else if let symbol = symbol() {
                try balance(symbol, &open, at: from)
                add(.symbol(symbol), from: from)
            } else {
                throw failure("unexpected character '\(Character(UnicodeScalar(byte)))'", at: from)
            }
        }
    }

    private mutating func balance(
        _ symbol: Symbol, _ open: inout [Symbol], at offset: Int
    ) throws(JinjaError) {
        let expected: Symbol
        switch symbol {
        case .leftParenthesis, .leftBracket, .leftBrace:
            open.append(symbol)
            return
        case .rightParenthesis: expected = .leftParenthesis
        case .rightBracket: expected = .leftBracket
        case .rightBrace: expected = .leftBrace
        default: return
        }
        guard open.popLast() == expected else {
            throw failure("unexpected '\(symbol.rawValue)'", at: offset)
        }
    }

    private mutating func symbol() -> Symbol? {
        let byte = bytes[index]
        let next = peek(1)
        let double: Symbol? =
            switch (byte, next) {
            case (UInt8(ascii: "/"), UInt8(ascii: "/")): .doubleSlash
            case (UInt8(ascii: "*"), UInt8(ascii: "*")): .doubleStar
            case (UInt8(ascii: "="), UInt8(ascii: "=")): .equal
            case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
            case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
            case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
            default: nil
            }
        if let double {
            index += 2
            return double
        }
        guard byte < 0x80, let symbol = Symbol(rawValue: String(UnicodeScalar(byte))) else {
            return nil
        }
        index += 1
        return symbol
    }

    private mutating func number() throws(JinjaError) {
        let start = index
        if bytes[index] == UInt8(ascii: "0"),
            let radix = [UInt8(ascii: "b"): 2, UInt8(ascii: "o"): 8, UInt8(ascii: "x"): 16][
                peek(1) | 0x20],
            isDigit(peek(2), radix: radix) || peek(2) == Byte.underscore
        {
            index += 2
            let digits = digits(radix: radix)
            try addInteger(digits, radix: radix, from: start)
            return
        }
        var text = digits(radix: 10)
        var isFloat = false
        // `a.1.2` takes two items: after a dot, a number has no fraction.
        let followsDot = start > 0 && bytes[start - 1] == Byte.dot
        if !followsDot, peek() == Byte.dot, Byte.isDigit(peek(1)) {
            index += 1
            text += "." + digits(radix: 10)
            isFloat = true
        }
        if !followsDot, peek() | 0x20 == UInt8(ascii: "e") {
            let signed = peek(1) == Byte.plus || peek(1) == Byte.minus
            if Byte.isDigit(peek(signed ? 2 : 1)) {
                let sign = peek(1) == Byte.minus ? "-" : ""
                index += signed ? 2 : 1
                text += "e" + sign + digits(radix: 10)
                isFloat = true
            }
        }
        if isFloat {
            guard let value = Double(text) else {
                throw failure("'\(text)' is not a number", at: start)
            }
            add(.double(value), from: start)
        } else {
            if text.utf8.count > 1, text.utf8.first == UInt8(ascii: "0"),
                text.contains(where: { $0 != "0" })
            {
                throw failure("a number must not start with 0", at: start)
            }
            try addInteger(text, radix: 10, from: start)
        }
    }

    private mutating func addInteger(
        _ digits: String, radix: Int, from start: Int
    ) throws(JinjaError) {
        if let value = Int(digits, radix: radix) {
            add(.int(value), from: start)
        } else if digits.utf8.count <= PythonNumber.longestInteger,
            let value = BigInteger(digits, radix: radix)
        {
            add(.longInt(value), from: start)
        } else {
            throw failure(
                "a number of more than \(PythonNumber.longestInteger) digits", at: start)
        }
    }

    /// Digits with single underscores between them, which are dropped.
    private mutating func digits(radix: Int) -> String {
        var text = ""
        while isDigit(peek(), radix: radix)
            || peek() == Byte.underscore && isDigit(peek(1), radix: radix)
        {
            if peek() != Byte.underscore { text.unicodeScalars.append(UnicodeScalar(peek())) }
            index += 1
        }
        return text
    }

    private func isDigit(_ byte: UInt8, radix: Int) -> Bool {
        if radix == 16, (0x61...0x66).contains(byte | 0x20) { return true }
        return byte >= 0x30 && byte < 0x30 + UInt8(min(radix, 10))
    }
}
