import Testing

@testable import Memory

@Suite struct IdiomTests {
    @Test func whatWordsSayOnlyTogetherIsNotLookedFor() {
        let left = { (text: String) in Idioms.left(outOf: text).split(separator: " ") }
        #expect(left("Which animal kept getting in the way?") == ["Which", "animal", "getting"])
        #expect(left("Which way did she go?") == ["Which", "way", "did", "she", "go?"])
        #expect(left("Who kept the keys?") == ["Who", "kept", "the", "keys?"])
    }
}
