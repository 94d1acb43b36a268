enum QuestionEnd {
    /// Whether a text ends by asking; a closing remark in brackets and closing quotes do not count.
    static func isSeen(in text: String) -> Bool {
        var rest = text[...]
        func trimEnd() {
            while let last = rest.last, last.isWhitespace || "\"'’”)".contains(last) {
                rest = rest.dropLast()
            }
        }
        trimEnd()
        if rest.last == "]", let open = rest.lastIndex(of: "[") {
            rest = rest[..<open]
            trimEnd()
        }
        return rest.last.map("?？؟".contains) ?? false
    }
}
