/// A text cut into its lines, whichever line ends it was saved with: `\n`, `\r\n` or `\r`.
struct SourceLines {
    let bytes: [UInt8]
    /// Without their line ends.
    let lines: [Range<Int>]

    init(_ text: String) {
        bytes = Array(text.utf8)
        var lines: [Range<Int>] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == 10 || byte == 13 else { continue }
            lines.append(start..<(index - 1))
            if byte == 13, index < bytes.count, bytes[index] == 10 { index += 1 }
            start = index
        }
        lines.append(start..<bytes.count)
        self.lines = lines
    }

    /// Each line by itself.
    var texts: [String] { lines.map { String(decoding: bytes[$0], as: UTF8.self) } }

    /// From the beginning of a line to the end of another, which is not part of it.
    func text(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        return String(
            decoding: bytes[
                lines[range.lowerBound].lowerBound..<lines[range.upperBound - 1].upperBound],
            as: UTF8.self)
    }

    /// A line that can be a comment by itself, as it is compared: in lower case, one space for every
    /// run of white space, invisible characters taken out. Nil for any other.
    func comment(_ line: Int) -> String? {
        let range = lines[line]
        guard range.count < 300, let first = bytes[range].first(where: { !Self.isBlank($0) }),
            Self.isIntroducer(first)
        else { return nil }
        if bytes[range].allSatisfy({ (32..<127).contains($0) }) { return plainComment(range) }
        var text = ""
        for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                if text.last != " " { text.append(" ") }
            } else if scalar.properties.generalCategory != .format {
                text.unicodeScalars.append(scalar)
            }
        }
        return text.trimmed.lowercased()
    }

    /// The same of a line that has only what is in ASCII: there may be very many.
    private func plainComment(_ range: Range<Int>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        for byte in bytes[range] where byte != 32 || (text.last ?? 32) != 32 {
            text.append((65...90).contains(byte) ? byte | 0x20 : byte)
        }
        if text.last == 32 { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }

    /// White space, and what the first byte of an invisible character may be.
    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 32 || byte >= 128 }

    private static func isIntroducer(_ byte: UInt8) -> Bool { "-#/@".utf8.contains(byte) }
}

extension StringProtocol {
    /// Without white space around it.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
