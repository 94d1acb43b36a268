/// IEEE 754 binary16, which not every machine has as a Swift type.
enum HalfPrecision {
    /// Rounded to nearest, ties to even; too large becomes infinity.
    static func bits(of value: Float) -> UInt16 {
        let bits = value.bitPattern
        let sign = UInt16(bits >> 16 & 0x8000)
        let exponent = Int(bits >> 23 & 0xFF) - 127
        let mantissa = bits & 0x7F_FFFF
        if value.isNaN { return sign | 0x7E00 }
        if exponent > 15 { return sign | 0x7C00 }
        if exponent < -25 { return sign }
        // The digits with the leading one, and how many of them fall off.
        let full = mantissa | 0x80_0000
        let shift = exponent >= -14 ? 13 : 13 + (-14 - exponent)
        let kept = full >> UInt32(shift)
        let rest = full & ((1 << UInt32(shift)) - 1)
        let half: UInt32 = 1 << UInt32(shift - 1)
        let rounded = kept + (rest > half || rest == half && kept & 1 == 1 ? 1 : 0)
        // A carry runs into the exponent by itself.
        let base = exponent >= -14 ? UInt32(exponent + 14) << 10 : 0
        return sign | UInt16(base + rounded)
    }

    static func value(_ bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let mantissa = Float(bits & 0x3FF)
        switch exponent {
        case 0: return sign * mantissa * 0x1p-24
        case 31: return mantissa == 0 ? sign * .infinity : .nan
        default:
            return Float(
                sign: sign < 0 ? .minus : .plus, exponent: exponent - 15,
                significand: 1 + mantissa / 1024)
        }
    }
}
