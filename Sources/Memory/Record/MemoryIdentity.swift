import Foundation
import Hashing

/// Makes the id of a memory out of what it is, so that telling the same thing twice meets itself.
///
/// What it is: its namespace, session, time, content, who said it in which role and, where several
/// are the same in all that, its place: the file (only where there is no certain time) and which of
/// them it is there. Where the time is certain the id has the layout of UUIDv7 (RFC 9562, section
/// 5.7): 48 bits of milliseconds, so ids sort by event time, then 74 bits of SHA-256 over all
/// parts. Without a certain time the id is a UUIDv8, all hash: it does not pretend to a time.
struct MemoryIdentity {
    var namespace: String
    var session: String?
    /// Nil where it is not known for certain.
    var time: Moment?
    var contentHash: String
    var speaker: String?
    var role: String?
    var file: String?
    /// From 0.
    var occurrence = 0

    /// The id it has.
    var id: UUID {
        let further = [speaker ?? "", role ?? "", file ?? "", "\(occurrence)"]
        let isPlain = occurrence == 0 && further.dropLast().allSatisfy(\.isEmpty)
        let key = isPlain ? plainKey : plainKey + Self.joined(further)
        return time == nil
            ? Self.undatedID(keyHash: SHA256.hexadecimal(key))
            : Self.id(time: time, keyHash: SHA256.hexadecimal(key))
    }

    /// The id it had in a store of the first layout, which told neither speakers nor places apart;
    /// nil where that is the same.
    var earlierID: UUID? {
        guard occurrence == 0 else { return nil }
        let earlier = Self.id(time: time, keyHash: SHA256.hexadecimal(plainKey))
        return earlier == id ? nil : earlier
    }

    private var plainKey: String {
        Self.key(namespace: namespace, session: session, time: time, contentHash: contentHash)
    }

    /// What is hashed: each part with its length before it, so that no two lists run together.
    static func key(
        namespace: String, session: String?, time: Moment?, contentHash: String
    ) -> String {
        joined([namespace, session ?? "", time.map { String($0.microseconds) } ?? "", contentHash])
    }

    private static func joined(_ parts: [String]) -> String {
        parts.map { "\($0.utf8.count):\($0)" }.joined()
    }

    /// UUIDv7 of a time; one that is not known stands as zero.
    ///
    /// - Parameter keyHash: SHA-256 of the key in hexadecimal.
    static func id(time: Moment?, keyHash: String) -> UUID {
        let milliseconds = UInt64(max(0, (time?.microseconds ?? 0) / 1000))
        var bytes = digest(keyHash, from: 6)
        for at in 0..<6 { bytes[at] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * at)) }
        return uuid(bytes, version: 7)
    }

    /// UUIDv8 (RFC 9562, section 5.8): 122 bits of the hash.
    static func undatedID(keyHash: String) -> UUID { uuid(digest(keyHash, from: 0), version: 8) }

    /// Sixteen bytes that end with the first of a hash.
    private static func digest(_ hash: String, from start: Int) -> [UInt8] {
        let digits = Array(hash.utf8)
        var bytes = [UInt8](repeating: 0, count: 16)
        for at in start..<16 {
            let digit = 2 * (at - start)
            bytes[at] = hexValue(digits[digit]) << 4 | hexValue(digits[digit + 1])
        }
        return bytes
    }

    private static func uuid(_ bytes: [UInt8], version: UInt8) -> UUID {
        var bytes = bytes
        bytes[6] = version << 4 | (bytes[6] & 0x0f)
        bytes[8] = 0x80 | (bytes[8] & 0x3f)
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    private static func hexValue(_ digit: UInt8) -> UInt8 {
        digit <= 0x39 ? digit - 0x30 : (digit | 0x20) - 0x57
    }
}
