import Testing

@testable import Memory

/// "Note: I live in Porto" is its speaker's word; "Bob: I live in Porto" is Bob's.
@Suite struct LabelTests {
    @Test func whatStandsBehindALabelIsTheSpeakersWord() throws {
        let labels = [
            "Note", "Todo", "TODO", "Warning", "PS", "P.S.", "Brag", "Update", "Reminder",
            "Confession", "**Announcement**", "- Monday", "Fun Fact", "Hinweis", "Ankündigung",
            "Remarque", "Nota", "Novità",
        ]
        let told = labels.enumerated().map { (speaker: "P\($0)", text: "\($1): I live in Porto") }
        let believed = try TemporaryHome.facts(told)
        #expect(Set(believed) == Set(told.map { "\($0.speaker) lives_in Porto" }))
    }

    @Test func whatAnotherSaysInAChatLogIsNot() throws {
        let believed = try TemporaryHome.facts([
            ("Ada", "Mallory: I live in Paris"),
            ("Ada", "Ann: hello\nBob: I work at Acme\nAnn: really?"),
            ("Ada", "user: I moved to Rome"),
        ])
        #expect(believed == [])
    }

    @Test func onesOwnNameBeforeOnesWordsChangesNothing() throws {
        #expect(try TemporaryHome.facts([("Eve", "Eve: I live in Oslo")]) == ["Eve lives_in Oslo"])
    }

    @Test func severalLabelsInOneTextHideNothing() throws {
        let believed = try TemporaryHome.facts([
            ("Hal", "Warning: I live in Basel\nUpdate: I work at Roche")
        ])
        #expect(believed == ["Hal lives_in Basel", "Hal works_at Roche"])
    }
}
