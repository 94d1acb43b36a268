/// A statement as others may see it.
enum SQLText {
    /// On one line, without comments and the values between quotes, cut.
    static func shown(_ sql: String) -> String {
        // In one pass: what looks like a comment inside a text is none, and the other way round.
        let text = String(sql.prefix(longest)).replacing(
            /(?s)"(?:[^"]|"")*"|--[^\n]*|\/\*.*?(?:\*\/|$)|[eE]'(?:\\.|[^'\\]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|\$(\w*)\$.*?(?:\$\1\$|$)/
        ) { part in
            switch part.output.0.first {
            case "\"": String(part.output.0)
            case "-", "/": " "
            default: "'…'"
            }
        }
        return truncated(singleLine(text), to: 80)
    }

    /// No more than this is looked at: it is cut anyway.
    private static let longest = 2000
}
