/// A numeric: a decimal number of any length, exact; or NaN, or an infinity.
///
/// Digits are kept as PostgreSQL keeps them, four decimal ones a group; the value is
/// `± Σ digits[i] · 10000^(weight − i)`.
public struct PostgresNumeric: Sendable, Hashable {
    enum Kind: UInt16, Sendable {
        case positive = 0x0000
        case negative = 0x4000
        case nan = 0xC000
        case infinity = 0xD000
        case negativeInfinity = 0xF000
    }

    var kind: Kind
    /// Groups of four digits, the most significant first, without zero groups at either end.
    var digits: [Int16]
    /// The power of 10,000 of the first group.
    var weight: Int
    /// Decimal digits after the point that are shown.
    public var scale: Int

    init(_ kind: Kind, digits: [Int16] = [], weight: Int = 0, scale: Int = 0) {
        self.kind = kind
        var first = 0
        while first < digits.count, digits[first] == 0 { first += 1 }
        var last = digits.count
        while last > first, digits[last - 1] == 0 { last -= 1 }
        self.digits = Array(digits[first..<last])
        self.weight = first == last ? 0 : weight - first
        self.scale = scale
        if self.digits.isEmpty, kind == .negative { self.kind = .positive }
    }

    public static let nan = Self(.nan)
    public static let infinity = Self(.infinity)
    public static let negativeInfinity = Self(.negativeInfinity)
    public var isFinite: Bool { kind == .positive || kind == .negative }

    public init(_ value: some BinaryInteger) { self.init(String(value))! }

    /// Reads `-12.50`, `1e6`, `NaN`, `Infinity`; nil for anything else.
    public init?(_ text: String) {
        switch text.lowercased() {
        case "nan": self = .nan
        case "infinity", "+infinity", "inf", "+inf": self = .infinity
        case "-infinity", "-inf": self = .negativeInfinity
        default:
            guard let number = Self.parse(Array(text.utf8)) else { return nil }
            self = number
        }
    }

    private static func parse(_ text: [UInt8]) -> Self? {
        var index = 0
        var kind = Kind.positive
        if let sign = text.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            if sign == UInt8(ascii: "-") { kind = .negative }
            index = 1
        }
        var decimal: [UInt8] = []
        var pointAt: Int?
        while index < text.count {
            let byte = text[index]
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                decimal.append(byte - UInt8(ascii: "0"))
            } else if byte == UInt8(ascii: "."), pointAt == nil {
                pointAt = decimal.count
            } else {
                break
            }
            index += 1
        }
        guard !decimal.isEmpty else { return nil }
        var point = pointAt ?? decimal.count
        var scale = decimal.count - point
        if index < text.count {
            guard text[index] == UInt8(ascii: "e") || text[index] == UInt8(ascii: "E"),
                let exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)),
                abs(exponent) <= 100_000
            else { return nil }
            point += exponent
            scale = max(0, scale - exponent)
        }
        // Zeros so that the point falls between groups of four.
        if point > decimal.count {
            decimal += [UInt8](repeating: 0, count: point - decimal.count)
        } else if point < 0 {
            decimal = [UInt8](repeating: 0, count: -point) + decimal
            point = 0
        }
        let lead = (4 - point % 4) % 4
        decimal = [UInt8](repeating: 0, count: lead) + decimal
        point += lead
        decimal += [UInt8](repeating: 0, count: (4 - decimal.count % 4) % 4)
        var groups: [Int16] = []
        groups.reserveCapacity(decimal.count / 4)
        for start in stride(from: 0, to: decimal.count, by: 4) {
            groups.append(decimal[start..<start + 4].reduce(0) { $0 * 10 + Int16($1) })
        }
        return Self(kind, digits: groups, weight: point / 4 - 1, scale: scale)
    }

    /// The nearest double.
    public var doubleValue: Double { Double(description) ?? .nan }

    /// The whole number, nil where it has a fraction or does not fit.
    public func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
        guard isFinite, digits.count <= weight + 1 || digits.isEmpty else { return nil }
        return T(description.split(separator: ".")[0])
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.weight == right.weight && left.digits == right.digits
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(weight)
        hasher.combine(digits)
    }
}

extension PostgresNumeric: CustomStringConvertible {
    /// As PostgreSQL prints it, with `scale` digits after the point.
    public var description: String {
        switch kind {
        case .nan: return "NaN"
        case .infinity: return "Infinity"
        case .negativeInfinity: return "-Infinity"
        case .positive, .negative: break
        }
        func group(_ power: Int) -> Int16 {
            let index = weight - power
            return digits.indices.contains(index) ? digits[index] : 0
        }
        var text = kind == .negative ? "-" : ""
        if weight < 0 || digits.isEmpty {
            text += "0"
        } else {
            text += String(group(weight))
            for power in stride(from: weight - 1, through: 0, by: -1) {
                text += padded(group(power), to: 4)
            }
        }
        guard scale > 0 else { return text }
        var fraction = ""
        var power = -1
        while fraction.utf8.count < scale {
            fraction += padded(group(power), to: 4)
            power -= 1
        }
        return text + "." + fraction.prefix(scale)
    }
}

extension PostgresNumeric {
    func write(to writer: inout ByteWriter) {
        writer.write(Int16(digits.count))
        writer.write(Int16(clamping: weight))
        writer.write(kind.rawValue)
        writer.write(Int16(clamping: scale))
        for digit in digits { writer.write(digit) }
    }

    init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ByteReader(bytes)
        guard let count: Int16 = reader.read(), let weight: Int16 = reader.read(),
            let sign: UInt16 = reader.read(), let scale: UInt16 = reader.read(),
            let kind = Kind(rawValue: sign), count >= 0, reader.remaining == Int(count) * 2
        else { return nil }
        var digits: [Int16] = []
        digits.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let digit: Int16 = reader.read(), (0..<10_000).contains(digit) else { return nil }
            digits.append(digit)
        }
        self.init(kind, digits: digits, weight: Int(weight), scale: Int(scale & 0x3FFF))
    }
}
