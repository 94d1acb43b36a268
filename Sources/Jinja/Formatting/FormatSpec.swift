#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How one value is laid out: Python's format specification, `[[fill]align][sign][#][0][width]
/// [grouping][.precision][type]`, which the `%` operator shares in its own notation.
struct FormatSpec {
    var fill: Unicode.Scalar = " "
    var align: Unicode.Scalar?
    var sign: Unicode.Scalar = "-"
    var isAlternate = false
    var padsWithZeros = false
    var width = 0
    var grouping: Unicode.Scalar?
    var precision: Int?
    var type: Unicode.Scalar?

    /// The most digits after the point that are worth asking for.
    static let greatestPrecision = 1000

    init() {}

    /// Reads a specification.
    init(_ text: String) throws(JinjaError) {
        var rest = Array(text.unicodeScalars)[...]
        func take(_ set: String) -> Unicode.Scalar? {
            guard let first = rest.first, set.unicodeScalars.contains(first) else { return nil }
            rest.removeFirst()
            return first
        }
        if rest.count > 1, "<>=^".unicodeScalars.contains(rest[rest.startIndex + 1]) {
            fill = rest.removeFirst()
        }
        align = take("<>=^")
        if let mark = take("+- ") { sign = mark }
        isAlternate = take("#") != nil
        padsWithZeros = take("0") != nil
        width = try Self.number(&rest) ?? 0
        grouping = take(",_")
        if take(".") != nil {
            guard let value = try Self.number(&rest) else {
                throw JinjaError(.value, "Format specifier missing precision")
            }
            precision = value
        }
        type = rest.popFirst()
        guard rest.isEmpty else { throw JinjaError(.value, "Invalid format specifier '\(text)'") }
    }

    static func number(_ rest: inout ArraySlice<Unicode.Scalar>) throws(JinjaError) -> Int? {
        var value: Int?
        while let first = rest.first, ("0"..."9").contains(first) {
            rest.removeFirst()
            value = (value ?? 0) * 10 + Int(first.value - 48)
            guard value ?? 0 < 1 << 30 else { throw JinjaError(.limit, "a format is too wide") }
        }
        return value
    }

    /// Refuses what Python's `format()` does not lay out this way.
    func checkFits(_ value: Value) throws(JinjaError) {
        switch value {
        case .int(let number):
            if type == "c", UInt32(exactly: number).flatMap(UnicodeScalar.init) == nil {
                throw JinjaError(.value, "%c arg not in range(0x110000)")
            }
            fallthrough
        case .bool:
            guard precision == nil || type.map("eEfFgG%".unicodeScalars.contains) == true else {
                throw JinjaError(.value, "Precision not allowed in integer format specifier")
            }
        case .string:
            if sign != "-" {
                throw JinjaError(.value, "Sign not allowed in string format specifier")
            }
            if let grouping { throw JinjaError(.value, "Cannot specify '\(grouping)' with 's'.") }
            if align == "=" {
                throw JinjaError(.value, "'=' alignment not allowed in string format specifier")
            }
        case .none, .list, .tuple, .dict:
            throw JinjaError(
                .type, "unsupported format string passed to \(value.typeName).__format__")
        default: return
        }
    }

