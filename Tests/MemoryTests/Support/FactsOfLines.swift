import DuckDB

@testable import Memory

extension TemporaryHome {
    /// What one sleep takes for facts of some lines, each told in a session of its own.
    static func facts(_ lines: [(speaker: String, text: String)]) throws -> [String] {
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
}
