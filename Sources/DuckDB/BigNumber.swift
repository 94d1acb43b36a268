/// DuckDB's form of a BIGNUM: three bytes of header (the sign in the top bit and the count of
/// bytes), then the magnitude, the most significant byte first; all inverted for a negative one.
enum BigNumber {
    static func digits(of bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.count > 3 else { return "0" }
        let isNegative = bytes[0] & 0x80 == 0
        // Base 10^9 digits, the least significant first.
        var limbs: [UInt64] = [0]
        for byte in bytes.dropFirst(3) {
            var carry = UInt64(isNegative ? ~byte : byte)
            for index in limbs.indices {
                let sum = limbs[index] << 8 + carry
                limbs[index] = sum % 1_000_000_000
                carry = sum / 1_000_000_000
            }
            if carry > 0 { limbs.append(carry) }
        }
        var text = String(limbs[limbs.count - 1])
        for limb in limbs.dropLast().reversed() { text += limb.padded(to: 9) }
        return isNegative ? "-" + text : text
    }
}
