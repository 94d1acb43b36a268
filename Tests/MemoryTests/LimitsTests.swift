import Foundation
import Testing

@testable import Memory

@Suite struct LimitsTests {
    private func refusal(_ change: (inout MemoryDraft) -> Void) throws -> MemoryError? {
        var draft = try MemoryDraft("fine", at: "2026-03-02")
        change(&draft)
        return memoryError { try draft.validate() }
    }

    @Test(arguments: ["", " ", "\n\t ", "\r\n", "\u{a0}\u{3000}"])
    func nothingIsNoMemory(_ content: String) throws {
        #expect(try refusal { $0.content = content }?.message.contains("empty") == true)
    }

    @Test(arguments: ["a\u{0}b", "\u{0}", "end\u{0}"])
    func aNULIsRefusedAndItsPlaceIsTold(_ content: String) throws {
        let place = Array(content.utf8).firstIndex(of: 0) ?? -1
        let error = try refusal { $0.content = content }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("NUL character at byte \(place),") == true)
    }

    @Test func aNULInAnyNameIsRefused() throws {
        #expect(try refusal { $0.role = "\u{0}" } != nil)
        #expect(try refusal { $0.speaker = "A\u{0}" } != nil)
        #expect(try refusal { $0.sessionID = "\u{0}" } != nil)
        #expect(try refusal { $0.context = "\u{0}" } != nil)
        #expect(try refusal { $0.tags = ["ok", "\u{0}"] } != nil)
        #expect(try refusal { $0.namespace = "\u{0}" } != nil)
    }

    @Test func sixteenMebibytesAreKeptAndAByteMoreIsNot() throws {
        #expect(try refusal { $0.content = String(repeating: "a", count: 16 << 20) } == nil)
        let error = try refusal { $0.content = String(repeating: "a", count: 16 << 20 | 1) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("16777217 bytes") == true)
        // Counted in bytes, not in characters.
        #expect(try refusal { $0.content = String(repeating: "é", count: 8 << 20 | 1) } != nil)
    }

    @Test(arguments: [
        "", "a\nb", "\u{1b}[31m", "\u{7f}", "\u{9b}", "\t", String(repeating: "é", count: 65),
    ])
    func aNamespaceOfNothingOrWithControlCharactersIsRefused(_ name: String) {
        #expect(memoryError { try MemoryDraft.validate(namespace: name) }?.code == .invalidInput)
    }

    @Test(arguments: [
        "default", "a b", "日本語", "'; DROP TABLE memory; --", "\"", "..", "a/b", "%", "🦔",
    ])
    func anyOtherNamespaceIsFine(_ name: String) throws {
        try MemoryDraft.validate(namespace: name)
    }

    @Test func namesTagsAndMetadataHaveTheirLimits() throws {
        #expect(try refusal { $0.speaker = String(repeating: "a", count: 1024) } == nil)
        #expect(try refusal { $0.speaker = String(repeating: "a", count: 1025) } != nil)
        #expect(try refusal { $0.tags = (0..<64).map(String.init) } == nil)
        #expect(try refusal { $0.tags = (0..<65).map(String.init) } != nil)
        #expect(try refusal { $0.tags = [""] } != nil)
        #expect(try refusal { $0.metadata = String(repeating: " ", count: 1 << 20 | 1) } != nil)
    }

    @Test func theContentIsNeverInAnError() throws {
        let secret = "xyzzy-secret"
        let error = try refusal { $0.content = secret + "\u{0}" }
        #expect(error?.message.contains(secret) == false)
    }

    @Test(arguments: [
        "'; DROP TABLE source_memories.memory; --", "\"; DELETE FROM memory; --", "$1 ? :name",
        "{{ ref('memory') }}", "%s%n", "\\'; --", "/* */ -- \n;", "ATTACH 'x' AS y",
    ])
    func sqlInContentAndNamesIsOnlyText(_ text: String) throws {
        let engine = try TemporaryHome().open()
        var draft = try MemoryDraft(text, at: "2026-03-02", in: String(text.filter { $0 != "\n" }))
        draft.speaker = text
        draft.sessionID = text
        draft.role = text
        draft.context = text
        draft.tags = [text]
        let id = try engine.remember(draft).id
        let memory = try #require(try engine.store.memory(id, namespace: draft.namespace))
        #expect(memory.content == text)
        #expect(memory.tags == [text])
        #expect(memory.speaker == text)
        #expect(memory.sessionID == text)
        var options = RecallOptions(namespace: draft.namespace)
        options.limit = 3
        #expect(try engine.recall(text, options: options).results.map(\.memory.id) == [id])
        #expect(try engine.store.namespaces().map(\.name) == [draft.namespace])
    }
}
