/// Numbers the way Python reads and rounds them.
enum PythonNumber {
    /// The digits that Python reads as an integer at most.
    static let longestInteger = 4300

    /// `int(text, base)`: blanks around, a sign, single underscores, and the base's own prefix.
    static func integer(_ text: String, base: Int) -> BigInteger? {
        var digits = Substring(PythonString.strip(text))
        var sign = ""
        if let first = digits.first, first == "-" || first == "+" {
            sign = first == "-" ? "-" : ""
            digits.removeFirst()
        }
        var radix = base
        for (prefix, value) in [("0b", 2), ("0o", 8), ("0x", 16)]
        where (base == value || base == 0) && digits.lowercased().hasPrefix(prefix) {
            digits.removeFirst(2)
            if digits.first == "_" { digits.removeFirst() }
            radix = value
        }
        if radix == 0 { radix = 10 }
        guard (2...36).contains(radix), let plain = withoutUnderscores(digits),
            plain.first != "-", plain.first != "+", plain.utf8.count <= longestInteger
        else { return nil }
        return BigInteger(sign + plain, radix: radix)
    }

    /// `float(text)`.
    static func float(_ text: String) -> Double? {
        let stripped = PythonString.strip(text)
        var body = Substring(stripped)
        if let first = body.first, first == "-" || first == "+" { body.removeFirst() }
        switch body.lowercased() {
        case "inf", "infinity": return stripped.hasPrefix("-") ? -.infinity : .infinity
        case "nan": return .nan
        default: break
        }
        guard let first = body.utf8.first, Byte.isDigit(first) || first == Byte.dot,
            body.utf8.allSatisfy({ Byte.isDigit($0) || "._eE+-".utf8.contains($0) }),
            var plain = withoutUnderscores(Substring(stripped))
        else { return nil }
        // Swift wants digits on both sides of the point.
        if let point = plain.firstIndex(of: ".") {
            let next = plain.index(after: point)
            if next == plain.endIndex || plain[next] == "e" || plain[next] == "E" {
                guard point > plain.startIndex,
                    plain[plain.index(before: point)].isASCII,
                    plain[plain.index(before: point)].isNumber
                else { return nil }
                plain.insert("0", at: next)
            }
        }
        return Double(plain)
    }

    /// Without underscores, which may only stand between digits.
    private static func withoutUnderscores(_ text: Substring) -> String? {
        guard text.contains("_") else { return text.isEmpty ? nil : String(text) }
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() where byte == Byte.underscore {
            guard index > 0, index + 1 < bytes.count, Byte.isName(bytes[index - 1]),
                Byte.isName(bytes[index + 1]), bytes[index + 1] != Byte.underscore
            else { return nil }
        }
        return String(text.filter { $0 != "_" })
    }

    /// `round(value, precision)`: to the nearest, of two equally near the even one; the exact
    /// binary value counts.
    static func round(_ value: Double, precision: Int) -> Double {
        guard value.isFinite else { return value }
        if precision > 22 { return value }
        if precision >= 0 { return Double(FormatSpec.fixed(value, precision: precision)) ?? value }
        guard precision > -20 else { return value < 0 ? -0.0 : 0.0 }
        var unit = 1.0
        for _ in 0..<(-precision) { unit *= 10 }
        return (value / unit).rounded(.toNearestOrEven) * unit
    }
}
