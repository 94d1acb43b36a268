/// How many columns a terminal needs for a text: two for East Asian wide characters and emoji, none
/// for control characters and marks that join the character before them, one for all others.
public func displayWidth(_ text: some StringProtocol) -> Int {
    var width = 0
    var isPlain = true
    for byte in text.utf8 {
        if byte < 0x20 || byte >= 0x7F {
            isPlain = false
            break
        }
        width += 1
    }
    if isPlain { return width }
    return text.reduce(0) { $0 + displayWidth($1) }
}

/// How many columns a terminal needs for one character as a reader sees it.
public func displayWidth(_ character: Character) -> Int {
    var width = 0
    for scalar in character.unicodeScalars {
        // A picture selector, or a picture joined to the first, makes the whole two columns wide.
        if scalar.value == 0xFE0F { return 2 }
        width = max(width, displayWidth(scalar))
    }
    return width
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1 }
    if value == 0x200B || value == 0xFEFF { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator:
        return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(value) } ? 2 : 1
}

/// The blocks whose characters are Wide or Fullwidth (Unicode Standard Annex #11), emoji apart.
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F,  // Hangul initial consonants
    0x2329...0x232A,  // angle brackets
    0x2E80...0x303E,  // CJK radicals and punctuation
    0x3041...0x33FF,  // kana, bopomofo, enclosed and squared forms
    0x3400...0x4DBF,  // CJK extension A
    0x4E00...0x9FFF,  // CJK unified ideographs
    0xA000...0xA4CF,  // Yi
    0xA960...0xA97F,  // Hangul extended A
    0xAC00...0xD7A3,  // Hangul syllables
    0xF900...0xFAFF,  // CJK compatibility ideographs
    0xFE10...0xFE19,  // vertical forms
    0xFE30...0xFE6F,  // CJK compatibility and small forms
    0xFF00...0xFF60,  // full-width forms
    0xFFE0...0xFFE6,  // full-width signs
    0x16FE0...0x18CFF,  // Tangut and Khitan
    0x1AFF0...0x1B16F,  // kana supplements
    0x1F1E6...0x1F1FF,  // letters that make flags
    0x1F200...0x1F2FF,  // enclosed ideographs
    0x20000...0x3FFFD,  // CJK extensions B and later
]
