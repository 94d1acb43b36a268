import DuckDB
import Foundation
import JSON
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Memory

@Suite struct ErasureTests {
    private let home: TemporaryHome
    private static let secret = "Zyxomma Quillfeather keeps nine okapi in Vlorstad"
    private static let words = ["zyxomma", "quillfeather", "vlorstad", "okapi"]

    init() throws { home = try TemporaryHome(now: "2026-05-04T08:00:00Z") }

    /// A home with the journal in which a secret was told in the middle of a talk, slept on twice
    /// and recalled.
    private func told() throws -> (MemoryEngine, MemoryRecord) {
        let engine = try home.open()
        try engine.take(Bootstrapped.journal)
        var draft = try MemoryDraft(
            Self.secret, at: "2026-03-30T07:07:00Z", by: "Mara", session: "standup-2026-03-30")
        draft.tags = ["okapi"]
        draft.context = "Vlorstad"
        draft.metadata = #"{"concepts": ["okapi keeping"], "place": "Vlorstad"}"#
        let id = try engine.remember(draft).id
        _ = try engine.sleep(SleepRequest())
        _ = try engine.recall("okapi in Vlorstad", options: RecallOptions(namespace: "default"))
        try engine.flush()
        _ = try engine.remember(try MemoryDraft("Agnes is back", at: "2026-05-04T07:00:00Z"))
        try home.set(now: "2026-05-04T09:00:00Z")
        _ = try engine.sleep(SleepRequest())
        let memory = try #require(try engine.store.memory(id, namespace: "default"))
        return (engine, memory)
    }

    @Test func whatIsForgottenIsInNoTableAndInNoByteOfTheFiles() throws {
        var (engine, memory): (MemoryEngine?, MemoryRecord)
        (engine, memory) = try told()
        let id = memory.id.uuidString.lowercased()
        #expect(try engine?.places(of: id).count ?? 0 > 5)
        let receipt = try #require(try engine?.forget(memory))
        #expect(receipt.removed.contains { $0.table == "memory" && $0.rows == 1 })
        #expect(receipt.removed.contains { $0.table == "stg_memories" })
        #expect(receipt.removed.contains { $0.table == "access" })
        #expect(try engine?.verify(receipt) == [])
        // The receipt's own row names the memory, by its id only.
        #expect(try engine?.places(of: id) == ["erasure.memory_id"])
        for word in Self.words { #expect(try engine?.places(of: word) == [], "\(word)") }
        engine = nil
        let files = try FileManager.default.subpathsOfDirectory(atPath: home.home.directory.path)
        #expect(files.count >= 2)
        for name in files {
            let file = home.home.directory.appending(path: name)
            let bytes = FileManager.default.contents(atPath: file.path) ?? Data()
            for word in ["Zyxomma", "zyxomma", "Quillfeather", "Vlorstad", "vlorstad", "okapi"] {
                #expect(
                    bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(file.lastPathComponent)")
            }
        }
    }

    @Test(arguments: StoreKind.servers.prefix(1))
    func whoSaidOnlyWhatIsErasedIsNamedNoMoreInItsSession(_ store: StoreKind) throws {
        let place = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: store)
        let engine = try place.open()
        var ids: [UUID] = []
        for (speaker, text) in [
            ("Zyxomma", "I keep okapi"), ("Ada", "really?"), ("Ada", "how many?"),
        ] {
            let draft = try MemoryDraft(
                text, at: "2026-05-03T08:00:00Z", by: speaker, session: "talk")
            ids.append(try engine.remember(draft).id)
        }
        _ = try engine.sleep(SleepRequest())
        let reader = try #require(try place.database?.connect())
        defer { reader.close() }
        func speakers() throws -> [String] {
            try reader.query("SELECT unnest(speakers) FROM dormouse.session ORDER BY 1")
                .values(0, as: String.self)
        }
        #expect(try speakers() == ["Ada", "Zyxomma"])
        for id in ids[..<2] {
            let memory = try #require(try engine.store.memory(id, namespace: "default"))
            _ = try engine.forget(memory)
        }
        #expect(try speakers() == ["Ada"])
    }

