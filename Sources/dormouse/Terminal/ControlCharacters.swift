/// A text in which nothing can act on a terminal: control characters are shown as pictures (`␛` for
/// ESC), those beyond ASCII and overrides of the writing direction as `�`. Line breaks and tabs are
/// kept.
func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { picture(of: $0) != nil }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(picture(of: scalar) ?? scalar) }
    return String(result)
}

/// The text on one line: every run of white space becomes one space, and nothing can act on a
/// terminal.
func singleLine(_ text: String) -> String {
    harmless(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
}

private func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x09, 0x0A: nil
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value)
    case 0x7F: "␡"
    // C1 controls, of which 0x9B begins a control sequence, and direction overrides, which would
    // show a text in another order than it has.
    case 0x80..<0xA0, 0x202D, 0x202E: "\u{FFFD}"
    default: nil
    }
}
