import Testing

@testable import Search

@Suite struct InvertedIndexTests {
    private func index(_ texts: String...) -> InvertedIndex {
        var index = InvertedIndex()
        for text in texts { index.add(text) }
        return index
    }

    @Test func formsOfOneWordMeetInOneTerm() {
        let index = index("She runs every day", "He is running", "A run of luck", "Walking")
        let term = index.vocabulary.lookUp("runs")[0].number
        #expect(term.map { index.postings(of: $0).map(\.document) } == [0, 1, 2])
    }

    @Test func repeatedTermsAreCounted() throws {
        let index = index("tea tea coffee tea")
        let term = try #require(index.vocabulary.lookUp("tea")[0].number)
        #expect(index.postings(of: term) == [.init(document: 0, count: 3)])
        #expect(index.lengths == [4])
    }

    @Test func rarityFollowsTheFormulaWorkedByHand() throws {
        let index = index("apple", "apple pear", "plum", "fig")
        let term = try #require(index.vocabulary.lookUp("apple")[0].number)
        // ln(1 + (4 − 2 + 0.5) / (2 + 0.5)) = ln 2
        #expect(abs(index.inverseDocumentFrequency(of: term) - 0.693_147_2) < 1e-6)
    }

    @Test func aTextOfStopWordsHasLengthZero() {
        let index = index("and what was it", "")
        #expect(index.lengths == [0, 0])
        #expect(index.averageLength == 1)
    }

    @Test func aWordNoTextHoldsHasNoNumber() {
        #expect(index("tea").vocabulary.lookUp("coffee")[0].number == nil)
    }
}

@Suite struct WordSplitterTests {
    @Test(arguments: [
        ("Hello, World-wide 42nd!", ["hello", "world", "wide", "42nd"]),
        ("Crème brûlée à Zürich", ["creme", "brulee", "a", "zurich"]),
        ("ﬁne ＡＢＣ", ["fine", "abc"]),
        ("昨日東京へ", ["昨日", "日東", "東京", "京へ"]),
        ("茶", ["茶"]),
        ("Straße ΣΊΣΥΦΟΣ Σίσυφος", ["straße", "σισυφοσ", "σισυφοσ"]),
        ("a\u{0}b\u{1b}[31mc", ["a", "b", "31mc"]),
        ("👩 party 🎉", ["👩", "party", "🎉"]),
        ("", []),
    ])
    func textIsCutIntoFoldedWords(text: String, expected: [String]) {
        #expect(Words.folded(text) == expected)
    }

    @Test func asciiAndUnicodePathsAgreeOnASCII() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let text = String(
                (0..<40).map { _ in
                    Character(Unicode.Scalar(UInt8.random(in: 32...126, using: &random)))
                })
            // A letter beyond ASCII sends the text the other way.
            #expect(Words.folded(text) == Words.folded(text + " é").dropLast())
        }
    }

    @Test func anEndlessWordIsCut() {
        let words = Words.folded(String(repeating: "x", count: 100_000))
        #expect(words == [String(repeating: "x", count: 64)])
    }
}
