extension YAML.Resolver {
    /// The number a plain scalar is, or `nil` when it is none.
    ///
    /// Integers: `12`, `1_000`, `0b101`, `017` (octal), `0xff`, `1:30` (sexagesimal: 90).
    /// Floats need a point: `1.5`, `.5`, `1.5e+3` (the exponent needs its sign), `1:30.5`,
    /// `.inf`, `.nan`. So `1e3` and `0o17` are strings, as in PyYAML.
    static func number(
        _ text: String, _ position: YAML.Position?
    ) throws(YAMLError) -> YAML.Node.Value? {
        var digits = Substring(text)
        guard let first = digits.utf8.first else { return nil }
        var isNegative = false
        if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            digits.removeFirst()
        }
        guard let lead = digits.utf8.first, lead == UInt8(ascii: ".") || isDigit(lead) else {
            return nil
        }
        if let special = special(
            digits, isNegative: isNegative, isSigned: digits.count < text.count)
        {
            return special
        }
        let hasDigitFirst = isDigit(lead)
        // PyYAML takes a sign only before a digit: `-.5` is a string.
        if !hasDigitFirst, digits.count < text.count { return nil }
        if digits.utf8.contains(UInt8(ascii: ".")) {
            return float(digits, isNegative: isNegative, hasDigitFirst: hasDigitFirst).map {
                .double($0)
            }
        }
        guard hasDigitFirst else { return nil }
        guard let magnitude = integer(digits, isNegative: isNegative) else { return nil }
        guard let value = magnitude.value else {
            throw YAMLError(
                .range, "\(text) does not fit a 64-bit integer; quote it to keep it as text",
                position)
        }
        return .int(value)
    }

    private static func special(
        _ digits: Substring, isNegative: Bool, isSigned: Bool
    ) -> YAML.Node.Value? {
        switch digits {
        case ".inf", ".Inf", ".INF": .double(isNegative ? -.infinity : .infinity)
        case ".nan", ".NaN", ".NAN": isSigned ? nil : .double(.nan)
        default: nil
        }
    }

    /// `nil` when the text is no integer; `value` is `nil` when it does not fit.
    private static func integer(
        _ text: Substring, isNegative: Bool
    ) -> (value: Int?, Void)? {
        var digits = text
        var radix = 10
        if text.hasPrefix("0b") {
            radix = 2
            digits = text.dropFirst(2)
        } else if text.hasPrefix("0x") {
            radix = 16
            digits = text.dropFirst(2)
        } else if text.hasPrefix("0"), text.utf8.count > 1 {
            radix = 8
            digits = text.dropFirst()
        } else if text.utf8.contains(UInt8(ascii: ":")) {
            guard text.utf8.first != UInt8(ascii: "0") else { return nil }
            return sexagesimal(text, isNegative: isNegative)
        }
        guard !digits.isEmpty,
            digits.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || digit($0, radix: radix) != nil })
        else { return nil }
        let plain = digits.filter { $0 != "_" }
        guard !plain.isEmpty else { return radix == 8 ? (0, ()) : nil }
        return (Int((isNegative ? "-" : "") + plain, radix: radix), ())
    }

    private static func sexagesimal(
        _ text: Substring, isNegative: Bool
    ) -> (value: Int?, Void)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let head = parts.first, isDigits(head), parts.dropFirst().allSatisfy(isSixtieth)
        else { return nil }
        var total = 0
        for part in parts {
            guard let value = Int(part.filter { $0 != "_" }) else { return (nil, ()) }
            let scaled = total.multipliedReportingOverflow(by: 60)
            let sum = scaled.partialValue.addingReportingOverflow(value)
            if scaled.overflow || sum.overflow { return (nil, ()) }
            total = sum.partialValue
        }
        return (isNegative ? -total : total, ())
    }

    private static func float(
        _ text: Substring, isNegative: Bool, hasDigitFirst: Bool
    ) -> Double? {
        let sign = isNegative ? -1.0 : 1.0
        if text.utf8.contains(UInt8(ascii: ":")) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard hasDigitFirst, let last = parts.last, let point = last.firstIndex(of: "."),
                isDigits(parts[0]), isSixtieth(last[..<point]),
                parts.dropFirst().dropLast().allSatisfy(isSixtieth),
                last[point...].dropFirst().utf8.allSatisfy({
                    isDigit($0) || $0 == UInt8(ascii: "_")
                })
            else { return nil }
            var total = 0.0
            for part in parts {
                let plain = part.filter { $0 != "_" }
                guard let value = Double(plain.hasSuffix(".") ? plain + "0" : plain) else {
                    return nil
                }
                total = total * 60 + value
            }
            return sign * total
        }
        // Python reads "1." and ".5"; Swift wants digits on both sides.
        var mantissa = text
        var exponent: Substring = ""
        if let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            mantissa = text[..<mark]
            exponent = text[text.index(after: mark)...]
            guard let signMark = exponent.first, signMark == "-" || signMark == "+",
                !exponent.dropFirst().isEmpty, exponent.dropFirst().utf8.allSatisfy(isDigit)
            else { return nil }
        }
        let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2,
            hasDigitFirst ? isDigits(halves[0]) : halves[0].isEmpty,
            hasDigitFirst
                ? halves[1].utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") })
                : isDigits(halves[1])
        else { return nil }
        let whole = halves[0].filter { $0 != "_" }
        let fraction = halves[1].filter { $0 != "_" }
        let power = exponent.isEmpty ? "" : "e" + exponent
        return Double("\(whole.isEmpty ? "0" : whole).\(fraction.isEmpty ? "0" : fraction)\(power)")
            .map { sign * $0 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// A digit, then digits and underscores.
    private static func isDigits(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isDigit(first) else { return false }
        return text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// `0` to `59`, with or without a leading zero.
    private static func isSixtieth(_ text: Substring) -> Bool {
        let bytes = Array(text.utf8)
        return switch bytes.count {
        case 1: isDigit(bytes[0])
        case 2: bytes[0] >= UInt8(ascii: "0") && bytes[0] <= UInt8(ascii: "5") && isDigit(bytes[1])
        default: false
        }
    }

    private static func digit(_ byte: UInt8, radix: Int) -> Int? {
        Character(UnicodeScalar(byte)).hexDigitValue.flatMap { $0 < radix ? $0 : nil }
    }
}
