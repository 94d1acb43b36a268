extension BigInteger {
    public static func + (a: BigInteger, b: BigInteger) -> BigInteger {
        if a.isNegative == b.isNegative {
            return BigInteger(digits: sum(a.digits, b.digits), isNegative: a.isNegative)
        }
        return compare(a.digits, b.digits) >= 0
            ? BigInteger(digits: difference(a.digits, b.digits), isNegative: a.isNegative)
            : BigInteger(digits: difference(b.digits, a.digits), isNegative: b.isNegative)
    }

    public static func - (a: BigInteger, b: BigInteger) -> BigInteger { a + -b }

    public static func * (a: BigInteger, b: BigInteger) -> BigInteger {
        guard !a.isZero, !b.isZero else { return BigInteger(0) }
        var result = [UInt32](repeating: 0, count: a.digits.count + b.digits.count)
        for (i, x) in a.digits.enumerated() {
            var carry: UInt64 = 0
            for (j, y) in b.digits.enumerated() {
                carry += UInt64(x) * UInt64(y) + UInt64(result[i + j])
                result[i + j] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            result[i + b.digits.count] = UInt32(carry)
        }
        return BigInteger(digits: result, isNegative: a.isNegative != b.isNegative)
    }

    /// The quotient rounded towards zero, and what is left, with the sign of the dividend. The
    /// divisor must not be zero.
    public func dividedTowardsZero(
        by divisor: BigInteger
    ) -> (quotient: BigInteger, remainder: BigInteger) {
        let (quotient, remainder) = Self.divide(digits, by: divisor.digits)
        return (
            BigInteger(digits: quotient, isNegative: isNegative != divisor.isNegative),
            BigInteger(digits: remainder, isNegative: isNegative)
        )
    }

    /// Python's `//` and `%`: the quotient rounded down, the remainder with the divisor's sign.
    public func dividedDown(
        by divisor: BigInteger
    ) -> (quotient: BigInteger, remainder: BigInteger) {
        let (quotient, remainder) = dividedTowardsZero(by: divisor)
        guard !remainder.isZero, remainder.isNegative != divisor.isNegative else {
            return (quotient, remainder)
        }
        return (quotient - BigInteger(1), remainder + divisor)
    }

    private static func sum(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
        let (long, short) = a.count >= b.count ? (a, b) : (b, a)
        var result = long
        var carry: UInt64 = 0
        for index in long.indices {
            carry += UInt64(long[index]) + (index < short.count ? UInt64(short[index]) : 0)
            result[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        if carry > 0 { result.append(UInt32(carry)) }
        return result
    }

    /// The first must not be smaller.
    private static func difference(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
        var result = a
        var borrow: Int64 = 0
        for index in a.indices {
            var digit = Int64(a[index]) - borrow - (index < b.count ? Int64(b[index]) : 0)
            borrow = digit < 0 ? 1 : 0
            if digit < 0 { digit += 1 << 32 }
            result[index] = UInt32(digit)
        }
        return result
    }

    static func divide(
        _ dividend: [UInt32], by divisor: UInt32
    ) -> (quotient: [UInt32], remainder: UInt32) {
        var quotient = dividend
        var rest: UInt64 = 0
        for index in dividend.indices.reversed() {
            rest = rest << 32 | UInt64(dividend[index])
            quotient[index] = UInt32(rest / UInt64(divisor))
            rest %= UInt64(divisor)
        }
        while quotient.last == 0 { quotient.removeLast() }
        return (quotient, UInt32(rest))
    }

    /// Long division: bit by bit would do, but each digit's guess is off by two at most when the
    /// divisor's first bit is set.
    private static func divide(
        _ dividend: [UInt32], by divisor: [UInt32]
    ) -> (quotient: [UInt32], remainder: [UInt32]) {
        if compare(dividend, divisor) < 0 { return ([], dividend) }
        if divisor.count == 1 {
            let (quotient, rest) = divide(dividend, by: divisor[0])
            return (quotient, [rest])
        }
        let shift = UInt32(divisor[divisor.count - 1].leadingZeroBitCount)
        let low = shifted(divisor, left: shift)
        let v = Array(low.prefix(divisor.count))
        var u = shifted(dividend, left: shift)
        if u.count == dividend.count { u.append(0) }
        let n = v.count
        var quotient = [UInt32](repeating: 0, count: u.count - n)
        for j in quotient.indices.reversed() {
            let top = UInt64(u[j + n]) << 32 | UInt64(u[j + n - 1])
            var (guess, rest) = top.quotientAndRemainder(dividingBy: UInt64(v[n - 1]))
            while guess >> 32 != 0
                || guess * UInt64(v[n - 2]) > rest << 32 | UInt64(u[j + n - 2])
            {
                guess -= 1
                rest += UInt64(v[n - 1])
                if rest >> 32 != 0 { break }
            }
            var (borrow, carry): (Int64, UInt64) = (0, 0)
            for i in 0..<n {
                carry += guess * UInt64(v[i])
                var digit = Int64(u[i + j]) - borrow - Int64(carry & 0xFFFF_FFFF)
                carry >>= 32
                borrow = digit < 0 ? 1 : 0
                if digit < 0 { digit += 1 << 32 }
                u[i + j] = UInt32(digit)
            }
            var last = Int64(u[j + n]) - borrow - Int64(carry)
            borrow = last < 0 ? 1 : 0
            if last < 0 { last += 1 << 32 }
            u[j + n] = UInt32(last)
            if borrow != 0 {
                guess -= 1
                var sum: UInt64 = 0
                for i in 0..<n {
                    sum += UInt64(u[i + j]) + UInt64(v[i])
                    u[i + j] = UInt32(truncatingIfNeeded: sum)
                    sum >>= 32
                }
                u[j + n] = UInt32(truncatingIfNeeded: UInt64(u[j + n]) + sum)
            }
            quotient[j] = UInt32(guess)
        }
        return (quotient, shifted(Array(u.prefix(n)), right: shift))
    }

    private static func shifted(_ digits: [UInt32], left shift: UInt32) -> [UInt32] {
        var result: [UInt32] = []
        var carry: UInt64 = 0
        for digit in digits {
            carry |= UInt64(digit) << UInt64(shift)
            result.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        result.append(UInt32(carry))
        return result
    }

    private static func shifted(_ digits: [UInt32], right shift: UInt32) -> [UInt32] {
        digits.indices.map { index in
            let above = index + 1 < digits.count ? UInt64(digits[index + 1]) : 0
            return UInt32(
                truncatingIfNeeded: (above << 32 | UInt64(digits[index])) >> UInt64(shift))
        }
    }
}
