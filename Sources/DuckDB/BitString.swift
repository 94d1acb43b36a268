/// DuckDB's form of a string of bits: the number of padding bits, then the bits, the most
/// significant first; the padding is at the front and set.
enum BitString {
    static func bytes(of digits: String) -> [UInt8]? {
        guard !digits.isEmpty, digits.allSatisfy({ $0 == "0" || $0 == "1" }) else { return nil }
        let padding = (8 - digits.utf8.count % 8) % 8
        var bytes: [UInt8] = [UInt8(padding)]
        var current: UInt8 = 0
        var filled = 0
        for digit in String(repeating: "1", count: padding) + digits {
            current = current << 1 | (digit == "1" ? 1 : 0)
            filled += 1
            if filled == 8 {
                bytes.append(current)
                (current, filled) = (0, 0)
            }
        }
        return bytes
    }

    static func digits(of bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard let padding = bytes.first else { return "" }
        var digits = ""
        digits.reserveCapacity(bytes.count * 8)
        for byte in bytes.dropFirst() {
            for bit in (0..<8).reversed() { digits.append(byte >> bit & 1 == 1 ? "1" : "0") }
        }
        return String(digits.dropFirst(Int(padding)))
    }
}
