extension SHA256 {
    /// HMAC-SHA-256 (RFC 2104) of a message, in 64 lower-case hexadecimal digits.
    public static func hmac(key: [UInt8], _ message: [UInt8]) -> String {
        var block = key.count > 64 ? bytes(of: key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        let inner = bytes(of: block.map { $0 ^ 0x36 } + message)
        let outer = block.map { $0 ^ 0x5C } + inner
        return outer.withUnsafeBufferPointer { Self.digest($0) }.text
    }

    private static func bytes(of input: [UInt8]) -> [UInt8] {
        let sum = input.withUnsafeBufferPointer { Self.digest($0) }
        var bytes: [UInt8] = []
        for word in [sum.a, sum.b, sum.c, sum.d] {
            for shift: UInt64 in [56, 48, 40, 32, 24, 16, 8, 0] {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return bytes
    }
}
