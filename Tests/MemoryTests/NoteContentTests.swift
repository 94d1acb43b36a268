import Foundation
import JSON
import Testing

@testable import Memory

/// What of a note is kept besides its paragraphs.
@Suite struct NoteContentTests {
    private let home: TemporaryHome
    private var folder: URL { home.directory.appending(path: "notes") }

    init() throws { home = try TemporaryHome() }

    /// The memories of a folder with these notes, by path and place.
    private func memories(_ notes: [(String, String)]) throws -> [MemoryRecord] {
        for (name, text) in notes { try home.write("notes/" + name, text) }
        let engine = try home.open()
        try engine.take(folder)
        return try engine.all().sorted {
            ($0.sessionID ?? "", $0.chunkIndex ?? 0) < ($1.sessionID ?? "", $1.chunkIndex ?? 0)
        }
    }

    @Test func aNoteIsFoundByTheNameOfItsFile() throws {
        let memories = try memories([
            ("people/Mr Kowalski.md", "Repairs the boiler.\n# Phone\n555 0199")
        ])
        #expect(
            memories.map(\.content) == [
                "Mr Kowalski\n\nRepairs the boiler.", "Mr Kowalski › Phone\n\n555 0199",
            ])
    }

    @Test func aFolderWithoutNotesIsNotTakenForOneThatWasRead() throws {
        let files = try home.write("exports/chat.json", "{}").deletingLastPathComponent()
        let engine = try home.open()
        let error = memoryError { try engine.take(files) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("no Markdown notes, only other files (1)") == true)
    }

    @Test func aHeadingThatRepeatsTheTitleStandsForBoth() throws {
        #expect(try memories([("Costs.md", "# costs\nToo high.")]).map(\.context) == ["costs"])
    }

    @Test func everyKeyOfFrontMatterIsKeptAndCanBeFound() throws {
        let memory = try memories([
            (
                "Boiler.md",
                "---\ntitle: Boiler\nstatus: waiting\ndue: 2026-06-01\naliases: [the heater, HX-2]\n"
                    + "permalink: home/boiler\nversion: 1.10\nnested: {a: [1, true]}\nempty:\n---\nOld."
            )
        ])[0]
        for words in ["status: waiting", "due: 2026-06-01", "the heater, HX-2", "1.10"] {
            #expect(memory.content.contains(words), "\(words)")
        }
        let metadata = try JSON.parse(memory.metadata ?? "")
        #expect(metadata["permalink"] == "home/boiler")
        #expect(metadata["front_matter"]?["version"] == "1.10")
        #expect(metadata["front_matter"]?["nested"]?["a"] == [1, true])
        #expect(metadata["front_matter"]?["empty"]?.isNull == true)
    }

    @Test(arguments: [
        ("# Only\n## Headings\n", ["X › Only › Headings"]),
        ("# One\n# Two\n", ["X › One", "X › Two"]),
        ("# A\nText.\n# Later\n", ["X › A\n\nText.", "X › Later"]),
        ("# A\n## B\nText.\n", ["X › A › B\n\nText."]),
        ("---\nstatus: open\n---\n", ["X\n\nstatus: open"]),
    ])
    func whatIsOnlyAHeadingOrFrontMatterIsKept(_ text: String, _ expected: [String]) throws {
        #expect(try memories([("X.md", text)]).map(\.content) == expected)
    }

    @Test(arguments: [
        ("Buy seeds #garden/roses and #2026plans", ["garden/roses", "2026plans"]),
        (
            "#first word, (#second) \"#third\" #été #日記 #a-b_c.",
            ["first", "second", "third", "été", "日記", "a-b_c"]
        ),
        ("# Heading\nissue #12, a#b, https://x.org/#top, x.md#part", []),
        ("```\n#define X\n```\nand `#code` and [page](other.md#place)", []),
        ("twice #one #one", ["one"]),
    ])
    func tagsInTheTextAreTags(_ text: String, _ expected: [String]) {
        #expect(NoteMarks(in: text).tags == expected)
    }

    @Test func tagsOfFrontMatterComeFirstAndLoseTheirMark() throws {
        let memory = try memories([("X.md", "---\ntags: ['#a', b]\n---\nText #c #a")])[0]
        #expect(memory.tags == ["a", "b", "c"])
    }

    @Test func linksLeadToNotesByPathNameOrOtherName() throws {
        let memories = try memories([
            (
                "a.md",
                "[[Ada]] ![[people/Ben#Home|he]] [cy](people/Cy%20B.md) [[the cook]] [[nobody]] "
                    + "[x](https://example.org/a.md) `[[Code]]`"
            ),
            ("people/Ada.md", "x [up](../a.md)"), ("people/Ben.md", "y"), ("people/Cy B.md", "z"),
            ("people/Dov.md", "---\naliases: The Cook\n---\nw"),
        ])
        func links(_ path: String) throws -> [String]? {
            let memory = memories.first { $0.sessionID == path }
            return try JSON.parse(memory?.metadata ?? "")["links"]?.array?.compactMap(\.string)
        }
        #expect(
            try links("a.md") == [
                "people/Ada.md", "people/Ben.md", "people/Dov.md", "nobody", "people/Cy B.md",
            ])
        #expect(try links("people/Ada.md") == ["a.md"])
    }

    @Test func symbolicLinksAreNamedAndNotFollowedUnlessAsked() throws {
        let secret = try home.write("secret.md", "The secret.")
        try home.write("elsewhere/deep.md", "Deep.")
        try home.write("notes/a.md", "Text.")
        let files = FileManager.default
        try files.createSymbolicLink(
            at: folder.appending(path: "link.md"), withDestinationURL: secret)
        try files.createSymbolicLink(
            at: folder.appending(path: "dir"),
            withDestinationURL: home.directory.appending(path: "elsewhere"))
        try files.createSymbolicLink(at: folder.appending(path: "loop"), withDestinationURL: folder)
        try files.createSymbolicLink(
            atPath: folder.appending(path: "gone.md").path, withDestinationPath: "/nowhere")
        #expect(mkfifo(folder.appending(path: "pipe.md").path, 0o600) == 0)
        let engine = try home.open()
        var report = try engine.take(folder)
        #expect(report.stored == 1)
        #expect(
            report.remarks.map(\.place) == ["dir", "gone.md", "link.md", "loop", "pipe.md"])
        var request = ImportRequest(path: folder, namespace: "default")
        request.followsLinks = true
        report = try engine.importMemories(request)
        #expect(
            Set(try engine.all().compactMap(\.sessionID)) == ["a.md", "link.md", "dir/deep.md"])
        #expect(report.remarks.map(\.place) == ["gone.md", "pipe.md"])
    }
}
