import Foundation
import Testing

@testable import Memory

/// Which of the memories about the same thing comes first.
@Suite struct WhatIsTrueNowTests {
    /// Two sets of scenarios in which something changes, one of them held back while the weights
    /// were chosen; what is measured is written in docs/decisions/what-is-true-now.md.
    @Test(arguments: [
        ("changes-a", 0.85), ("changes-b", 0.75), ("changes-c", 0.75), ("changes-d", 0.65),
    ])
    func theRightOneIsFirstMostly(_ name: String, _ least: Double) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/\(name).json")
        let engine = try TemporaryHome(now: "2026-01-01").open(model: true)
        let report = try ChangesBenchmark(file: file, engine: engine).run(sleep: nil)
        let all = try #require(report.counts["alone"]?["all"])
        #expect(
            Double(all.first) >= least * Double(all.questions),
            "\(all.first) of \(all.questions): \(report.misses)")
    }

    /// A theory that the question finds by its words is answered by what takes it back, which has
    /// none of them.
    @Test func aReasonThatWasTakenBackGivesWayToTheRealOne() throws {
        let engine = try told([
            ("2025-03-02", "The lamp in the porch flickers every evening."),
            ("2025-03-04", "Theory: a damp fuse makes the porch lamp flicker."),
            (
                "2025-03-10",
                "The flickering porch lamp annoys the neighbours, because it is bright."
            ),
            (
                "2025-03-31",
                "Forget the damp fuse theory, I'll retire that: the cause is a loose screw."
            ),
            ("2025-04-02", "Bought a second ladder."),
        ])
        let found = try first("What was really behind the flickering porch lamp?", engine)
        #expect(found?.memory.content.contains("loose screw") == true)
    }

    /// Later words on a price that name none are no later price; that it costs nothing is one.
    @Test(arguments: [
        (["Nobody knows what the Alpenblick cabin costs in summer"], "140"),
        (["Leah wondered what the Alpenblick cabin costs"], "140"),
        (
            ["We never asked what the Alpenblick cabin costs", "Is the Alpenblick cabin dear?"],
            "140"
        ),
        (["The Alpenblick cabin costs 165 euros a night now", "Ole asked what it costs"], "165"),
        (["The Alpenblick cabin costs nothing now, it is free for members"], "nothing"),
    ]) func aPriceIsAnsweredByWhatNamesOne(_ later: [String], _ answer: String) throws {
        let engine = try told(
            [
                ("2025-03-02", "The Alpenblick cabin costs 140 euros a night"),
                ("2025-03-05", "We packed the skis and the sledge for the cabin"),
                ("2025-04-03", "The train to Innsbruck is 39 euros"),
            ] + later.enumerated().map { ("2025-05-0\($0.offset + 1)", $0.element) })
        for question in [
            "What does the Alpenblick cabin cost?", "How much is the Alpenblick cabin?",
            "What is the price of the Alpenblick cabin now?",
        ] {
            let found = try first(question, engine)?.memory.content
            #expect(found?.contains(answer) == true, "\(question): \(found ?? "nothing")")
        }
    }

    private func told(_ lines: [(String, String)]) throws -> MemoryEngine {
        let engine = try TemporaryHome(now: "2026-01-01").open(model: true)
        for (at, text) in lines {
            var draft = try MemoryDraft(text, at: at)
            draft.speaker = "Ana"
            _ = try engine.remember(draft)
        }
        return engine
    }

    private func first(_ question: String, _ engine: MemoryEngine, asOf: Moment? = nil) throws
        -> RecallResult?
    {
        var options = RecallOptions(namespace: "default")
        options.asOf = asOf
        return try engine.recall(question, options: options).results.first
    }

    /// Without the embedding model, too, which then says nothing of how near they are.
    @Test(arguments: [true, false]) func whatHasNothingToDoWithAWordDoesNotAnswerIt(
        _ model: Bool
    ) throws {
        let engine = try TemporaryHome(now: "2026-01-01").open(model: model)
        for (day, text) in [
            "I moved to Lisbon in May and love the tram",
            "The boiler was repaired by Mr Kowalski for 240 euros",
            "We had dinner at the Thai place near the harbour",
            "Meeting moved to Thursday at ten",
        ].enumerated() {
            var draft = try MemoryDraft(text, at: "2025-07-0\(day + 1)")
            draft.speaker = day == 0 ? "Ana" : "Ben"
            _ = try engine.remember(draft)
        }
        for (question, wanted) in [
            ("lisbon", "I moved"), ("boiler", "The boiler"), ("Kowalski", "The boiler"),
            ("who repaired the boiler", "The boiler"), ("dinner", "We had dinner"),
        ] {
            let answer = try engine.recall(question, options: RecallOptions(namespace: "default"))
            #expect(answer.results.first?.memory.content.hasPrefix(wanted) == true, "\(question)")
            #expect(answer.results.first?.supersededBy == nil)
            #expect(answer.likelihood > 0.25, "\(question)")
        }
        let answer = try engine.recall(
            "what is the capital of Mongolia", options: RecallOptions(namespace: "default"))
        #expect(answer.likelihood < 0.25)
    }

    /// Two memories and nothing else: the smallest home there is.
    @Test(arguments: [
        ("Ada likes tea", "Bob likes milk", ["tea", "Ada", "Who likes tea?", "Ada's drink"]),
        ("Bob likes milk", "Ada likes tea", ["milk", "Bob", "Who likes milk?"]),
        (
            "the door code is 4411", "the wifi password is hunter2",
            ["door code", "code", "What is the door code?", "What's the code of the door?"]
        ),
        (
            "Ada moved to Lisbon", "Bob moved to Porto",
            ["Lisbon", "Ada", "Where does Ada live now?"]
        ),
    ]) func whatHasTheWordIsNotBehindWhatIsLaterAndHasNot(
        _ asked: String, _ later: String, _ questions: [String]
    ) throws {
        let engine = try TemporaryHome(now: "2026-01-01").open(model: true)
        _ = try engine.remember(try MemoryDraft(asked, at: "2025-07-01T10:00:00Z"))
        _ = try engine.remember(try MemoryDraft(later, at: "2025-07-01T10:00:01Z"))
        for question in questions {
            let answer = try engine.recall(question, options: RecallOptions(namespace: "default"))
            #expect(answer.results.first?.memory.content == asked, "\(question)")
        }
    }

    /// A later word on the same thing need not have all of the question's words.
    @Test func aLaterWordOnTheSameThingStillComesFirst() throws {
        let engine = try TemporaryHome(now: "2026-01-01").open(model: true)
        _ = try engine.remember(try MemoryDraft("the door code is 4411", at: "2025-07-01"))
        _ = try engine.remember(
            try MemoryDraft("they changed the code to 5522", at: "2025-08-01"))
        let answer = try engine.recall(
            "What is the door code?", options: RecallOptions(namespace: "default"))
        #expect(answer.results.first?.memory.content == "they changed the code to 5522")
    }

    @Test func whatHoldsComesFirstNowAndWhatHeldThenAsOfThen() throws {
        let engine = try told([
            ("2025-01-05", "I live in Porto, in a flat over a bar."),
            ("2025-03-05", "If I lived in Madrid I would never sleep."),
            ("2025-06-05", "We moved to Braga, the boxes are everywhere."),
        ])
        var options = RecallOptions(namespace: "default")
        let now = try engine.recall("Where does Ana live now?", options: options)
        #expect(now.results.first?.memory.content.contains("Braga") == true)
        options.asOf = MomentParser(now: engine.now, zone: .gmt).parse("2025-04-01")
        let then = try engine.recall("Where does Ana live?", options: options)
        #expect(then.results.first?.memory.content.contains("Porto") == true)
        #expect(then.results.allSatisfy { $0.supersededBy == nil })
        let before = try first("Where did Ana live before Braga?", engine)
        #expect(before?.memory.content.contains("Porto") == true)
    }

    @Test func aCorrectionComesBeforeWhatItTakesBack() throws {
        let engine = try told([
            ("2025-01-05", "The plumber comes on 3 May."),
            ("2025-01-05T12:00", "No, sorry, it was 13 May."),
        ])
        #expect(
            try first("When does the plumber come?", engine)?.memory.content.contains("13") == true)
    }

    @Test func whatIsOfSomebodyElseDoesNotWinForBeingLater() throws {
        let engine = try TemporaryHome(now: "2026-01-01").open(model: true)
        for (at, text) in [
            ("2025-01-05", "Anouk is allergic to strawberries."),
            ("2025-03-05", "Hamid is allergic to walnuts now."),
            ("2025-06-05", "The new colleague is allergic to paint."),
        ] { _ = try engine.remember(MemoryDraft(text, at: at)) }
        #expect(
            try first("What is Anouk allergic to?", engine)?.memory.content.contains("Anouk")
                == true)
    }

    @Test func aLongMemoryIsReadWhereItWasFound() throws {
        let engine = try TemporaryHome(now: "2026-01-01").open(model: true)
        let filler = String(
            repeating: "The committee talked at length about the drainage of the field. ", count: 60
        )
        _ = try engine.remember(
            MemoryDraft(filler + "The rent of the mill is 900. " + filler, at: "2025-01-05"))
        _ = try engine.remember(
            MemoryDraft(
                filler + "The rent of the mill went up to 950, from June on. " + filler,
                at: "2025-06-05"))
        let found = try first("How much is the rent of the mill now?", engine)
        #expect(found?.passage?.text.contains("950") == true)
    }

    @Test func theReasonsStillAddUpToTheScoreAndScoresDescend() throws {
        let engine = try told([
            ("2025-01-05", "The rent is 900."), ("2025-06-05", "The rent goes up to 950 in July."),
            ("2025-07-05", "The window is broken."),
        ])
        for question in ["How much is the rent now?", "How much was the rent at first?", "rent"] {
            let results = try engine.recall(
                question, options: RecallOptions(namespace: "default")
            ).results
            #expect(results.count == 3)
            #expect(results.map(\.score) == results.map(\.score).sorted(by: >))
            for result in results {
                let sum = result.reasons.reduce(0) { $0 + $1.weight }
                #expect(abs(sum - result.score) < 1e-4)
            }
        }
    }
}
