import Foundation
import JSON
import Testing

@testable import Memory

/// Everything told is kept: who said it and where is a part of what it is.
@Suite struct NothingToldIsLostTests {
    /// What is kept, as `speaker: content`.
    private func kept(_ engine: MemoryEngine, _ namespace: String? = nil) throws -> [String] {
        try engine.all(namespace: namespace).map {
            ($0.speaker ?? $0.role ?? "-") + ": " + $0.content
        }
    }

    @Test(arguments: StoreKind.available)
    func theSameWordsOfASecondSpeakerAreASecondMemory(_ kind: StoreKind) throws {
        let engine = try TemporaryHome(store: kind).open()
        _ = try engine.remember(try MemoryDraft("I live in Lisbon", by: "Ana"))
        _ = try engine.recall("Who lives where?", options: RecallOptions(namespace: "default"))
        let told = try engine.remember(try MemoryDraft("I live in Lisbon", by: "Bea", session: "x"))
        #expect(told.outcome == .stored)
        #expect(try kept(engine) == ["Ana: I live in Lisbon", "Bea: I live in Lisbon"])
    }

    @Test(arguments: StoreKind.slept)
    func whoGoesBackIsBelieved(_ kind: StoreKind) throws {
        let engine = try TemporaryHome(store: kind).open()
        for place in ["Lisbon", "Porto", "Lisbon"] {
            _ = try engine.recall("Where?", options: RecallOptions(namespace: "default"))
            #expect(try engine.remember(try MemoryDraft("I live in \(place)")).outcome == .stored)
        }
        #expect(
            try engine.all().map(\.content) == [
                "I live in Lisbon", "I live in Porto", "I live in Lisbon",
            ])
        _ = try engine.sleep(SleepRequest())
    }

    @Test(arguments: StoreKind.available)
    func whatIsToldAtTheSameMicrosecondIsKeptEachTime(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        var ids: Set<UUID> = []
        // The clock stands still, also for who opens the home again.
        for _ in 0..<4 {
            let engine = try home.open()
            for _ in 0..<3 {
                let told = try engine.remember(try MemoryDraft("yes"))
                #expect(told.outcome == .stored)
                ids.insert(told.id)
            }
        }
        #expect(ids.count == 12)
        #expect(try home.open().all().count == 12)
    }

    @Test(arguments: StoreKind.servers)
    func manyWhoTellTheSameAtTheSameMomentAreAllKept(_ kind: StoreKind) async throws {
        let home = try TemporaryHome(store: kind)
        _ = try home.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let engine = try home.open()
                    for _ in 0..<5 {
                        let told = try engine.remember(try MemoryDraft("yes"))
                        #expect(told.outcome == .stored)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try home.open().all().count == 30)
    }

    /// Lines of a file, and how many memories they are.
    @Test(arguments: [
        // A vote in one session and minute.
        (
            ["Ana", "Ben", "Cat"].map {
                #"{"content":"I vote for Lisbon","speaker":"\#($0)","session":"v","at":"2026-03-02 09:05"}"#
            }, 3
        ),
        // An untimed chat.
        (
            ["user", "assistant", "user", "assistant", "user"].map {
                #"{"role":"\#($0)","content":"yes"}"#
            }, 5
        ),
        // The same person, twice in a minute.
        (
            [String](
                repeating:
                    #"{"content":"yes","speaker":"Ana","session":"v","at":"2026-03-02 09:05"}"#,
                count: 2), 2
        ),
        // In two sessions, two roles, and with the name in other fields.
        (
            [
                #"{"content":"ok","session":"a"}"#, #"{"content":"ok","session":"b"}"#,
                #"{"content":"ok","session":"a","role":"tool"}"#,
                #"{"content":"ok","session":"a","role":"user"}"#,
                #"{"content":"ok","session":"a","author":"Ana"}"#, #"{"content":"ok"}"#,
            ], 6
        ),
        ([String](repeating: #"{"text":"ok"}"#, count: 9), 9),
    ])
    func everyLineIsAMemoryAndTheFileAgainAddsNothing(_ lines: [String], _ count: Int) throws {
        for kind in StoreKind.available {
            let home = try TemporaryHome(store: kind)
            let engine = try home.open()
            let file = try home.write("chat.jsonl", lines.joined(separator: "\n"))
            let first = try engine.take(file)
            #expect(first.stored == count && first.known == 0)
            try home.set(now: "2026-06-01")
            let again = try engine.take(file)
            #expect(again.stored == 0 && again.known == count)
            #expect(try engine.all().count == count)
            // Its lines in another order, and the same under another name, are not new either.
            let turned = try home.write("chat.jsonl", lines.reversed().joined(separator: "\n"))
            #expect(try engine.take(turned).stored == 0)
            if count >= ImportPlaces.fewestSharedLines {
                let copy = try home.write("copy.jsonl", lines.joined(separator: "\n"))
                #expect(try engine.take(copy).stored == 0)
            }
        }
    }

    @Test(arguments: StoreKind.available, ["chat.jsonl", "renamed.jsonl"])
    func aFileThatHasGrownAddsWhatIsNew(_ kind: StoreKind, _ name: String) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        var lines = ["hello", "yes", "no", "yes"].map { #"{"role":"user","content":"\#($0)"}"# }
        #expect(
            try engine.take(try home.write("chat.jsonl", lines.joined(separator: "\n"))).stored == 4
        )
        lines += ["yes", "bye"].map { #"{"role":"user","content":"\#($0)"}"# }
        let grown = try home.write(name, lines.joined(separator: "\n"))
        let report = try engine.take(grown)
        #expect(report.stored == 2 && report.known == 4)
        #expect(try engine.take(grown).stored == 0)
    }

    @Test(arguments: StoreKind.available)
    func twoChatsThatBothSayYesKeepBoth(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        func chat(_ folder: String, _ name: String, _ words: [String]) throws -> ImportReport {
            let lines = words.map { #"{"role":"user","content":"\#($0)"}"# }
            return try engine.take(
                try home.write("\(folder)/\(name)", lines.joined(separator: "\n")))
        }
        #expect(try chat("a", "one.jsonl", ["tea?", "yes", "with milk"]).stored == 3)
        #expect(try chat("a", "two.jsonl", ["coffee?", "yes", "black"]).stored == 3)
        // Of the same name in another folder: little of it is in the first.
        #expect(try chat("b", "one.jsonl", ["water?", "yes", "cold", "still"]).stored == 4)
        #expect(try chat("b", "one.jsonl", ["water?", "yes", "cold", "still"]).stored == 0)
        #expect(try chat("a", "one.jsonl", ["tea?", "yes", "with milk", "yes"]).stored == 1)
        #expect(try engine.all().count { $0.content == "yes" } == 4)
    }

    /// What an assistant gives back is not always what it was given to the last mark.
    @Test(arguments: StoreKind.available)
    func anEchoIsKnownWithoutItsMarksAndWithThem(_ kind: StoreKind) throws {
        let engine = try TemporaryHome(store: kind).open()
        let told = try engine.remember(try MemoryDraft("The gate code is 4711", by: "Ana"))
        _ = try engine.recall("gate code", options: RecallOptions(namespace: "default"))
        let forms = [
            "The gate code is 4711.", " The gate code is 4711\n", "“The gate code is 4711”",
        ]
        for form in forms {
            for role in ["assistant", "tool"] {
                var draft = try MemoryDraft(form)
                draft.role = role
                #expect(try engine.remember(draft).repeats == told.id, "\(form)")
            }
            #expect(try engine.remember(try MemoryDraft(form)).outcome == .stored)
        }
        var draft = try MemoryDraft("The gate code is 4712")
        draft.role = "assistant"
        #expect(try engine.remember(draft).outcome == .stored)
    }

    @Test(arguments: StoreKind.slept)
    func whatIsMarkedAsRecalledIsARepetition(_ kind: StoreKind) throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: kind)
        let engine = try home.open()
        let told = try engine.remember(
            try MemoryDraft("The pump is dry", at: "2026-03-02", by: "Ada", session: "s"))
        var draft = try MemoryDraft("The pump is dry", at: "2026-04-02", session: "t")
        draft.metadata = #"{"recalled":true}"#
        let again = try engine.remember(draft)
        #expect(again.outcome == .echo && again.repeats == told.id)
        // What marks itself, and repeats nothing, is a memory.
        draft.content = "The well is dry"
        #expect(try engine.remember(draft).outcome == .stored)
        let file = try home.write(
            "log.jsonl",
            """
            {"content": "The pump is dry", "role": "assistant", "recalled": true}
            {"content": "A new thing", "role": "user"}
            {"content": "A new thing", "role": "assistant", "recalled": true}
            """)
        #expect(try engine.take(file).stored == 3)
        #expect(try engine.take(file).stored == 0)
        #expect(try engine.store.repetitions(of: told.id).count == 2)
        #expect(try engine.all().count { $0.repeats != nil } == 3)

        // Not ranked, not embedded, not slept on; but counted as an access.
        let answer = try engine.recall("pump", options: RecallOptions(namespace: "default"))
        #expect(answer.results.count { $0.memory.content == "The pump is dry" } == 1)
        #expect(try engine.store.countWithoutEmbedding(model: "m") == 3)
        #expect(try engine.store.accesses(namespace: nil)[told.id]?.count == 1)
        try home.set(now: "2026-05-05")
        let slept = try engine.sleep(SleepRequest())
        #expect(slept.newMemories == 3)
        #expect(try engine.sleep(SleepRequest()).cycle == nil)

        // Lossless there and back, in the same home and in another.
        let lines = try engine.exported()
        let export = try home.write("export.jsonl", lines.joined(separator: "\n"))
        #expect(try engine.take(export).stored == 0)
        let other = try TemporaryHome(store: kind).open()
        #expect(try other.take(export).stored == 6)
        #expect(try other.exported() == lines)
        #expect(try other.store.repetitions(of: told.id).count == 2)

        // Its text goes with it.
        let memory = try #require(try engine.store.memory(told.id, namespace: "default"))
        let receipt = try engine.forget(memory)
        #expect(try engine.verify(receipt) == [])
        #expect(try engine.all().allSatisfy { $0.content != "The pump is dry" })
    }

    @Test(arguments: StoreKind.available)
    func anExportComesBackWithItsIdsAlsoInPart(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        let file = try home.write(
            "chat.jsonl", [String](repeating: #"{"text":"yes"}"#, count: 4).joined(separator: "\n"))
        try engine.take(file)
        for _ in 0..<2 { _ = try engine.remember(try MemoryDraft("no")) }
        let lines = try engine.exported()
        let part = try home.write("part.jsonl", lines.suffix(4).joined(separator: "\n"))
        let other = try TemporaryHome(store: kind)
        let there = try other.open()
        #expect(try there.take(part).stored == 4)
        #expect(
            try there.take(try home.write("all.jsonl", lines.joined(separator: "\n"))).stored == 2)
        #expect(Set(try there.exported()) == Set(lines))
        // The file it all came from is known there as well.
        #expect(try there.take(file).stored == 0)
        // Into another namespace they go as memories of their own.
        var request = ImportRequest(path: part, namespace: "mine")
        request.forcesNamespace = true
        #expect(try there.importMemories(request).stored == 4)
        #expect(try there.importMemories(request).stored == 0)
    }

    @Test(arguments: StoreKind.available)
    func aLineThatClaimsAnothersIdIsKeptUnderItsOwn(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        _ = try engine.remember(try MemoryDraft("mine", at: "2026-03-02"))
        let line = try #require(try engine.exported().first)
        let hash = try #require(try JSON.parse(line)["content_hash"]?.string)
        let forged = line.replacing("mine", with: "theirs")
        #expect(try engine.take(try home.write("a.jsonl", forged)).stored == 1)
        let right = forged.replacing(
            hash, with: "d7b4a9a9ed9e4f3e0d4f1a0f5a6b3f4d3f0b5c4c5e0a8bb7a3d5b9b1a1b2c3d4")
        #expect(try engine.take(try home.write("b.jsonl", right)).stored == 0)
        #expect(try engine.all().map(\.content).sorted() == ["mine", "theirs"])
    }
}
