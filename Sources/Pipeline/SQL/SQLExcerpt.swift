/// The lines of a statement around the place where it failed.
enum SQLExcerpt {
    /// The line DuckDB names in `LINE n:` of its message, from 1, with the column of its caret.
    static func position(in message: String) -> (line: Int, column: Int?)? {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.hasPrefix("LINE ") {
            let digits = line.dropFirst(5).prefix(while: \.isNumber)
            let rest = line.dropFirst(5 + digits.count)
            guard let number = Int(digits), rest.hasPrefix(":") else { continue }
            var column: Int?
            if index + 1 < lines.count, let caret = lines[index + 1].firstIndex(of: "^"),
                // DuckDB shortens long lines, and the caret then counts from the cut.
                !rest.hasPrefix(": ...")
            {
                let offset = lines[index + 1].distance(
                    from: lines[index + 1].startIndex, to: caret)
                column = max(1, offset - (5 + digits.count + 2) + 1)
            }
            return (number, column)
        }
        return nil
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

    /// `sql`'s lines from two before to two after `line`, numbered, `line` marked.
    static func around(_ line: Int, in sql: String, context: Int = 2) -> String? {
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
        guard line >= 1, line <= lines.count else { return nil }
        let first = max(1, line - context)
        let last = min(lines.count, line + context)
        let width = String(last).count
        return (first...last).map { number in
            let label = String(number)
            let padding = String(repeating: " ", count: width - label.count)
            let text = lines[number - 1].prefix(160)
            return "  \(number == line ? ">" : " ") \(padding)\(label) | \(text)"
        }.joined(separator: "\n")
    }
}
