internal import Jinja

extension PythonDecimal {
    /// The digits of two numbers at the smaller of their exponents.
    private static func aligned(
        _ a: PythonDecimal, _ b: PythonDecimal
    ) -> (a: BigInteger, b: BigInteger, exponent: Int) {
        let exponent = min(a.exponent, b.exponent)
        return (
            a.signed * BigInteger.powerOfTen(a.exponent - exponent),
            b.signed * BigInteger.powerOfTen(b.exponent - exponent), exponent
        )
    }

    /// Nil where one is no number: it has no order.
    static func compare(_ a: PythonDecimal, _ b: PythonDecimal) -> Int? {
        if a.kind == .notANumber || b.kind == .notANumber { return nil }
        func rank(_ value: PythonDecimal) -> Int {
            value.isFinite ? 0 : value.isNegative ? -1 : 1
        }
        if !a.isFinite || !b.isFinite { return (rank(a) - rank(b)).signum() }
        let (x, y, _) = aligned(a, b)
        return x == y ? 0 : x < y ? -1 : 1
    }

    /// Python's operator; nil where it is none of a decimal's.
    static func apply(
        _ operation: String, _ a: PythonDecimal, _ b: PythonDecimal
    ) throws(JinjaError) -> PythonDecimal? {
        if a.kind == .notANumber || b.kind == .notANumber { return .notANumber }
        guard a.isFinite, b.isFinite else { return try applyToInfinite(operation, a, b) }
        let isNegative = a.isNegative != b.isNegative
        switch operation {
        case "+", "-":
            let (x, y, exponent) = aligned(a, b)
            let sum = operation == "+" ? x + y : x - y
            let staysBelowZero =
                a.isNegative && b.isNegative == (operation == "+") && sum.isZero
            return PythonDecimal(
                isNegative: sum.isNegative || staysBelowZero, sum.magnitude, exponent: exponent
            ).contextual
        case "*":
            return PythonDecimal(
                isNegative: isNegative, a.coefficient * b.coefficient,
                exponent: a.exponent + b.exponent
            ).contextual
        case "/":
            guard !b.isZero else { throw zeroDivision(a) }
            return quotient(a, b, isNegative: isNegative)
        case "//", "%":
            guard !b.isZero else { throw zeroDivision(a) }
            let (x, y, exponent) = aligned(a.magnitude, b.magnitude)
            // Towards zero, other than for Python's integers.
            let (whole, rest) = x.dividedTowardsZero(by: y)
            if operation == "//" { return PythonDecimal(isNegative: isNegative, whole) }
            return PythonDecimal(
                isNegative: a.isNegative, rest.magnitude, exponent: exponent
            ).contextual
        case "**":
            guard b.exponent >= 0 || b.isWhole, let times = b.whole?.int, times.magnitude <= 1000
            else { return nil }
            var product = PythonDecimal(BigInteger(1))
            // More digits than are kept, so that the last one is right.
            for _ in 0..<times.magnitude {
                product = PythonDecimal(
                    isNegative: product.isNegative != a.isNegative,
                    product.coefficient * a.coefficient, exponent: product.exponent + a.exponent)
            }
            if times >= 0 { return product.contextual }
            return try apply("/", PythonDecimal(BigInteger(1)), product)
        default: return nil
        }
    }

    private var isWhole: Bool {
        PythonDecimal.compare(self, PythonDecimal(whole ?? BigInteger(0))) == 0
    }

    private static func zeroDivision(_ a: PythonDecimal) -> JinjaError {
        JinjaError(.arithmetic, "division by zero")
    }

    private static func applyToInfinite(
        _ operation: String, _ a: PythonDecimal, _ b: PythonDecimal
    ) throws(JinjaError) -> PythonDecimal? {
        let isNegative = a.isNegative != b.isNegative
        switch operation {
        case "+", "-":
            let other = operation == "+" ? b : b.negated
            guard a.isFinite || other.isFinite || a.isNegative == other.isNegative else { break }
            return a.isFinite ? other : a
        case "*" where !a.isZero && !b.isZero: return .infinite(isNegative: isNegative)
        case "/" where a.isFinite:
            return PythonDecimal(isNegative: isNegative, BigInteger(0))
        case "/" where b.isFinite, "//" where b.isFinite:
            return .infinite(isNegative: isNegative)
        case "//" where a.isFinite: return PythonDecimal(isNegative: isNegative, BigInteger(0))
        case "%" where a.isFinite: return a
        default: break
        }
        throw JinjaError(.arithmetic, "[<class 'decimal.InvalidOperation'>]")
    }

    /// As many digits as it has, at least as many as the difference of the two exponents.
    private static func quotient(
        _ a: PythonDecimal, _ b: PythonDecimal, isNegative: Bool
    ) -> PythonDecimal {
        let ideal = a.exponent - b.exponent
        guard !a.isZero else {
            return PythonDecimal(isNegative: isNegative, BigInteger(0), exponent: ideal)
        }
        let widths = (a.coefficient.description.count, b.coefficient.description.count)
        let shift = max(0, precision + 2 - widths.0 + widths.1)
        var (digits, rest) = (a.coefficient * BigInteger.powerOfTen(shift))
            .dividedTowardsZero(by: b.coefficient)
        var exponent = ideal - shift
        if !rest.isZero {
            // A last digit that says there is more decides the rounding.
            digits = digits * BigInteger(10) + BigInteger(1)
            return PythonDecimal(
                isNegative: isNegative, digits, exponent: exponent - 1
            ).contextual
        }
        while exponent < ideal {
            let (shorter, last) = digits.dividedTowardsZero(by: BigInteger(10))
            guard last.isZero else { break }
            (digits, exponent) = (shorter, exponent + 1)
        }
        return PythonDecimal(isNegative: isNegative, digits, exponent: exponent).contextual
    }

    /// Rounded to the digits that Python keeps, halves to even.
    var contextual: PythonDecimal {
        let width = coefficient.description.count
        guard isFinite, width > Self.precision else { return self }
        let rounded = rounded(exponent: exponent + width - Self.precision)
        // 99…9.5 gets one digit more.
        return rounded.coefficient.description.count > Self.precision
            ? rounded.rounded(exponent: rounded.exponent + 1) : rounded
    }

    /// With another exponent, halves to even.
    func rounded(exponent wanted: Int) -> PythonDecimal {
        guard isFinite else { return self }
        if wanted <= exponent {
            return PythonDecimal(
                isNegative: isNegative, coefficient * BigInteger.powerOfTen(exponent - wanted),
                exponent: wanted)
        }
        let unit = BigInteger.powerOfTen(wanted - exponent)
        let (quotient, rest) = coefficient.dividedTowardsZero(by: unit)
        let double = rest + rest
        let isOdd = !quotient.dividedTowardsZero(by: BigInteger(2)).remainder.isZero
        let isUp = unit < double || double == unit && isOdd
        return PythonDecimal(
            isNegative: isNegative, isUp ? quotient + BigInteger(1) : quotient, exponent: wanted)
    }

    /// Without zeros at the end.
    var normalized: PythonDecimal {
        guard isFinite else { return self }
        if isZero { return PythonDecimal(isNegative: isNegative, BigInteger(0)) }
        var (digits, exponent) = (contextual.coefficient, contextual.exponent)
        while true {
            let (shorter, last) = digits.dividedTowardsZero(by: BigInteger(10))
            guard last.isZero else { break }
            (digits, exponent) = (shorter, exponent + 1)
        }
        return PythonDecimal(isNegative: isNegative, digits, exponent: exponent)
    }
}
