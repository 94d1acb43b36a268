/// Where a long text is cut, so that each passage fits the embedding model's window of 256 tokens.
///
/// A long memory is found by its best passage: each has a vector of its own and is scored by its
/// own words. Where a text is cut depends on the text alone, so the store keeps no offsets.
enum Passages {
    /// Latin characters that surely fit the window, more or less.
    static let length = 900
    /// A character of most other scripts is a token or nearly one: it counts as so many.
    static let otherScript = 3

    /// The passages of a text as ranges of its UTF-8 bytes, end to end; one for a short text.
    static func ranges(of text: String) -> [Range<Int>] {
        let size = text.utf8.count
        // No character weighs more than one and a half for each of its bytes.
        if size <= length * 2 / 3 { return [0..<size] }
        var text = text
        return text.withUTF8 { Cutter(bytes: $0).ranges() }
    }

    /// The passages themselves.
    static func texts(of text: String) -> [String] {
        let ranges = ranges(of: text)
        if ranges.count == 1 { return [text] }
        var text = text
        return text.withUTF8 { bytes in
            ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
        }
    }
}

/// Cuts at line ends, ends of sentences or blanks, whichever comes last in the passage's second
/// half; where there is none, between two characters.
private struct Cutter {
    let bytes: UnsafeBufferPointer<UInt8>

    func ranges() -> [Range<Int>] {
        var rest = 0
        var at = 0
        while at < bytes.count {
            rest += weight(at)
            at += width(at)
        }
        var ranges: [Range<Int>] = []
        var start = 0
        while rest > Passages.length {
            // The last two share what is left, so that no passage is a mere scrap.
            let limit = min(Passages.length, rest < 2 * Passages.length ? rest / 2 + 150 : rest)
            let (end, taken) = cut(from: start, limit: limit)
            ranges.append(start..<end)
            start = end
            rest -= taken
        }
        ranges.append(start..<bytes.count)
        return ranges
    }

    /// Where a passage ends that begins at `start`, and what it weighs.
    private func cut(from start: Int, limit: Int) -> (end: Int, weight: Int) {
        var at = start
        var taken = 0
        var best: (rank: Int, end: Int, weight: Int) = (-1, start, 0)
        while at < bytes.count {
            let next = at + width(at)
            let more = taken + weight(at)
            if more > limit { break }
            let rank = more > limit / 2 ? border(at, next) : 0
            if rank >= best.rank { best = (rank, next, more) }
            (at, taken) = (next, more)
        }
        return (best.end, best.weight)
    }

    /// How good a place it is to cut after a character: 3 a line end, 2 an end of a sentence,
    /// 1 a blank, 0 any.
    private func border(_ at: Int, _ next: Int) -> Int {
        switch bytes[at] {
        case 0x0a: return 3
        case 0x2e, 0x21, 0x3f:
            // Not inside a number or a name: "3.5", "main.swift".
            return next >= bytes.count || bytes[next] <= 0x20 ? 2 : 0
        case 0x20, 0x09, 0x0d: return 1
        case 0xe3 where at + 2 < bytes.count && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x82:
            return 2
        case 0xef where at + 2 < bytes.count && bytes[at + 1] == 0xbc:
            return bytes[at + 2] == 0x81 || bytes[at + 2] == 0x9f ? 2 : 0
        default: return 0
        }
    }

    private func width(_ at: Int) -> Int {
        switch bytes[at] {
        case 0..<0xc0: 1
        case 0xc0..<0xe0: 2
        case 0xe0..<0xf0: 3
        default: 4
        }
    }

    private func weight(_ at: Int) -> Int {
        switch bytes[at] {
        case 0..<0x80: 1
        // Letters with accents.
        case 0xc2...0xc9: 1
        // Dashes and curly quotes.
        case 0xe2 where at + 1 < bytes.count && bytes[at + 1] == 0x80: 1
        default: Passages.otherScript
        }
    }
}
