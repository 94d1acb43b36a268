import Testing

@testable import Memory

@Suite struct PhraseSetTests {
    let phrases = PhraseSet(["now", "at the moment", "at first", "d abord"], unspaced: ["现在"])

    @Test(arguments: [
        ("where now", true), ("at the moment", true), ("so at first it was", true),
        ("nowhere", false), ("at the", false), ("the moment at", false), ("", false),
        ("d abord oui", true), ("first", false),
    ])
    func `a phrase is found as whole words in their order`(_ pair: (String, Bool)) {
        let words = pair.0.split(separator: " ").map(String.init)
        #expect(phrases.isIn(pair.0, words) == pair.1)
    }

    @Test func `what has no spaces is found within a word`() {
        #expect(phrases.isIn("她现在住在哪里", ["她现在住在哪里"]))
        #expect(!phrases.isIn("她住在哪里", ["她住在哪里"]))
    }
}