    /// A value laid out.
    func format(_ value: Value, limits: Environment.Limits) throws(JinjaError) -> String {
        try limits.check(bytes: width)
        guard precision ?? 0 <= Self.greatestPrecision else {
            throw JinjaError(.limit, "a precision of more than \(Self.greatestPrecision) digits")
        }
        switch value {
        case .int, .bool, .object(is LongInteger): return try number(value, type ?? "d")
        case .double: return try number(value, type ?? "r")
        default:
            if let type, let double = value.numeric, "eEfFgGn%".unicodeScalars.contains(type) {
                return try number(.double(double), type)
            }
            if let type, type != "s" {
                throw JinjaError(
                    .value, "Unknown format code '\(type)' for object of type '\(value.typeName)'")
            }
            var text = try value.text()
            if let precision {
                text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(precision)))
            }
            return pad(text, prefix: "", isNumber: false)
        }
    }

    private func number(_ value: Value, _ type: Unicode.Scalar) throws(JinjaError) -> String {
        if let int = value.whole, "dnbcoxX".unicodeScalars.contains(type) {
            return integer(int, type)
        }
        guard let double = value.number, "eEfFgGnr%".unicodeScalars.contains(type) else {
            throw JinjaError(
                .value, "Unknown format code '\(type)' for object of type '\(value.typeName)'")
        }
        var digits: String
        switch type {
        case "r" where precision == nil: digits = PythonFloat.text(double.magnitude)
        case "%": digits = Self.fixed(double.magnitude * 100, precision: precision ?? 6) + "%"
        case "r": digits = general(double.magnitude)
        default: digits = Self.print(double.magnitude, type, precision ?? 6, isAlternate)
        }
        digits = grouped(digits)
        return pad(digits, prefix: prefix(isNegative: double.sign == .minus), isNumber: true)
    }

    /// Without a type, a precision counts digits, and a point always stays.
    private func general(_ value: Double) -> String {
        let text = Self.print(value, "g", precision ?? 6, isAlternate)
        return text.utf8.allSatisfy(Byte.isDigit) ? text + ".0" : text
    }

    private func integer(_ value: BigInteger, _ type: Unicode.Scalar) -> String {
        let radix: Int
        var mark = ""
        switch type {
        case "b": (radix, mark) = (2, "0b")
        case "o": (radix, mark) = (8, "0o")
        case "x": (radix, mark) = (16, "0x")
        case "X": (radix, mark) = (16, "0X")
        case "c":
            let scalar = value.int.flatMap { UInt32(exactly: $0) }.flatMap(UnicodeScalar.init)
            return pad(scalar.map { String($0) } ?? "", prefix: "", isNumber: false)
        default: radix = 10
        }
        let digits = value.magnitude.text(radix: radix, uppercase: type == "X")
        return pad(
            grouped(digits),
            prefix: prefix(isNegative: value.isNegative) + (isAlternate ? mark : ""),
            isNumber: true)
    }

    private func prefix(isNegative: Bool) -> String {
        if isNegative { return "-" }
        return sign == "-" ? "" : String(sign)
    }

    /// Digits before the point in groups of three.
    private func grouped(_ digits: String) -> String {
        guard let grouping else { return digits }
        let whole = digits.prefix { $0.isASCII && $0.isHexDigit && $0 != "e" && $0 != "E" }
        var result = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 {
                result.unicodeScalars.append(grouping)
            }
            result.append(digit)
        }
        return result + digits.dropFirst(whole.count)
    }

    private func pad(_ text: String, prefix: String, isNumber: Bool) -> String {
        let missing = width - PythonString.count(text) - PythonString.count(prefix)
        guard missing > 0 else { return prefix + text }
        let isInner = align == "=" || align == nil && padsWithZeros && isNumber
        let mark = align == nil && padsWithZeros ? "0" : String(fill)
        if isInner { return prefix + String(repeating: mark, count: missing) + text }
        let left: Int =
            switch align {
            case "<": 0
            case "^": missing / 2
            case ">": missing
            default: isNumber ? missing : 0
            }
        return String(repeating: mark, count: left) + prefix + text
            + String(repeating: mark, count: missing - left)
    }

    /// A float with a number of digits after the point, correctly rounded.
    static func fixed(_ value: Double, precision: Int) -> String {
        print(value, "f", precision, false)
    }

    /// C's own formatting, which rounds the exact binary value as Python does.
    static func print(
        _ value: Double, _ type: Unicode.Scalar, _ precision: Int, _ isAlternate: Bool
    ) -> String {
        let format = "%\(isAlternate ? "#" : "").\(precision)\(type == "n" ? "g" : String(type))"
        var buffer = [CChar](repeating: 0, count: 400 + precision)
        let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
        return String(
            decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
