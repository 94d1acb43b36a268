import Foundation
import JSON
import Synchronization
import Testing

@testable import Memory

/// An edited note replaces what it said; a moved one is no second note.
@Suite struct NoteVersionsTests {
    /// A home and a folder of notes beside it.
    private struct Vault {
        let home: TemporaryHome
        let engine: MemoryEngine
        let name: String

        init(_ kind: StoreKind = .file, _ name: String = "notes") throws {
            home = try TemporaryHome(store: kind)
            engine = try home.open()
            self.name = name
        }

        var folder: URL { home.directory.appending(path: name) }

        /// Imports the folder after its notes were written, or removed where there is no text.
        @discardableResult
        func take(_ notes: [String: String?], _ path: String? = nil) throws -> ImportReport {
            for (path, text) in notes {
                if let text {
                    try home.write(name + "/" + path, text)
                } else {
                    try FileManager.default.removeItem(at: folder.appending(path: path))
                }
            }
            home.clock.withLock { $0 = $0.adding(60_000_000) }
            return try engine.take(path.map { folder.appending(path: $0) } ?? folder)
        }

        /// What stands, by session and place.
        func standing() throws -> [String] {
            let replaced = try engine.store.marks(namespace: "default").corrections
            return try engine.all().filter { replaced[$0.id] == nil }
                .map { $0.content.replacing("\n\n", with: " | ") }.sorted()
        }

        func recalled(_ question: String, all: Bool = false) throws -> [String] {
            var options = RecallOptions(namespace: "default")
            options.foldsRepetitions = !all
            return try engine.recall(question, options: options).results.map(\.memory.content)
        }
    }

