/// Breaks a text into lines of at most `width` columns.
///
/// Breaks fall at spaces; a word wider than a line is cut. Line breaks in the text are kept, and
/// runs of spaces inside a line become one. An empty text gives one empty line.
///
/// - Precondition: `width` is positive.
public func wrap(_ text: String, width: Int) -> [String] {
    precondition(width > 0, "a line needs at least one column")
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
        var line = ""
        var used = 0
        for word in paragraph.split(whereSeparator: \.isWhitespace) {
            var word = word
            var needed = displayWidth(word)
            if used > 0, used + 1 + needed <= width {
                line += " " + word
                used += 1 + needed
                continue
            }
            if used > 0 { lines.append(line) }
            while needed > width {
                let cut = head(of: word, width: width)
                if cut.endIndex == word.endIndex { break }
                lines.append(String(cut))
                word = word.dropFirst(cut.count)
                needed = displayWidth(word)
            }
            line = String(word)
            used = needed
        }
        lines.append(line)
    }
    return lines
}

/// The longest beginning that fits, at least one character.
private func head(of word: Substring, width: Int) -> Substring {
    var used = 0
    var end = word.startIndex
    while end < word.endIndex {
        used += displayWidth(word[end])
        if used > width, end > word.startIndex { break }
        word.formIndex(after: &end)
    }
    return word[..<end]
}
