import Testing

@testable import Arguments

@Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("ｆ", 2), ("한글", 4), ("😀", 2),
    ("👩‍👩‍👧", 2), ("❤️", 2), ("❤", 1), ("🇨🇭", 2), ("a\u{200B}b", 2), ("\u{1B}", 0), ("–…→", 3),
    ("ﾊﾝ", 2), ("\u{200D}", 0), ("नि", 1),
])
func widthIsWhatATerminalShows(text: String, width: Int) {
    #expect(displayWidth(text) == width)
}

@Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("one  two", 80, ["one two"]), ("", 5, [""]),
    ("a\n\nb", 5, ["a", "", "b"]), ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
    ("日本語 日本", 5, ["日本", "語", "日本"]), ("日本", 1, ["日", "本"]), ("x abcd", 4, ["x", "abcd"]),
    ("   lead", 10, ["lead"]),
])
func textIsWrappedByDisplayWidth(text: String, width: Int, lines: [String]) {
    #expect(wrap(text, width: width) == lines)
}

@Test(arguments: [
    ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("limit", "limt", 1), ("ab", "ba", 1),
    ("recall", "recall", 0), ("abc", "ca", 3),
])
func editDistanceCountsSwapsAsOne(first: String, second: String, distance: Int) {
    #expect(editDistance(first, second) == distance)
    #expect(editDistance(second, first) == distance)
}

@Test func onlyWhatIsNearIsSuggested() {
    let words = ["recall", "remember", "sleep", "serve", "status"]
    #expect(nearest(to: "recal", among: words) == "recall")
    #expect(nearest(to: "rem", among: words) == "remember")
    #expect(nearest(to: "s", among: words) == nil)
    #expect(nearest(to: "banana", among: words) == nil)
    #expect(nearest(to: "", among: words) == nil)
}
