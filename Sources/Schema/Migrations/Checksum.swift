import Hashing

/// SHA-256 of a migration, by which an edit after it was applied is noticed.
///
/// Line ends are read as `\n`, so that a checkout on Windows is no edit.
struct Checksum {
    /// 64 hexadecimal digits in lower case.
    static func of(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if previous == 13, byte == 10 { bytes.removeLast() }
            bytes.append(byte)
            previous = byte
        }
        return bytes.withUnsafeBufferPointer { SHA256.digest($0) }.text
    }
}
