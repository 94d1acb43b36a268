/// The lines of a statement around the place where it failed.
enum SQLExcerpt {
    /// A place in a text: line and column from 1.
    struct Position: Equatable {
        var line: Int
        var column: Int?
    }

    /// The line DuckDB names in `LINE n:` of its message with the column of its caret.
    ///
    /// - Parameter statement: what ran. DuckDB shows a part of a long line, whose place is then
    ///   looked for there.
    static func position(in message: String, statement: String = "") -> Position? {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.hasPrefix("LINE ") {
            let digits = line.dropFirst(5).prefix(while: \.isNumber)
            let rest = line.dropFirst(5 + digits.count)
            guard let number = Int(digits), rest.hasPrefix(":") else { continue }
            var position = Position(line: number)
            guard index + 1 < lines.count, let caret = lines[index + 1].firstIndex(of: "^") else {
                return position
            }
            let offset = lines[index + 1].distance(from: lines[index + 1].startIndex, to: caret)
            // From the first letter after "LINE n: ".
            let place = offset - (5 + digits.count + 2)
            if place < 0 { return position }
            let shown = String(rest.dropFirst(2))
            if shown.hasPrefix("...") {
                position.column = column(of: shown, place, in: statement, line: number)
            } else {
                position.column = place + 1
            }
            return position
        }
        return nil
    }

    /// The column in the statement's line of a place in the part of it that is shown.
    private static func column(
        of shown: String, _ place: Int, in statement: String, line: Int
    ) -> Int? {
        let lines = statement.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(line - 1) else { return nil }
        var part = shown.dropFirst(3)
        if part.hasSuffix("...") { part = part.dropLast(3) }
        guard !part.isEmpty, let range = lines[line - 1].firstRange(of: part) else { return nil }
        let start = lines[line - 1].distance(
            from: lines[line - 1].startIndex, to: range.lowerBound)
        return start + place - 3 + 1
    }

    /// The first line of DuckDB's message, without the quoted statement below it.
    static func headline(of message: String) -> String {
        var lines: [Substring] = []
        for line in message.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("LINE ") { break }
            lines.append(line)
        }
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// `text`'s lines from two before to two after `line`, numbered, `line` marked, with a caret
    /// below the column. Of long lines the part around the caret is shown.
    static func around(
        _ line: Int, column: Int? = nil, in text: String, context: Int = 2, width: Int = 68
    ) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard line >= 1, line <= lines.count else { return nil }
        let first = max(1, line - context)
        let last = min(lines.count, line + context)
        let digits = String(last).count
        var shown: [String] = []
        for number in first...last {
            let label = String(number)
            let padding = String(repeating: " ", count: digits - label.count)
            let head = "  \(number == line ? ">" : " ") \(padding)\(label) | "
            let own = number == line ? column : nil
            let (part, start) = window(lines[number - 1], around: own, width: width)
            shown.append(head + part)
            guard let own, own >= 1 else { continue }
            let blanks = part.prefix(max(own - 1 - start, 0)).map { $0 == "\t" ? "\t" : " " }
            shown.append(
                "    \(String(repeating: " ", count: digits)) | " + blanks.joined() + "^")
        }
        return shown.joined(separator: "\n")
    }

    /// At most `width` letters of a line, those around a column; and how many stand before.
    private static func window(
        _ line: Substring, around column: Int?, width: Int
    ) -> (text: String, start: Int) {
        if line.count <= width { return (String(line), 0) }
        let start = max(0, min((column ?? 1) - 1 - width / 2, line.count - width))
        return (String(line.dropFirst(start).prefix(width)), start)
    }
}
