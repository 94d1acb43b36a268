/// 32 bytes of a hash, the first of them in the high bits of `a`.
public struct Digest: Hashable, Sendable {
    public let a, b, c, d: UInt64

    public init(a: UInt64, b: UInt64, c: UInt64, d: UInt64) {
        (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(a) }

    /// In 64 lower-case hexadecimal digits.
    public var text: String {
        [a, b, c, d].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
