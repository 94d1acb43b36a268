/// SHA-256 (FIPS 180-4): for names that two texts must not be made to share, and that every machine
/// makes alike.
public struct SHA256 {
    private var state: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )

    /// The digest of a text's UTF-8 in 64 lower-case hexadecimal digits.
    public static func hexadecimal(_ text: String) -> String {
        var text = text
        return text.withUTF8 { digest($0) }.text
    }

    /// The digest of some bytes.
    public static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> Digest {
        var hash = SHA256()
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
            let whole = bytes.count / 64 * 64
            for start in stride(from: 0, to: whole, by: 64) {
                hash.compress(
                    UnsafeRawBufferPointer(rebasing: bytes.raw[start..<start + 64]), words)
            }
            // What is left, a one bit, zeros, and the length in bits.
            withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { tail in
                let left = bytes.count - whole
                let length = left < 56 ? 64 : 128
                tail.initializeMemory(as: UInt8.self, repeating: 0)
                for index in 0..<left { tail[index] = bytes[whole + index] }
                tail[left] = 0x80
                let bits = UInt64(bytes.count) << 3
                for index in 0..<8 {
                    tail[length - 1 - index] = UInt8(truncatingIfNeeded: bits >> (8 * index))
                }
                for start in stride(from: 0, to: length, by: 64) {
                    hash.compress(UnsafeRawBufferPointer(rebasing: tail[start..<start + 64]), words)
                }
            }
        }
        let s = hash.state
        func pair(_ high: UInt32, _ low: UInt32) -> UInt64 { UInt64(high) << 32 | UInt64(low) }
        return Digest(
            a: pair(s.0, s.1), b: pair(s.2, s.3), c: pair(s.4, s.5), d: pair(s.6, s.7))
    }

    private mutating func compress(
        _ block: UnsafeRawBufferPointer, _ words: UnsafeMutableBufferPointer<UInt32>
    ) {
        @inline(__always) func turn(_ x: UInt32, _ by: UInt32) -> UInt32 {
            x &>> by | x &<< (32 &- by)
        }
        for index in 0..<16 {
            words[index] = UInt32(
                bigEndian: block.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
        }
        for index in 16..<64 {
            let x = words[index - 15]
            let y = words[index - 2]
            words[index] =
                words[index - 16] &+ (turn(x, 7) ^ turn(x, 18) ^ x &>> 3) &+ words[index - 7]
                &+ (turn(y, 17) ^ turn(y, 19) ^ y &>> 10)
        }
        var (a, b, c, d, e, f, g, h) = state
        Self.constants.withUnsafeBufferPointer { constants in
            for index in 0..<64 {
                let one =
                    h &+ (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) &+ (e & f ^ ~e & g)
                    &+ constants[index] &+ words[index]
                let two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) &+ (a & b ^ a & c ^ b & c)
                (h, g, f, e, d, c, b, a) = (g, f, e, d &+ one, c, b, a, one &+ two)
            }
        }
        state = (
            state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d,
            state.4 &+ e, state.5 &+ f, state.6 &+ g, state.7 &+ h
        )
    }

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
        0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
        0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
        0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
        0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
        0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
        0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
        0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
        0xc671_78f2,
    ]
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(self) }
}
