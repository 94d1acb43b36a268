import Testing

@testable import Memory

@Suite struct NamedSpeakersTests {
    private static let speakers = [
        "Ada Ünal", "Ben", "Will", "Melanie", "user", "Assistant", "Al", "Jo", "Joanna", "Joan",
    ]

    private func named(_ question: String) -> NamedSpeakers {
        NamedSpeakers(in: question, speakers: Self.speakers)
    }

    @Test(arguments: [
        ("What is Ada's plan?", [0]), ("What did Ada Ünal say?", [0]), ("what did UNAL say?", [0]),
        ("Ada and Ben?", [0, 1]), ("what does ben want", [1]), ("What does ben want?", []),
        ("What did Will say?", [2]), ("Will Ben come?", [1]), ("when will ben come", [1]),
        ("What about Mel?", [3]), ("What about Mela?", [3]), ("Mel is late", []), ("About Me?", []),
        ("What did User say?", []), ("Ask the Assistant", []), ("What did Al do?", [6]),
        ("What of Joa?", []), ("What of Jo?", [7]), ("Who is Bob?", []), ("", []), ("?!", []),
        ("What is Adamant?", []),
    ])
    func thoseWhomAQuestionNamesAreFound(_ question: String, _ numbers: [Int32]) {
        #expect(named(question).numbers == Set(numbers))
    }

    @Test(arguments: [
        ("What is Ada's plan?", "What is my plan?"), ("What is Ada’s plan?", "What is my plan?"),
        ("What did Ada Ünal buy?", "What did I buy?"),
        ("What is Ada  Ünal's plan?", "What is my plan?"),
        ("When did Ben go to Paris?", "When did I go to Paris?"),
        ("when did ben's dog run", "when did my dog run"),
        ("Did Ada meet Ben?", "Did I meet I?"), ("Ada!", "Ada!"), ("Ada Ben", "Ada Ben"),
        ("Who is Bob?", "Who is Bob?"), ("Is it Ben'sx hat?", "Is it I'sx hat?"),
        ("Where does Mel live?", "Where does I live?"), ("Ben", "Ben"),
    ])
    func theQuestionIsPutAsThePersonWouldPutIt(_ question: String, _ expected: String) {
        #expect(
            named(question).firstPerson { text in text.contains(where: \.isLetter) } == expected)
    }

    @Test func aSharedFirstNameNamesBoth() {
        let both = NamedSpeakers(in: "What did Ada say?", speakers: ["Ada Smith", "Ada Jones"])
        #expect(both.numbers == [0, 1])
    }

    @Test(arguments: [
        "", " ", "'", "🦔", "\u{0}", "A", "…", "李", String(repeating: "x", count: 5000),
    ])
    func anyNameIsHarmless(_ speaker: String) {
        let question = "What does \(speaker) want, A 李 🦔?"
        let named = NamedSpeakers(in: question, speakers: [speaker])
        _ = named.firstPerson { _ in true }
    }

    @Test func nobodyIsNamedWhereNobodySpoke() {
        #expect(NamedSpeakers(in: "What did Ada say?", speakers: []).numbers.isEmpty)
    }
}
