/// An exact decimal number as DuckDB keeps it: `unscaled` · 10^−`scale`.
public struct DecimalNumber: Sendable, Hashable {
    public var unscaled: Int128 {
        get { Int128(upper) << 64 | Int128(lower) }
        set {
            upper = Int64(newValue >> 64)
            lower = UInt64(truncatingIfNeeded: newValue)
        }
    }

    /// Digits in all, 1–38.
    public var width: UInt8
    /// Digits after the point, at most `width`.
    public var scale: UInt8
    // In halves, so that values that hold a decimal need no alignment to 16 bytes.
    private var upper: Int64
    private var lower: UInt64

    public init(unscaled: Int128, width: UInt8 = 38, scale: UInt8) {
        upper = Int64(unscaled >> 64)
        lower = UInt64(truncatingIfNeeded: unscaled)
        self.width = width
        self.scale = scale
    }

    /// The nearest double.
    public var doubleValue: Double {
        var divisor = 1.0
        for _ in 0..<scale { divisor *= 10 }
        return Double(unscaled) / divisor
    }

    /// The same number with another number of digits after the point, or nil where digits other
    /// than zero would be lost or there is no room.
    func rescaled(to target: UInt8) -> Int128? {
        var number = unscaled
        if target >= scale {
            for _ in scale..<target {
                let (product, overflow) = number.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                number = product
            }
        } else {
            for _ in target..<scale {
                let (quotient, remainder) = number.quotientAndRemainder(dividingBy: 10)
                if remainder != 0 { return nil }
                number = quotient
            }
        }
        return number
    }
}

extension DecimalNumber: CustomStringConvertible {
    public var description: String {
        guard scale > 0 else { return String(unscaled) }
        var digits = String(unscaled.magnitude)
        let missing = Int(scale) + 1 - digits.count
        if missing > 0 { digits = String(repeating: "0", count: missing) + digits }
        let point = digits.index(digits.endIndex, offsetBy: -Int(scale))
        return (unscaled < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
    }
}
