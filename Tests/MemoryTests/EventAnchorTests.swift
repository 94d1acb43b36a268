import Foundation
import Testing

@testable import Memory

/// "Three weeks before the flood": when the flood was, the memories know.
@Suite struct EventAnchorTests {
    @Test(
        arguments: [
            ("What did we order three weeks before the flood?", "the flood", -21),
            ("What happened two days after Olga's wedding?", "Olga's wedding", 2),
            ("the month? a week after the launch party who called?", "the launch party", 7),
            ("Was geschah zwei Wochen vor dem Hochwasser?", "Hochwasser", -14),
            ("¿Qué pasó tres días después de la boda?", "la boda", 3),
            ("Qu'avons-nous fait deux semaines avant le déménagement ?", "le déménagement", -14),
        ] as [(String, String, Int)])
    func aStretchBeforeOrAfterAnEventIsRead(_ question: String, _ event: String, _ days: Int) {
        let anchor = EventAnchor(in: question)
        #expect(anchor?.event == event)
        #expect(anchor?.days == days)
    }

    @Test(arguments: [
        "What was there before the flood?", "What happened three weeks ago?", "before the weeks",
        "How many days after?",
    ])
    func withoutAStretchOrAnEventThereIsNone(_ question: String) {
        #expect(EventAnchor(in: question) == nil)
    }

    @Test func theDaysAreCountedFromWhatWasTold() throws {
        let engine = try TemporaryHome(now: "2026-05-04T08:00:00Z").open(model: true)
        for (text, at) in [
            ("Ordered twelve sandbags.", "2026-03-01T08:00:00Z"),
            ("Ordered a new carpet.", "2026-03-20T08:00:00Z"),
            ("Ordered buckets and mops.", "2026-04-10T08:00:00Z"),
            ("The flood came in the night.", "2026-04-12T08:00:00Z"),
        ] { _ = try engine.remember(try MemoryDraft(text, at: at)) }
        let answer = try engine.recall(
            "What was ordered three weeks before the flood?",
            options: RecallOptions(namespace: "default"))
        #expect(answer.results.first?.memory.content == "Ordered a new carpet.")
        #expect(answer.window?.words == "three weeks before the flood")
    }
}
