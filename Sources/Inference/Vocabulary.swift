/// The tokens of a WordPiece vocabulary by their bytes: an open-addressing hash table over the
/// file as it was read, so that thirty thousand strings are never made.
struct Vocabulary: Sendable {
    /// How many tokens there are. Ids run from 0 to `count - 1`.
    let count: Int
    /// The longest token in bytes, without its `##`.
    let longest: Int

    private let bytes: [UInt8]
    private let entries: [Entry]
    /// Indices into `entries` plus one; 0 is free. Its size is a power of two.
    private let table: [Int32]

    private struct Entry {
        var start: Int32
        var length: Int32
        var hash: UInt32
        var id: Int32
    }

    /// Reads a vocabulary: one token a line, its id the line's number counted from 0. A token
    /// that continues a word starts with `##`. Of two equal lines the later one counts.
    init(lines bytes: [UInt8]) {
        var entries: [Entry] = []
        entries.reserveCapacity(1 << 15)
        var longest = 0
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                var end = start
                while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
                let next = end + 1
                while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 }
                let continues =
                    end - start > 2 && bytes[start] == UInt8(ascii: "#")
                    && bytes[start + 1] == UInt8(ascii: "#")
                if continues { start += 2 }
                var hash = PieceHash(continues: continues)
                for byte in bytes[start..<end] { hash.add(byte) }
                longest = max(longest, end - start)
                entries.append(
                    Entry(
                        start: Int32(start), length: Int32(end - start), hash: hash.value,
                        id: Int32(entries.count)))
                start = next
            }
        }
        var size = 16
        while size < entries.count * 3 { size *= 2 }
        var table = [Int32](repeating: 0, count: size)
        // Last line first, so that of two equal tokens the later one is found.
        for index in entries.indices.reversed() {
            var slot = Int(entries[index].hash) & (size - 1)
            while table[slot] != 0 { slot = (slot + 1) & (size - 1) }
            table[slot] = Int32(index + 1)
        }
        self.bytes = bytes
        self.entries = entries
        self.table = table
        self.longest = longest
        count = entries.count
    }

    /// The id of the token with these bytes (without `##`), whose hash is `hash`.
    func id(of piece: ArraySlice<UInt8>, _ hash: PieceHash) -> Int32? {
        var slot = Int(hash.value) & (table.count - 1)
        while table[slot] != 0 {
            let entry = entries[Int(table[slot]) - 1]
            if entry.hash == hash.value, Int(entry.length) == piece.count,
                bytes[Int(entry.start)..<Int(entry.start + entry.length)].elementsEqual(piece),
                self.continues(entry) == hash.continues
            {
                return entry.id
            }
            slot = (slot + 1) & (table.count - 1)
        }
        return nil
    }

    /// The id of a token that starts a word, such as `[CLS]`.
    func id(of token: String) -> Int32? {
        var hash = PieceHash(continues: false)
        let bytes = Array(token.utf8)
        for byte in bytes { hash.add(byte) }
        return id(of: bytes[...], hash)
    }

    private func continues(_ entry: Entry) -> Bool {
        entry.start >= 2 && bytes[Int(entry.start) - 1] == UInt8(ascii: "#")
            && bytes[Int(entry.start) - 2] == UInt8(ascii: "#")
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\t")
    }
}

/// FNV-1a over the bytes of a piece, so that every prefix of a word is hashed in one pass.
struct PieceHash: Sendable {
    private(set) var value: UInt32
    /// Whether the piece continues a word; such a piece is another token than the same bytes alone.
    let continues: Bool

    init(continues: Bool) {
        value = continues ? 0x9747_b28c : 0x811c_9dc5
        self.continues = continues
    }

    mutating func add(_ byte: UInt8) { value = (value ^ UInt32(byte)) &* 0x0100_0193 }
}
