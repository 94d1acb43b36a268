/// SHA-256 (FIPS 180-4): for names that two texts must not be made to share, and that every machine
/// makes alike.
public enum SHA256 {
    private static let algorithm = MessageDigest("SHA256", length: 32)

    /// The digest of a text's UTF-8 in 64 lower-case hexadecimal digits.
    public static func hexadecimal(_ text: String) -> String {
        var text = text
        return text.withUTF8 { digest($0) }.text
    }

    /// The digest of some bytes.
    public static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> Digest {
        algorithm.digest(bytes) { result in
            func word(_ at: Int) -> UInt64 {
                UInt64(bigEndian: result.loadUnaligned(fromByteOffset: 8 * at, as: UInt64.self))
            }
            return Digest(a: word(0), b: word(1), c: word(2), d: word(3))
        }
    }
}
