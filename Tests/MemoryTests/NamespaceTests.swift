import DuckDB
import Foundation
import Testing

@testable import Memory

/// A namespace never sees another's, whatever is asked.
@Suite struct NamespaceTests {
    /// The last two are equal to Swift's `String`, and are not the same bytes.
    private static let names = ["default", "other", "Default", "'; --", "caf\u{e9}", "cafe\u{301}"]

    private func filled(_ home: TemporaryHome) throws -> MemoryEngine {
        let engine = try home.open()
        for name in Self.names {
            _ = try engine.remember(
                try MemoryDraft(
                    "The pump is dry", at: "2026-03-02", in: name, by: "Ada", session: "s"))
            _ = try engine.remember(
                try MemoryDraft(
                    "Only \(Array(name.utf8))", at: "2026-03-03", in: name, session: "s"))
        }
        return engine
    }

    private func isExactly(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    @Test(arguments: StoreKind.available)
    func recallAnswersOutOfItsOwn(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try filled(home)
        for name in Self.names {
            let answer = try engine.recall("pump only", options: RecallOptions(namespace: name))
            #expect(answer.results.count == 2)
            #expect(answer.results.allSatisfy { isExactly($0.memory.namespace, name) })
        }
    }

    @Test(arguments: StoreKind.available)
    func exportAndCountsAreOfItsOwn(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try filled(home)
        for name in Self.names {
            let memories = try engine.all(namespace: name)
            #expect(memories.count == 2)
            #expect(memories.allSatisfy { isExactly($0.namespace, name) })
            #expect(try engine.exported(namespace: name).count == 2)
            let statistics = try engine.statistics(namespace: name)
            #expect(statistics.store.memories == 2)
            #expect(statistics.namespaces.count == 1)
        }
        #expect(try engine.exported().count == 2 * Self.names.count)
        #expect(try engine.statistics(namespace: nil).namespaces.count == Self.names.count)
    }

    @Test(arguments: StoreKind.available)
    func aMemoryIsShownOnlyToItsOwn(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try filled(home)
        let ids = try engine.all(namespace: "default").map(\.id)
        for name in Self.names.dropFirst() {
            #expect(try engine.store.memory(ids[0], namespace: name) == nil)
            #expect(try engine.store.memories(ids, namespace: name).isEmpty)
            let found = try engine.store.ids(
                beginningWith: ids[0].uuidString, namespace: name)
            #expect(found.isEmpty)
        }
    }

    @Test(arguments: StoreKind.available)
    func forgettingLeavesTheSameWordsElsewhere(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try filled(home)
        let memory = try #require(try engine.all(namespace: "default").first)
        _ = try engine.forget(memory)
        #expect(try engine.all(namespace: "default").count == 1)
        for name in Self.names.dropFirst() { #expect(try engine.all(namespace: name).count == 2) }
    }

    @Test func sleepKeepsThemApart() throws {
        let home = try TemporaryHome()
        let engine = try filled(home)
        _ = try engine.sleep(SleepRequest())
        let crossing = try engine.connection.query(
            """
            SELECT count(*) FROM associations_current a
            JOIN source_memories.memory s ON s.id = a.source_id
            JOIN source_memories.memory t ON t.id = a.target_id
            WHERE s.namespace <> t.namespace OR a.namespace <> s.namespace
            """)
        #expect(crossing.first == .int(0))
        for name in Self.names {
            let answer = try engine.recall("pump only", options: RecallOptions(namespace: name))
            #expect(answer.results.count == 2)
            #expect(answer.results.allSatisfy { isExactly($0.memory.namespace, name) })
        }
    }
}