    @Test(arguments: StoreKind.available)
    func anEditedNoteIsRecalledAsItIsNow(_ kind: StoreKind) throws {
        let vault = try Vault(kind)
        try vault.take([
            "Home.md": "# Home\nI live in Lisbon, near the river.\n# Work\nAt the mill."
        ])
        let report = try vault.take([
            "Home.md": "# Home\nI live in Porto, near the river.\n# Work\nAt the mill."
        ])
        #expect((report.stored, report.known, report.replaced) == (1, 1, 1))
        #expect(
            try vault.recalled("Where do I live?").first
                == "Home\n\nI live in Porto, near the river.")
        #expect(try vault.recalled("Lisbon river").allSatisfy { !$0.contains("Lisbon") })
        #expect(try vault.recalled("Lisbon river", all: true).contains { $0.contains("Lisbon") })
        // The old text is history.
        let all = try vault.engine.all()
        let old = try #require(all.first { $0.content.contains("Lisbon") })
        let new = try #require(all.first { $0.content.contains("Porto") })
        #expect(new.supersedes == old.id)
        let corrections = try vault.engine.store.marks(namespace: "default").corrections
        #expect(corrections[old.id]?.by == new.id)
        // The same again adds nothing.
        let again = try vault.take([:])
        #expect((again.stored, again.known, again.replaced) == (0, 2, 0))
    }

    @Test(arguments: StoreKind.available)
    func aNoteThatGoesBackSaysAgainWhatItSaid(_ kind: StoreKind) throws {
        let vault = try Vault(kind)
        for place in ["Lisbon", "Porto", "Lisbon", "Porto", "Lisbon"] {
            try vault.take(["Home.md": "I live in \(place)."])
            #expect(try vault.standing() == ["Home | I live in \(place)."])
        }
        #expect(try vault.engine.all().count == 5)
    }

    @Test(arguments: StoreKind.available)
    func aPassageThatIsGoneIsHistory(_ kind: StoreKind) throws {
        let vault = try Vault(kind)
        try vault.take(["A.md": "# One\nOak.\n# Two\nBirch.\n# Three\nPine."])
        let report = try vault.take(["A.md": "# One\nOak.\n# Three\nPine."])
        #expect((report.stored, report.known, report.replaced) == (0, 2, 1))
        #expect(try vault.standing() == ["A › One | Oak.", "A › Three | Pine."])
        #expect(try vault.recalled("Birch").allSatisfy { !$0.contains("Birch") })
        // And is back where it is written again.
        try vault.take(["A.md": "# One\nOak.\n# Two\nBirch.\n# Three\nPine."])
        #expect(
            try vault.standing() == ["A › One | Oak.", "A › Three | Pine.", "A › Two | Birch."])
        #expect(try vault.recalled("Birch").first == "A › Two\n\nBirch.")
    }

    @Test(arguments: StoreKind.available)
    func aMovedNoteIsNoSecondNote(_ kind: StoreKind) throws {
        let vault = try Vault(kind)
        try vault.take(["inbox/Boiler.md": "The boiler is loud.", "b.md": "Other words."])
        let report = try vault.take([
            "inbox/Boiler.md": nil, "house/Boiler.md": "The boiler is loud.",
        ])
        #expect((report.stored, report.known) == (0, 2))
        // It is known where it lies now, and can be edited there as a whole.
        try vault.take(["house/Boiler.md": "Sold last week to somebody."])
        #expect(
            try vault.standing() == ["Boiler | Sold last week to somebody.", "b | Other words."])
    }

    @Test func aRenamedNoteIsFoundByItsNewNameOnly() throws {
        let vault = try Vault()
        try vault.take(["Mr K.md": "Repairs the boiler.\n# Phone\n555 0199"])
        try vault.take([
            "Mr K.md": nil, "Mr Kowalski.md": "Repairs the boiler.\n# Phone\n555 0199",
        ])
        #expect(
            try vault.standing() == [
                "Mr Kowalski | Repairs the boiler.", "Mr Kowalski › Phone | 555 0199",
            ])
        #expect(try vault.recalled("Kowalski").first?.hasPrefix("Mr Kowalski") == true)
    }

    @Test func aPermalinkNamesANoteWhereverItLiesAndWhateverItSays() throws {
        let vault = try Vault()
        try vault.take(["a.md": "---\npermalink: home/boiler\n---\nOld words entirely."])
        try vault.take([
            "a.md": nil, "b/c.md": "---\npermalink: home/boiler\n---\nNothing in common.",
        ])
        #expect(try vault.standing().count == 1)
        #expect(try vault.standing()[0].hasSuffix("Nothing in common."))
    }

    @Test func aCopyAndANamesakeAreNotesOfTheirOwn() throws {
        let vault = try Vault()
        try vault.take(["a.md": "The same words here."])
        try vault.take(["b.md": "The same words here."])
        #expect(try vault.standing().count == 2)
        let other = vault.home.directory.appending(path: "other")
        try vault.home.write("other/a.md", "A README of something else altogether.")
        try vault.engine.take(other)
        #expect(try vault.standing().count == 3)
        // And again: each is known by its file.
        #expect(try vault.take([:]).known == 2)
        #expect(try vault.engine.take(other).known == 1)
    }

    @Test func theWholeFolderMayBeMoved() throws {
        let vault = try Vault()
        try vault.take(["a.md": "Oak and birch.", "b.md": "I live in Lisbon.", "c.md": "Old."])
        try vault.home.write("elsewhere/a.md", "Oak and birch.")
        try vault.home.write("elsewhere/b.md", "Now it is Porto for me.")
        try vault.home.write("elsewhere/c.md", "Old.")
        let report = try vault.engine.take(vault.home.directory.appending(path: "elsewhere"))
        #expect((report.stored, report.known, report.replaced) == (1, 2, 1))
    }

    @Test func aFileByItselfIsTheOneOfItsFolder() throws {
        let vault = try Vault()
        try vault.take(["deep/a.md": "Oak.", "b.md": "Birch."])
        #expect(try vault.take([:], "deep/a.md").known == 1)
        let report = try vault.take(["deep/a.md": "Pine."], "deep/a.md")
        #expect((report.stored, report.replaced) == (1, 1))
        #expect(try vault.take([:]).known == 2)
        #expect(try vault.standing() == ["a | Pine.", "b | Birch."])
    }

    @Test func tagsFrontMatterAndDatesAreOfTheVersion() throws {
        let vault = try Vault()
        try vault.take(["a.md": "---\ntags: [x]\ndate: 2026-01-01\n---\nText."])
        try vault.take(["a.md": "---\ntags: [x, y]\ndate: 2026-01-01\n---\nText."])
        try vault.take(["a.md": "---\ntags: [x, y]\ndate: 2026-02-01\n---\nText."])
        let standing = try vault.engine.store.marks(namespace: "default").corrections
        let now = try #require(try vault.engine.all().first { standing[$0.id] == nil })
        #expect(now.tags == ["x", "y"])
        #expect(now.occurredAt == (try Moment(stated: "2026-02-01")))
        #expect(try vault.engine.all().count == 3)
    }

    @Test(arguments: StoreKind.available)
    func undoingAnEditBringsBackWhatStood(_ kind: StoreKind) throws {
        let vault = try Vault(kind)
        try vault.take(["A.md": "# One\nOak.\n# Two\nBirch."])
        try vault.take(["A.md": "# One\nOaks are tall.\n"])
        #expect(try vault.standing() == ["A › One | Oaks are tall."])
        try vault.engine.undo(try #require(try vault.engine.lastTelling(namespace: "default")))
        #expect(try vault.standing() == ["A › One | Oak.", "A › Two | Birch."])
    }

    @Test(arguments: StoreKind.available)
    func anExportKeepsWhatWasReplaced(_ kind: StoreKind) throws {
        let vault = try Vault(kind)
        try vault.take(["A.md": "# One\nOak.\n# Two\nBirch."])
        try vault.take(["A.md": "# One\nOaks are tall.\n"])
        let lines = try vault.engine.exported().joined(separator: "\n")
        let second = try Vault(kind)
        try second.engine.take(try second.home.write("all.jsonl", lines))
        #expect(try second.standing() == ["A › One | Oaks are tall."])
        #expect(try second.engine.exported().joined(separator: "\n") == lines)
    }

    @Test(arguments: StoreKind.available)
    func forgettingAVersionLeavesNoTrace(_ kind: StoreKind) throws {
        let vault = try Vault(kind)
        try vault.take(["A.md": "# One\nOak.\n# Two\nBirch."])
        try vault.take(["A.md": "# One\nOak.\n"])
        for content in ["Birch.", "Oak."] {
            let memory = try #require(
                try vault.engine.all().first { $0.content.hasSuffix(content) })
            _ = try vault.engine.forget(memory)
            #expect(try vault.engine.store.traces(of: memory.id).isEmpty)
        }
        #expect(try vault.engine.store.replacements(namespace: nil).isEmpty)
    }

    @Test func whatAPersonCorrectedStaysCorrected() throws {
        let vault = try Vault()
        try vault.take(["a.md": "The boiler has 3 pipes."])
        let old = try vault.engine.all()[0]
        var draft = try MemoryDraft("The boiler has 4 pipes.")
        draft.supersedes = old.id
        _ = try vault.engine.remember(draft)
        #expect(try vault.take([:]).known == 1)
        #expect(try vault.standing() == ["The boiler has 4 pipes."])
    }

    @Test(arguments: StoreKind.slept)
    func linksBetweenNotesAreAssociations(_ kind: StoreKind) throws {
        let vault = try Vault(kind)
        try vault.take([
            "Trip.md": "Going with [[people/Ada#Phone|her]] by the [old car](car.md).",
            "people/Ada.md": "Likes tea.\n# Phone\n555 0199", "car.md": "Blue.",
            "alone.md": "Nobody links here.",
        ])
        // Files are as old as they are: their dates are of today.
        let later = Date().addingTimeInterval(86_400).timeIntervalSince1970
        vault.home.clock.withLock { $0 = Moment(microseconds: Int64(later) * 1_000_000) }
        _ = try vault.engine.sleep(SleepRequest())
        let all = try vault.engine.all()
        let trip = try #require(all.first { $0.content.hasPrefix("Trip") })
        let links = try vault.engine.traces(of: trip).map(\.text)
            .filter { $0.contains("by link to") }
        #expect(links.contains { $0.contains("555 0199") }, "\(links)")
        #expect(links.contains { $0.contains("Blue") })
        #expect(!links.contains { $0.contains("Likes tea") || $0.contains("Nobody") })
    }
}
