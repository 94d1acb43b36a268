internal import Jinja

/// A number as Python's `Decimal` holds it: digits, and how many of them stand after the point.
struct PythonDecimal: Sendable {
    enum Kind: Sendable { case finite, infinite, notANumber }

    let kind: Kind
    let isNegative: Bool
    /// The digits as a whole number, without the sign.
    let coefficient: BigInteger
    /// The power of ten that the digits are times.
    let exponent: Int
    /// The significant digits that Python's arithmetic keeps.
    static let precision = 28

    init(isNegative: Bool = false, _ coefficient: BigInteger, exponent: Int = 0) {
        (kind, self.isNegative, self.exponent) = (.finite, isNegative, exponent)
        self.coefficient = coefficient
    }

    init(_ whole: BigInteger) { self.init(isNegative: whole.isNegative, whole.magnitude) }

    private init(_ kind: Kind, isNegative: Bool) {
        (self.kind, self.isNegative, exponent, coefficient) = (kind, isNegative, 0, BigInteger(0))
    }

    static let notANumber = PythonDecimal(.notANumber, isNegative: false)
    static func infinite(isNegative: Bool) -> PythonDecimal {
        PythonDecimal(.infinite, isNegative: isNegative)
    }

    /// `1`, `-1.50`, `1e+30`, `nan`, `inf`.
    init?(_ text: String) {
        var rest = Substring(text.lowercased())
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        switch rest {
        case "nan": self = .notANumber
        case "inf", "infinity": self = .infinite(isNegative: isNegative)
        default:
            let mantissa = rest.prefix { $0 != "e" }
            let power = rest.dropFirst(mantissa.count + 1)
            guard let exponent = mantissa.count == rest.count ? 0 : Int(power),
                exponent.magnitude < 10_000
            else { return nil }
            let parts = mantissa.split(
                separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            let fraction = parts.count == 2 ? parts[1] : ""
            guard let first = (parts[0] + fraction).first, first.isNumber,
                let digits = BigInteger(parts[0] + fraction)
            else { return nil }
            self.init(isNegative: isNegative, digits, exponent: exponent - fraction.count)
        }
    }

    /// The exact value of a floating-point number.
    init(exactly double: Double) {
        guard double.isFinite else {
            self = double.isNaN ? .notANumber : .infinite(isNegative: double < 0)
            return
        }
        let significand = BigInteger(double.magnitude.significandBitPattern)
        let isSmall = double.exponentBitPattern == 0
        let digits =
            isSmall ? significand : significand + BigInteger.powerOfTwo(Double.significandBitCount)
        let power = (isSmall ? 1 : Int(double.exponentBitPattern)) - 1075
        // A half is five tenths.
        self =
            power >= 0
            ? .init(isNegative: double < 0, digits * BigInteger.powerOfTwo(power))
            : .init(isNegative: double < 0, digits * BigInteger(5).power(-power), exponent: power)
    }

    var isFinite: Bool { kind == .finite }
    var isZero: Bool { isFinite && coefficient.isZero }
    /// The digits with their sign.
    var signed: BigInteger { isNegative ? -coefficient : coefficient }
    var negated: PythonDecimal {
        isFinite
            ? .init(isNegative: !isNegative, coefficient, exponent: exponent)
            : .init(kind, isNegative: !isNegative)
    }
    var magnitude: PythonDecimal { isNegative ? negated : self }

    var double: Double {
        switch kind {
        case .finite: Double(text) ?? .nan
        case .infinite: isNegative ? -.infinity : .infinity
        case .notANumber: .nan
        }
    }

    /// Rounded towards zero; nil for what is not finite.
    var whole: BigInteger? {
        guard isFinite else { return nil }
        let size =
            exponent >= 0
            ? coefficient * BigInteger.powerOfTen(exponent)
            : coefficient.dividedTowardsZero(by: BigInteger.powerOfTen(-exponent)).quotient
        return isNegative ? -size : size
    }

    /// As Python prints it: very small and very large numbers by a power of ten.
    var text: String {
        let sign = isNegative ? "-" : ""
        switch kind {
        case .notANumber: return "NaN"
        case .infinite: return sign + "Infinity"
        case .finite: break
        }
        let digits = coefficient.description
        let point = exponent + digits.count
        if exponent <= 0, point > -6 {
            if exponent == 0 { return sign + digits }
            if point > 0 { return sign + digits.prefix(point) + "." + digits.dropFirst(point) }
            return sign + "0." + String(repeating: "0", count: -point) + digits
        }
        let rest = digits.dropFirst()
        return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest)
            + "E" + (point > 0 ? "+" : "") + String(point - 1)
    }
}
