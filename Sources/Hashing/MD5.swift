/// The MD5 digest (RFC 1321), which dbt uses to name tests and offers as `local_md5`.
///
/// It identifies; it protects nothing.
public enum MD5 {
    private static let algorithm = MessageDigest("MD5", length: 16)

    /// The digest of the text's UTF-8 as 32 lower-case hexadecimal digits.
    public static func hexadecimal(_ text: String) -> String {
        let digits = Array("0123456789abcdef")
        var text = text
        return text.withUTF8 { bytes in
            algorithm.digest(bytes) { result in
                String(result.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
            }
        }
    }
}
