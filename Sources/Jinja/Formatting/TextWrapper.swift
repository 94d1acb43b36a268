/// Breaks a line of text into lines of a width, as Python's `textwrap` does.
struct TextWrapper {
    var width: Int
    var breaksLongWords: Bool
    var breaksOnHyphens: Bool

    func wrap(_ line: String) -> [String] {
        var chunks: [[Unicode.Scalar]] = chunks(of: line).reversed()
        var lines: [String] = []
        while !chunks.isEmpty {
            var current: [[Unicode.Scalar]] = []
            var length = 0
            if isBlank(chunks[chunks.count - 1]), !lines.isEmpty { chunks.removeLast() }
            while let chunk = chunks.last, length + chunk.count <= width {
                current.append(chunk)
                length += chunk.count
                chunks.removeLast()
            }
            if let chunk = chunks.last, chunk.count > width {
                breakLong(&chunks, into: &current, room: width - length)
                length = current.reduce(0) { $0 + $1.count }
            }
            if let last = current.last, isBlank(last) { current.removeLast() }
            if !current.isEmpty {
                lines.append(String(String.UnicodeScalarView(current.joined())))
            }
        }
        return lines
    }

    private func isBlank(_ chunk: [Unicode.Scalar]) -> Bool {
        chunk.allSatisfy(PythonString.isSpace)
    }

    private func breakLong(
        _ chunks: inout [[Unicode.Scalar]], into current: inout [[Unicode.Scalar]], room: Int
    ) {
        let room = width < 1 ? 1 : room
        let chunk = chunks[chunks.count - 1]
        if breaksLongWords {
            var end = room
            if breaksOnHyphens, chunk.count > room,
                let hyphen = chunk.prefix(room).lastIndex(of: "-"), hyphen > 0,
                chunk[..<hyphen].contains(where: { $0 != "-" })
            {
                end = hyphen + 1
            }
            current.append(Array(chunk[..<end]))
            chunks[chunks.count - 1] = Array(chunk[end...])
        } else if current.isEmpty {
            current.append(chunk)
            chunks.removeLast()
        }
    }

    /// Words and runs of blanks; words are divided after hyphens between letters.
    private func chunks(of line: String) -> [[Unicode.Scalar]] {
        var chunks: [[Unicode.Scalar]] = []
        var current: [Unicode.Scalar] = []
        let scalars = Array(line.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            // Tabs and breaks count as blanks.
            let plain: Unicode.Scalar = PythonString.isSpace(scalar) ? " " : scalar
            if let last = current.last, (last == " ") != (plain == " ") {
                chunks.append(current)
                current = []
            }
            current.append(plain)
            if breaksOnHyphens, plain == "-", divides(scalars, at: index) {
                chunks.append(current)
                current = []
            }
        }
        if !current.isEmpty { chunks.append(current) }
        return chunks
    }

    /// Whether a word may be divided after the hyphen at an index: letters on both sides.
    private func divides(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        guard index >= 2, index + 2 < scalars.count else { return false }
        func isLetter(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "_" || scalar.properties.isAlphabetic
        }
        return isLetter(scalars[index - 1]) && PythonString.isWord(scalars[index - 2])
            && isLetter(scalars[index + 1]) && PythonString.isWord(scalars[index + 2])
    }
}
