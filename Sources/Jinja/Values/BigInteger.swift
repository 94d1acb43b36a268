/// A whole number of any length, Python's `int`.
public struct BigInteger: Sendable, Hashable {
    /// The size in base 2³², the least significant digit first, without leading zeros.
    var digits: [UInt32]
    public private(set) var isNegative: Bool

    init(digits: [UInt32], isNegative: Bool) {
        var digits = digits
        while digits.last == 0 { digits.removeLast() }
        self.digits = digits
        self.isNegative = isNegative && !digits.isEmpty
    }

    /// A number of any width.
    public init(_ value: some BinaryInteger) {
        var digits: [UInt32] = []
        var rest = value.magnitude
        while rest != 0 {
            digits.append(UInt32(truncatingIfNeeded: rest))
            rest >>= 32
        }
        self.init(digits: digits, isNegative: value < 0)
    }

    /// The whole part of a finite number.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        let whole = value.rounded(.towardZero)
        guard whole != 0 else {
            self.init(digits: [], isNegative: false)
            return
        }
        // A number above 2⁵³ is its significand with zeros behind it.
        let shift = max(0, Int(whole.exponent) - 52)
        let unit = Double(sign: .plus, exponent: shift, significand: 1)
        let significand = UInt64(whole.magnitude / unit)
        let size = BigInteger(significand) * BigInteger.powerOfTwo(shift)
        self.init(digits: size.digits, isNegative: value < 0)
    }

    /// The number that digits spell, after a sign; nil for anything else.
    public init?(_ text: some StringProtocol, radix: Int = 10) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        var digits: [UInt32] = []
        for scalar in rest.unicodeScalars {
            guard scalar.isASCII, let digit = Int(String(scalar), radix: radix) else { return nil }
            var carry = UInt64(digit)
            for index in digits.indices {
                carry += UInt64(digits[index]) * UInt64(radix)
                digits[index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            if carry > 0 { digits.append(UInt32(carry)) }
        }
        self.init(digits: digits, isNegative: isNegative)
    }

    public var isZero: Bool { digits.isEmpty }
    public var magnitude: BigInteger { BigInteger(digits: digits, isNegative: false) }
    public static prefix func - (value: BigInteger) -> BigInteger {
        BigInteger(digits: value.digits, isNegative: !value.isNegative)
    }

    /// The number as 64 bits, where it fits.
    public var int: Int? {
        guard digits.count <= 2 else { return nil }
        let size = digits.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) }
        guard isNegative else { return Int(exactly: size) }
        return size <= Int.min.magnitude ? Int(truncatingIfNeeded: 0 &- size) : nil
    }

    /// The nearest floating-point number.
    public var double: Double { Double(description) ?? (isNegative ? -.infinity : .infinity) }

    public static func powerOfTwo(_ exponent: Int) -> BigInteger {
        BigInteger(
            digits: [UInt32](repeating: 0, count: exponent / 32) + [1 << UInt32(exponent % 32)],
            isNegative: false)
    }

    public static func powerOfTen(_ exponent: Int) -> BigInteger { BigInteger(10).power(exponent) }

    /// The number times itself so many times.
    public func power(_ exponent: Int) -> BigInteger {
        var (result, base, rest) = (BigInteger(1), self, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result * base }
            rest >>= 1
            if rest > 0 { base = base * base }
        }
        return result
    }
}

extension BigInteger: Comparable {
    public static func < (a: BigInteger, b: BigInteger) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        let order = compare(a.digits, b.digits)
        return a.isNegative ? order > 0 : order < 0
    }

    /// Below zero when the first is smaller, above when it is larger.
    static func compare(_ a: [UInt32], _ b: [UInt32]) -> Int {
        if a.count != b.count { return a.count < b.count ? -1 : 1 }
        for index in a.indices.reversed() where a[index] != b[index] {
            return a[index] < b[index] ? -1 : 1
        }
        return 0
    }
}

extension BigInteger: CustomStringConvertible {
    public var description: String { text(radix: 10) }

    /// The digits in a base up to 36, after the sign.
    public func text(radix: Int, uppercase: Bool = false) -> String {
        guard !isZero else { return "0" }
        // As many digits at once as fit 32 bits.
        var (unit, count) = (radix, 1)
        while unit * radix < 1 << 32 { (unit, count) = (unit * radix, count + 1) }
        var parts: [String] = []
        var rest = digits
        while !rest.isEmpty {
            let (quotient, remainder) = Self.divide(rest, by: UInt32(unit))
            rest = quotient
            let text = String(remainder, radix: radix, uppercase: uppercase)
            parts.append(
                rest.isEmpty ? text : String(repeating: "0", count: count - text.count) + text)
        }
        return (isNegative ? "-" : "") + parts.reversed().joined()
    }
}
