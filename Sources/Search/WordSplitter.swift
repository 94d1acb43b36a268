import Foundation

/// Cuts text into words: lower case, accents stripped (NFKD without marks), split at whatever is
/// neither letter nor digit.
///
/// Scripts written without spaces (Han, Kana, Thai…) have no such borders; a run of them becomes
/// its overlapping pairs of characters, which is what makes them findable.
enum WordSplitter {
    /// Longer words are cut: nobody searches for them, and hostile text would fill the index.
    static let maximumWordBytes = 64

    /// Calls `body` with the UTF-8 bytes of each word, in order. The buffer is valid only inside.
    static func forEachWord(in text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            if bytes.allSatisfy({ $0 < 0x80 }) { return splitASCII(bytes, body) }
            var folded = fold(String(decoding: bytes, as: UTF8.self))
            folded.withUTF8 { splitASCIIAndLetters($0, body) }
        }
    }

    private static func fold(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars
        where scalar.properties.generalCategory != .nonspacingMark {
            folded.append(scalar)
        }
        // Greek writes a final sigma its own way; a word is one word wherever it ends.
        return String(folded).lowercased().replacing("ς", with: "σ")
    }

    private static func splitASCII(
        _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumWordBytes) { word in
            var length = 0
            for byte in bytes {
                if let lower = lowerCaseAlphanumeric(byte) {
                    if length < maximumWordBytes { word[length] = lower }
                    length += 1
                } else if length > 0 {
                    body(UnsafeBufferPointer(rebasing: word[..<min(length, maximumWordBytes)]))
                    length = 0
                }
            }
            if length > 0 {
                body(UnsafeBufferPointer(rebasing: word[..<min(length, maximumWordBytes)]))
            }
        }
    }

    private static func lowerCaseAlphanumeric(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x61...0x7a, 0x30...0x39: byte
        case 0x41...0x5a: byte | 0x20
        default: nil
        }
    }

    private static func splitASCIIAndLetters(
        _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var word: [UInt8] = []
        var unspaced: [[UInt8]] = []
        func flush() {
            if !word.isEmpty {
                word.prefix(maximumWordBytes).withUnsafeBufferPointer(body)
                word.removeAll(keepingCapacity: true)
            }
            if unspaced.count == 1 { unspaced[0].withUnsafeBufferPointer(body) }
            for (first, second) in zip(unspaced, unspaced.dropFirst()) {
                (first + second).withUnsafeBufferPointer(body)
            }
            unspaced.removeAll(keepingCapacity: true)
        }
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if isUnspaced(scalar) {
                if !word.isEmpty { flush() }
                unspaced.append(Array(String(scalar).utf8))
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                if !unspaced.isEmpty { flush() }
                word.append(contentsOf: String(scalar).utf8)
            } else {
                flush()
                // A picture is a word of its own.
                if isPicture(scalar) { Array(String(scalar).utf8).withUnsafeBufferPointer(body) }
            }
        }
        flush()
    }

    /// Emoji and the like; not their colours of skin and joiners, nor signs such as ©.
    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x2600 && scalar.properties.isEmoji && !scalar.properties.isEmojiModifier
    }

    /// Scripts whose writers put no spaces between words (Unicode blocks; UAX #29 treats the same
    /// ones apart).
    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0e00...0x0eff, 0x1000...0x109f, 0x1780...0x17ff,  // Thai, Lao, Burmese, Khmer
            0x3040...0x30ff, 0x31f0...0x31ff,  // Kana
            0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x3ffff:  // Han
            true
        default: false
        }
    }
}
