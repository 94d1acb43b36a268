import DuckDB
import Testing

@testable import Memory

/// "Note: I live in Porto" is its speaker's word; "Bob: I live in Porto" is Bob's.
@Suite struct LabelTests {
    private func facts(_ lines: [(speaker: String, text: String)]) throws -> [String] {
        let engine = try TemporaryHome(now: "2026-05-04T08:00:00Z").open()
        for (number, line) in lines.enumerated() {
            var draft = try MemoryDraft(line.text, at: "2026-05-03T08:00:00Z", by: line.speaker)
            draft.sessionID = "session \(number)"
            _ = try engine.remember(draft)
        }
        _ = try engine.sleep(SleepRequest())
        return try engine.values(
            "SELECT concat_ws(' ', subject, predicate, \"value\") FROM facts_current ORDER BY ALL")
    }

    @Test func whatStandsBehindALabelIsTheSpeakersWord() throws {
        let labels = [
            "Note", "Todo", "TODO", "Warning", "PS", "P.S.", "Brag", "Update", "Reminder",
            "Confession", "**Announcement**", "- Monday", "Fun Fact", "Hinweis", "Ankündigung",
            "Remarque", "Nota", "Novità",
        ]
        let told = labels.enumerated().map { (speaker: "P\($0)", text: "\($1): I live in Porto") }
        let believed = try facts(told)
        #expect(Set(believed) == Set(told.map { "\($0.speaker) lives_in Porto" }))
    }

    @Test func whatAnotherSaysInAChatLogIsNot() throws {
        let believed = try facts([
            ("Ada", "Mallory: I live in Paris"),
            ("Ada", "Ann: hello\nBob: I work at Acme\nAnn: really?"),
            ("Ada", "user: I moved to Rome"),
        ])
        #expect(believed == [])
    }

    @Test func onesOwnNameBeforeOnesWordsChangesNothing() throws {
        #expect(try facts([("Eve", "Eve: I live in Oslo")]) == ["Eve lives_in Oslo"])
    }

    @Test func severalLabelsInOneTextHideNothing() throws {
        let believed = try facts([("Hal", "Warning: I live in Basel\nUpdate: I work at Roche")])
        #expect(believed == ["Hal lives_in Basel", "Hal works_at Roche"])
    }
}
