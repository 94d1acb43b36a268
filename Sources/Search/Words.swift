/// The words of a text, for whoever needs them as strings.
public enum Words {
    /// The words as the index sees them before stemming: lower case, without accents.
    public static func folded(_ text: String) -> [String] {
        var words: [String] = []
        WordSplitter.forEachWord(in: text) { words.append(String(decoding: $0, as: UTF8.self)) }
        return words
    }

    /// Where the runs of letters and digits stand.
    public static func ranges(in text: String) -> [Range<String.Index>] {
        var ranges: [Range<String.Index>] = []
        var start: String.Index?
        for at in text.indices {
            if text[at].isLetter || text[at].isNumber {
                start = start ?? at
            } else if let from = start {
                ranges.append(from..<at)
                start = nil
            }
        }
        if let start { ranges.append(start..<text.endIndex) }
        return ranges
    }
}