    @Test func theNextSleepWorksAndBringsNothingBack() throws {
        let (engine, memory) = try told()
        let receipt = try engine.forget(memory)
        try home.set(now: "2026-05-05")
        _ = try engine.sleep(SleepRequest())
        #expect(try engine.verify(receipt) == [])
        for word in Self.words { #expect(try engine.places(of: word) == []) }
        let talk = try engine.all().filter { $0.sessionID == "standup-2026-03-30" }
        for other in talk {
            #expect(
                try engine.count(
                    "SELECT count(*) FROM episode_memories_current WHERE memory_id = \(other.id)")
                    == 1)
        }
        #expect(try engine.sleep(SleepRequest()).cycle == nil)
        let answer = try engine.recall("okapi", options: RecallOptions(namespace: "default"))
        #expect(answer.results.allSatisfy { $0.memory.id != memory.id })
        #expect(!answer.results.isEmpty)
    }

    @Test func theHomeStaysWholeAfterwards() throws {
        let (engine, memory) = try told()
        let others = try engine.exported().filter {
            !$0.contains(memory.id.uuidString.lowercased())
        }
        _ = try engine.forget(memory)
        #expect(try engine.exported() == others)
        // Keys and constraints went along when the file was written anew.
        #expect(try engine.take(Bootstrapped.journal).stored == 0)
        #expect(try engine.traces(of: try #require(try engine.all().first)).count > 2)
        #expect(try engine.statistics(namespace: nil).derived.count >= 4)
    }

    @Test func beforeTheFirstSleepAMemoryCanBeForgottenToo() throws {
        let engine = try home.open()
        _ = try engine.remember(try MemoryDraft(Self.secret))
        let receipt = try engine.forget(try #require(try engine.all().first))
        #expect(try engine.verify(receipt) == [])
        #expect(try engine.all().isEmpty)
        #expect(try engine.sleep(SleepRequest()).cycle == nil)
    }

    @Test func partsOfAMemoryLoseItsId() throws {
        let engine = try home.open()
        try engine.take(
            try home.write("2026-03-02.md", "# One\nText.\n# Two\nMore.\n# Three\nLess.\n"))
        _ = try engine.sleep(SleepRequest())
        let whole = try #require(try engine.all().first { $0.parentID == nil })
        let receipt = try engine.forget(whole)
        #expect(try engine.all().count == 2)
        #expect(try engine.all().allSatisfy { $0.parentID == nil })
        #expect(try engine.verify(receipt) == [])
        #expect(try engine.places(of: whole.id.uuidString) == ["erasure.memory_id"])
        _ = try engine.sleep(SleepRequest())
        #expect(try engine.count("SELECT count(*) FROM stg_memories") == 2)
    }

    @Test func tellingItAgainIsNoticed() throws {
        let (engine, memory) = try told()
        let receipt = try engine.forget(memory)
        let again = try engine.remember(try MemoryDraft(Self.secret, at: "2026-05-06"))
        #expect(again.outcome == .stored)
        let faults = try engine.verify(receipt)
        #expect(faults.count == 1)
        #expect(faults.first?.contains(again.id.uuidString.lowercased()) == true)
        // Forgetting that too makes the first receipt hold again.
        _ = try engine.forget(try #require(try engine.store.memory(again.id, namespace: "default")))
        #expect(try engine.verify(receipt) == [])
    }

    @Test func theReceiptTellsNothingAndCanBeReadBack() throws {
        let (engine, memory) = try told()
        let receipt = try engine.forget(memory)
        let text = receipt.json.text()
        for word in Self.words { #expect(!text.lowercased().contains(word)) }
        #expect(try ErasureReceipt(json: try JSON.parse(text)) == receipt)
        #expect(receipt.digest.count == 64)
    }

    @Test(arguments: [
        "{}", "[]", "5", #"{"receipt_id": "x", "memory_id": "y", "namespace": "n"}"#,
        #"{"receipt_id": 5}"#, "null",
    ])
    func whatIsNoReceiptIsRefused(_ text: String) throws {
        let json = try JSON.parse(text)
        #expect(memoryError { _ = try ErasureReceipt(json: json) }?.code == .invalidInput)
    }

    @Test func forgettingIsOnRecordInOneRow() throws {
        let (engine, memory) = try told()
        let receipt = try engine.forget(memory)
        let row = try engine.connection.query("SELECT * FROM source_memories.erasure").rows.first
        let kept = try #require(row)
        #expect(try kept.decode(0, as: UUID.self) == receipt.id)
        #expect(try kept.decode(2, as: UUID.self) == memory.id)
        #expect(try kept.decode(4, as: String.self) == receipt.digest)
    }
}
