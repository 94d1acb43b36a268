import DuckDB
import Foundation
import Testing

@testable import Memory

@Suite struct MemoryStoreTests {

    @Test(arguments: StoreKind.available)
    func whatIsAcknowledgedIsThereForTheNextEngine(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        var id: UUID?
        do {
            let engine = try home.open()
            var draft = try MemoryDraft(
                "Ada moved to Lisbon. 🦔", at: "2026-03-02T09:05:00.000001Z", by: "Ada", session: "s"
            )
            draft.tags = ["a", "b c", "水"]
            draft.metadata = #"{"k":[1,{"x":null}]}"#
            draft.context = "c"
            draft.role = "user"
            id = try engine.remember(draft).id
        }
        let engine = try home.open()
        let memory = try #require(try engine.all().first)
        #expect(memory.id == id)
        #expect(memory.content == "Ada moved to Lisbon. 🦔")
        #expect(memory.occurredAt.description == "2026-03-02T09:05:00.000001Z")
        #expect(memory.recordedAt.description == "2026-05-13T12:00:00Z")
        #expect(memory.tags == ["a", "b c", "水"])
        #expect(memory.metadata == #"{"k":[1,{"x":null}]}"#)
        #expect(memory.speaker == "Ada" && memory.sessionID == "s")
        #expect(memory.contentHash.count == 64)
        #expect(try engine.store.memory(memory.id, namespace: "default") == memory)
    }

    @Test(arguments: StoreKind.available)
    func theOrderOfTellingIsKept(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        let drafts = try (0..<250).map { try MemoryDraft("line \($0)", session: "s") }
        _ = try engine.store.remember(drafts, now: engine.now)
        #expect(try engine.all().map(\.content) == (0..<250).map { "line \($0)" })
    }

    @Test(arguments: StoreKind.available)
    func aBatchWithOneFaultKeepsNothing(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        let drafts = [
            try MemoryDraft("one"), try MemoryDraft("two\u{0}"), try MemoryDraft("three"),
        ]
        #expect(
            memoryError { _ = try engine.store.remember(drafts, now: engine.now) }?.code
                == .invalidInput)
        #expect(try engine.all().isEmpty)
    }

    @Test(arguments: StoreKind.available)
    func idsAreFoundByTheirFirstDigits(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        let id = try engine.remember(try MemoryDraft("x", at: "2026-03-02")).id
        let digits = id.uuidString.lowercased()
        for prefix in [String(digits.prefix(4)), String(digits.prefix(13)), digits.uppercased()] {
            #expect(
                try engine.store.ids(beginningWith: prefix, namespace: "default") == [id],
                "\(prefix)")
        }
        #expect(try engine.store.ids(beginningWith: "ffff", namespace: "default").isEmpty)
        #expect(try engine.store.ids(beginningWith: "%", namespace: "default").isEmpty)
    }

    @Test(arguments: StoreKind.available)
    func countsAreThoseOfWhatIsThere(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        _ = try engine.remember(try MemoryDraft("a", at: "2026-03-02", by: "Ada", session: "s"))
        _ = try engine.remember(try MemoryDraft("b", at: "2026-03-04", by: "Ada", session: "s"))
        _ = try engine.remember(try MemoryDraft("c", at: "2026-03-03", in: "n", by: "Ben"))
        let counts = try engine.store.counts(namespace: nil, model: Encoder.modelName)
        #expect(counts.memories == 3)
        #expect(counts.sessions == 1)
        #expect(counts.speakers == 2)
        #expect(counts.withoutEmbedding == 3)
        #expect(counts.earliest?.description == "2026-03-02T00:00:00Z")
        #expect(counts.latest?.description == "2026-03-04T00:00:00Z")
        #expect(try engine.store.counts(namespace: "n", model: "x").memories == 1)
        #expect(try engine.store.counts(namespace: "none", model: "x") == StoreCounts())
    }

    @Test(arguments: StoreKind.available)
    func anEchoOfARecallIsNotANewExperience(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        func said(_ role: String?, at time: String? = nil, in namespace: String = "default") throws
            -> Remembered
        {
            var draft = try MemoryDraft("The pump is behind the hill", at: time, in: namespace)
            draft.role = role
            return try engine.remember(draft)
        }
        let told = try said("user")
        _ = try engine.recall("Where is the pump?", options: RecallOptions(namespace: "default"))
        try engine.flush()
        for role in ["assistant", "tool", "system"] {
            let again = try said(role)
            #expect(again.outcome == .echo && again.repeats == told.id && again.id != told.id)
            let kept = try #require(try engine.store.memory(again.id, namespace: "default"))
            #expect(kept.repeats == told.id && kept.role == role)
        }
        // A person's word, dated, elsewhere, or more than a day later it is one.
        for role in ["user", nil] { #expect(try said(role).outcome == .stored) }
        #expect(try said("assistant", at: "2026-04-01").outcome == .stored)
        #expect(try said("assistant", in: "other").outcome == .stored)
        try home.set(now: "2026-05-15")
        #expect(try said("assistant").outcome == .stored)
    }

    @Test func aStoreOfANewerVersionIsRefusedAndLeftAsItIs() throws {
        let home = try TemporaryHome()
        do {
            let engine = try home.open()
            _ = try engine.remember(try MemoryDraft("x"))
            try engine.connection.execute("UPDATE source_memories.store SET version = 3")
        }
        let before = try Data(contentsOf: home.home.storeFile)
        let error = memoryError { _ = try home.open() }
        #expect(error?.code == .homeUnusable)
        #expect(error?.message.contains("of version 3, newer than the 2") == true)
        #expect(try Data(contentsOf: home.home.storeFile) == before)
    }

    @Test func vectorsAreMadeOnceAndHaveLengthOne() throws {
        let home = try TemporaryHome()
        let engine = try home.open(model: true)
        for content in ["The pump is dry", "井戸が乾いた", String(repeating: "long text. ", count: 400)] {
            _ = try engine.remember(try MemoryDraft(content))
        }
        var steps: [[Int]] = []
        #expect(try engine.embedMissing { steps.append([$0, $1]) } == 3)
        #expect(steps.last == [3, 3])
        #expect(try engine.embedMissing() == 0)
        let result = try engine.connection.query(
            "SELECT vector FROM source_memories.embedding ORDER BY memory_id")
        for row in result.rows {
            let vector: [Float] = try row.decode(0)
            #expect(vector.count == 384)
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-3)
        }
    }
}

@Suite struct EncoderTests {
    @Test(arguments: [0, 1, 899, 900, 901, 5000, 100_000])
    func aTextIsCutIntoPassagesWithoutLosingAnything(_ length: Int) {
        let text = String(
            String(repeating: "A sentence of some words. ", count: length / 26 + 1).prefix(length))
        let passages = Passages.texts(of: text)
        #expect(passages.allSatisfy { $0.count <= Passages.length })
        #expect(passages.joined() == text)
        // All but the last end with a sentence, and none is a scrap.
        #expect(passages.dropLast().allSatisfy { $0.hasSuffix(".") })
        if length > 900 { #expect(passages.allSatisfy { $0.count >= 250 }) }
    }

    @Test func aTextWithoutBlanksIsCutToo() {
        let text = String(repeating: "水", count: 2500)
        #expect(Passages.texts(of: text).joined() == text)
        // Each is a token or more: 300 are a passage.
        #expect(
            Passages.texts(of: text).map(\.count) == [300, 300, 300, 300, 300, 300, 300, 250, 150])
    }
}
