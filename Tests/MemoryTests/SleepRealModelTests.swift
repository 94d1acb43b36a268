import DuckDB
import Foundation
import LanguageModels
import ModelServerTestSupport
import Testing

@testable import Memory

/// Sleep with a real server and a small real model (135 million parameters), over memories that it
/// is able to read. Temperature and seed are 0.
@Suite(
    .serialized,
    .enabled(
        if: RealModelServer.isInstalled, "no model here; scripts/install-model-server gets one"))
struct SleepRealModelTests {
    private static let texts = [
        "I am allergic to penicillin.",
        "Bertil lives at the Glebe Allotments.",
        "I work at the harbour office in Lowmouth.",
        "Gerald the lemon tree has four leaves left.",
    ]

    @Test func ofEachKindSomethingASmallModelSaysPassesTheChecks() async throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z")
        let server = try RealModelServer.running.get()
        try await blocking {
            let engine = try home.open(functions: try server.functions())
            for (day, text) in Self.texts.enumerated() {
                _ = try engine.remember(
                    try MemoryDraft(text, at: "2026-03-0\(day + 1)T09:00:00Z", by: "Nell"))
            }
            // One conversation, and one topic in three of them.
            for day in 5...7 {
                for (minute, text) in [
                    "We want to sell the first Thimble to a grower in April, day \(day).",
                    "I fixed the firmware of the Thimble this morning. The box needs a label.",
                ].enumerated() {
                    _ = try engine.remember(
                        try MemoryDraft(
                            text, at: "2026-03-0\(day)T09:0\(minute):00Z", by: "Mara",
                            session: "day \(day)"))
                }
            }
            var request = SleepRequest()
            request.modelDeadline = .seconds(540)
            let report = try engine.sleep(request)
            // So few memories need not make a semantic one.
            for part in report.asking.parts where part.question != .semantic {
                #expect(part.questions > 0, "\(part.question)")
                #expect(part.believed > 0, "\(part)")
            }
            // What is believed of a fact stands in its memory, word for word. Case and punctuation
            // of the value are the model's own, and differ from one processor to the next.
            let facts = try engine.connection.query(
                """
                SELECT m.content, c.quote, c."value"
                FROM fact_claims AS c JOIN source_memories.memory AS m ON m.id = c.memory_id
                WHERE c.reason IS NULL
                """)
            #expect(facts.rowCount > 0)
            for fact in facts.rows {
                let texts = fact.values.compactMap(\.stringValue)
                #expect(Self.says(texts[0], texts[1]) && Self.says(texts[1], texts[2]), "\(texts)")
            }
        }
    }
    /// Whether the words of `part` stand one after the other in `whole`.
    private static func says(_ whole: String, _ part: String) -> Bool {
        func words(_ text: String) -> [String] {
            text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        }
        return !words(part).isEmpty && words(whole).contains(words(part))
    }
}
