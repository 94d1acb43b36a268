import Foundation

/// What two memories that say the same have in common: their words, whatever the case, the spaces
/// and the last mark.
struct SaidWords: Hashable {
    private let bytes: [UInt8]

    init(_ content: String) {
        var content = content
        let plain = content.withUTF8 { Self.plain($0) }
        bytes = plain ?? Self.folded(content)
    }

    /// A number that is the same for the same words; nearly always another for others.
    var key: UInt64 {
        // FNV-1a, 64 bits.
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// The same as `folded`, of ASCII only; nil for anything else.
    static func plain(_ content: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var words: [UInt8] = []
        words.reserveCapacity(content.count)
        for byte in content {
            switch byte {
            case 0x80...: return nil
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): words.append(byte | 0x20)
            case UInt8(ascii: " "), 0x09...0x0D:
                if let last = words.last, last != UInt8(ascii: " ") {
                    words.append(UInt8(ascii: " "))
                }
            default: words.append(byte)
            }
        }
        let isMark = { (byte: UInt8) in
            [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: " ")].contains(byte)
        }
        guard let first = words.firstIndex(where: { !isMark($0) }),
            let last = words.lastIndex(where: { !isMark($0) })
        else { return [] }
        return Array(words[first...last])
    }

    static func folded(_ content: String) -> [UInt8] {
        let words = content.lowercased().split(whereSeparator: \.isWhitespace)
        let text = words.joined(separator: " ").trimmingCharacters(
            in: CharacterSet(charactersIn: ".!… "))
        // One letter may be written in two ways; to look for that is cheaper than to undo it.
        let hasMarks = text.utf8.contains { $0 == 0xCC || $0 == 0xCD }
        return Array((hasMarks ? text.precomposedStringWithCanonicalMapping : text).utf8)
    }
}
