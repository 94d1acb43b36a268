import Foundation
import JSON
import Synchronization
import Testing

@testable import Memory

@Suite struct ExportTests {
    /// Exports, imports into an empty home, exports again.
    private func expectSameAfterAJourney(_ home: TemporaryHome, _ engine: MemoryEngine) throws {
        let first = try engine.exported()
        #expect(!first.isEmpty)
        let other = try TemporaryHome(now: "2030-01-01")
        let file = try other.write("export.jsonl", first.joined(separator: "\n") + "\n")
        let target = try other.open()
        let report = try target.take(file)
        #expect(report.stored == first.count)
        #expect(try target.exported() == first)
        #expect(try target.take(file).stored == 0)
        // And back where it came from: all of it is known.
        #expect(try engine.take(file).stored == 0)
    }

    @Test(arguments: StoreKind.available)
    func whatIsExportedComesBackByteForByte(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        try engine.take(Bootstrapped.journal)
        for question in ["hazelnuts", "Who is Gerald?", "Where is the pump?"] {
            _ = try engine.recall(question, options: RecallOptions(namespace: "default"))
            let moment = engine.now.adding(1)
            home.clock.withLock { $0 = moment }
        }
        try engine.flush()
        #expect(try engine.store.counts(namespace: nil, model: "x").accesses > 10)
        try expectSameAfterAJourney(home, engine)
    }

    @Test(arguments: StoreKind.available)
    func everyKindOfTimeSurvives(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        let note = try home.write("notes/a.md", "# One\nText.\n# Two\nMore.\n")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000.123456)],
            ofItemAtPath: note.path)
        try engine.take(note.deletingLastPathComponent())
        try engine.take(
            try home.write(
                "in.jsonl",
                """
                {"content": "undated", "session": "s"}
                {"content": "exact", "occurred_at": "2026-03-02T09:05:00.123456+01:00"}
                {"content": "old", "occurred_at": "0001-01-01", "metadata": {"b": 1, "a": [1.5, "x"]}}
                {"content": "far", "occurred_at": "9999-12-31T23:59:59.999999Z", "tags": ["a", "b"]}
                {"content": "elsewhere \\u0007 \\u2028 🦔 \\"", "namespace": "n ü", "k": {"": null}}
                """))
        _ = try engine.remember(try MemoryDraft("told now", by: "Ada"))
        try expectSameAfterAJourney(home, engine)
        let sources = try engine.all().map { "\($0.content.suffix(5)): \($0.timeSource)" }
        #expect(
            Set(sources) == [
                "Text.: inferred", "More.: inferred", "dated: unknown", "exact: stated",
                "old: stated",
                "far: stated", "\u{2028} 🦔 \": unknown", "d now: stated",
            ])
    }

    @Test(arguments: StoreKind.available)
    func everyLineIsOneObjectWithoutControlCharacters(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        _ = try engine.remember(try MemoryDraft("a\nb\r\n\u{1b}[31m\u{9b}31m\u{7f}\u{2028}"))
        let line = try #require(try engine.exported().first)
        #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        #expect(try JSON.parse(line)["content"] == "a\nb\r\n\u{1b}[31m\u{9b}31m\u{7f}\u{2028}")
    }
}
