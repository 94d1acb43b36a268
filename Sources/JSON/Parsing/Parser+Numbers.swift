extension JSON.Parser {
    mutating func parseNumber() throws(JSON.Failure) -> JSON {
        let first = next
        let isNegative = next.pointee == UInt8(ascii: "-")
        if isNegative { next += 1 }

        var digits: UInt64 = 0
        let whole = try parseDigits(&digits)
        if whole > 1, (next - whole).pointee == UInt8(ascii: "0") {
            throw failure(.invalidNumber, at: first)
        }
        var significant = whole
        var exponent = 0
        var isInteger = true
        if next < end, next.pointee == UInt8(ascii: ".") {
            isInteger = false
            next += 1
            let fraction = try parseDigits(&digits)
            significant += fraction
            exponent = -fraction
        }
        if next < end, next.pointee | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            exponent += try parseExponent()
        }

        if isInteger, significant <= 18 {
            // Minus zero is a double: an integer has no sign of zero to keep.
            if isNegative, digits == 0 { return .double(-0.0) }
            return .int(isNegative ? -Int(digits) : Int(digits))
        }
        // Exact, because both factors are (Clinger 1990).
        if !isInteger, significant <= 18, digits <= 1 << 53, exponent.magnitude <= 22 {
            let power = powersOfTen[Int(exponent.magnitude)]
            let value = exponent < 0 ? Double(digits) / power : Double(digits) * power
            return .double(isNegative ? -value : value)
        }
        return slowNumber(
            UnsafeBufferPointer(start: first, count: next - first), isInteger: isInteger)
    }

    /// Reads digits, at least one, and adds as many as fit to a number. Returns how many there were.
    @inline(__always)
    private mutating func parseDigits(_ number: inout UInt64) throws(JSON.Failure) -> Int {
        let first = next
        while next < end, case let digit = next.pointee &- 0x30, digit < 10 {
            // Wraps around on long numbers, which are then read again from their text.
            number = number &* 10 &+ UInt64(digit)
            next += 1
        }
        guard next > first else { throw failure(.invalidNumber) }
        return next - first
    }

    private mutating func parseExponent() throws(JSON.Failure) -> Int {
        next += 1
        var isNegative = false
        if next < end, next.pointee == UInt8(ascii: "-") || next.pointee == UInt8(ascii: "+") {
            isNegative = next.pointee == UInt8(ascii: "-")
            next += 1
        }
        var number: UInt64 = 0
        // Beyond four digits the text is read again, so any large number does here.
        let value = try parseDigits(&number) > 4 ? 99_999 : Int(number)
        return isNegative ? -value : value
    }

    private func slowNumber(_ bytes: UnsafeBufferPointer<UInt8>, isInteger: Bool) -> JSON {
        let text = String(decoding: bytes, as: UTF8.self)
        if isInteger {
            if let value = Int(text) { return .int(value) }
            return .bigNumber(text)
        }
        guard let value = Double(text), value.isFinite else { return .bigNumber(text) }
        // Too small to be told from zero, and not zero.
        if value == 0, text.prefix(while: { $0 != "e" && $0 != "E" }).contains(where: isDigit1to9) {
            return .bigNumber(text)
        }
        return .double(value)
    }
}

private func isDigit1to9(_ character: Character) -> Bool { ("1"..."9").contains(character) }

private let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
]
