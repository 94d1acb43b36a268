import Foundation

/// Makes the id of a memory out of what it is, so that telling the same thing twice meets itself.
///
/// The id has the layout of UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, so ids sort by
/// event time, and for the 74 bits that are free the first of
/// SHA-256(namespace, session, event time, SHA-256(content)). A time that is not known for certain
/// is left out of both, and stands as zero.
enum MemoryIdentity {
    /// What is hashed: each part with its length before it, so that no two lists run together.
    static func key(
        namespace: String, session: String?, time: Moment?, contentHash: String
    ) -> String {
        [namespace, session ?? "", time.map { String($0.microseconds) } ?? "", contentHash]
            .map { "\($0.utf8.count):\($0)" }.joined()
    }

    /// - Parameter keyHash: SHA-256 of the key in hexadecimal.
    static func id(time: Moment?, keyHash: String) -> UUID {
        var bytes = [UInt8](repeating: 0, count: 16)
        let milliseconds = UInt64(max(0, (time?.microseconds ?? 0) / 1000))
        for at in 0..<6 { bytes[at] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * at)) }
        let digits = Array(keyHash.utf8)
        for at in 6..<16 {
            bytes[at] = hexValue(digits[2 * at - 12]) << 4 | hexValue(digits[2 * at - 11])
        }
        bytes[6] = 0x70 | (bytes[6] & 0x0f)
        bytes[8] = 0x80 | (bytes[8] & 0x3f)
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    private static func hexValue(_ digit: UInt8) -> UInt8 {
        digit <= 0x39 ? digit - 0x30 : (digit | 0x20) - 0x57
    }
}
