import Foundation
import Testing

@testable import Memory

@Suite struct MarkdownNotesTests {
    private let home: TemporaryHome
    private let notes: MarkdownNotes

    init() throws {
        home = try TemporaryHome()
        notes = MarkdownNotes(
            namespace: "default",
            parser: MomentParser(now: try Moment(stated: "2026-05-13"), zone: .gmt),
            folder: home.directory.appending(path: "notes"))
    }

    /// A name that is all date is no title.
    private func drafts(_ text: String, _ name: String = "2026-03-02.md") throws -> [MemoryDraft] {
        try read(text, name).drafts
    }

    private func read(_ text: String, _ name: String) throws -> MarkdownNotes.Reading {
        let file = NoteFolder.File(path: name, url: try home.write("notes/" + name, text))
        return try notes.drafts(
            of: try notes.read(file, following: false), links: NoteLinks([]))
    }

    @Test func aSectionIsAMemoryWithTheHeadingsAboveIt() throws {
        let text = """
            Before any heading.

            # Review
            ## Costs ##
            Too high.

            Twice.
            ### Rent
            Late.
            ## Dates
            Soon.
            """
        let drafts = try drafts(text)
        #expect(
            drafts.map(\.content) == [
                "Before any heading.", "Review › Costs\n\nToo high.\n\nTwice.",
                "Review › Costs › Rent\n\nLate.", "Review › Dates\n\nSoon.",
            ])
        #expect(
            drafts.map(\.context) == [
                nil, "Review › Costs", "Review › Costs › Rent", "Review › Dates",
            ])
        #expect(drafts.map(\.chunkIndex) == [0, 1, 2, 3])
        #expect(drafts.allSatisfy { $0.sessionID == "2026-03-02.md" })
    }

    @Test func lineEndsOfWindowsAreLineEnds() throws {
        let unix =
            "---\ntitle: T\ndate: 2026-03-02\ntags: [a]\n---\n# One\ntext\n\nmore\n## Two\nx\n"
        let expected = try drafts(unix)
        let windows = try drafts(unix.replacingOccurrences(of: "\n", with: "\r\n"))
        #expect(windows.map(\.content) == expected.map(\.content))
        #expect(windows.map(\.context) == expected.map(\.context))
        #expect(windows.map(\.tags) == expected.map(\.tags))
        #expect(windows.map(\.time) == expected.map(\.time))
    }

    @Test func frontMatterGivesTitleDateAndTags() throws {
        let drafts = try drafts(
            "---\nTitle: Launch\nDATE: 2026-03-02 09:30\ntags:\n  - a\n  - 'b c'\n---\nText.\n")
        #expect(drafts.map(\.content) == ["Launch\n\nText."])
        #expect(drafts[0].context == "Launch")
        #expect(drafts[0].tags == ["a", "b c"])
        #expect(drafts[0].time == .stated(try Moment(stated: "2026-03-02T09:30:00Z")))
    }

    @Test(arguments: [
        ("tags: a, b", ["a", "b"]), ("tags: a b", ["a", "b"]), ("keywords: [x]", ["x"]),
        ("tags:", []), ("tags: 5", ["5"]), ("tags: {a: 1}", []),
    ])
    func tagsAreAListOrOneText(_ line: String, _ expected: [String]) throws {
        #expect(try drafts("---\n\(line)\n---\nText.")[0].tags == expected)
    }

    /// File name, and the time the note has by it; nil where the file's own time counts.
    @Test(
        arguments: [
            ("2026-03-02-launch.md", "2026-03-02T00:00:00Z"),
            ("2026-03-02.md", "2026-03-02T00:00:00Z"),
            ("2026-03-02 Meeting.md", "2026-03-02T00:00:00Z"),
            ("2026_03_02.md", "2026-03-02T00:00:00Z"), ("2026.03.02.md", "2026-03-02T00:00:00Z"),
            ("20260302.md", "2026-03-02T00:00:00Z"),
            ("launch-2026-03-02.md", "2026-03-02T00:00:00Z"),
            ("202603021530 Zettel.md", "2026-03-02T15:30:00Z"),
            ("20260302153007.md", "2026-03-02T15:30:07Z"),
            ("2026/03/02.md", "2026-03-02T00:00:00Z"),
            ("Tag 02.03.2026.md", "2026-03-02T00:00:00Z"),
            ("2026-02-30-launch.md", nil), ("yesterday.md", nil), ("2026-03_02.md", nil),
            ("2 days ago.md", nil), ("1772442300.md", nil), ("120260302.md", nil),
            ("202603022530.md", nil), ("v2.10.2026.md", nil), ("note.md", nil),
        ] as [(String, String?)])
    func aDateInTheNameIsTheNotes(_ name: String, _ expected: String?) throws {
        let time = try drafts("Text.", name)[0].time
        if let expected {
            #expect(time == .stated(try Moment(stated: expected)))
        } else if case .inferred = time {
        } else {
            Issue.record("\(name) gave \(time)")
        }
    }

    @Test(arguments: ["```", "~~~", "   ```", "````"])
    func aHeadingInACodeFenceIsNoHeading(_ fence: String) throws {
        let text = "# Setup\n\(fence)sh\n# not a heading\n\nrun\n\(fence)\n# After\nText."
        let drafts = try drafts(text)
        #expect(drafts.map(\.context) == ["Setup", "After"])
        #expect(drafts[0].content.contains("# not a heading\n\nrun"))
    }

    @Test func aFenceEndsOnlyWithItsOwnKind() throws {
        let drafts = try drafts("# A\n```\n~~~\n# code\n```\n# B\nText.\n")
        #expect(drafts.map(\.context) == ["A", "B"])
        let longer = try self.drafts("# A\n````\n```\n# code\n```\n````\n# B\nText.\n")
        #expect(longer.map(\.context) == ["A", "B"])
    }

    @Test func aFenceThatIsNeverClosedRunsToTheEnd() throws {
        #expect(try drafts("# A\n```\n# code\ntext").map(\.context) == ["A"])
    }

    @Test(arguments: [
        "", "\n\n", "\u{feff}", "   \n\t\n",
    ])
    func aNoteThatSaysNothingGivesNothing(_ text: String) throws {
        #expect(try drafts(text).isEmpty)
    }

    @Test(arguments: ["#hashtag not a heading", "####### seven", "a # b", "#"])
    func whatOnlyLooksLikeAHeadingIsText(_ line: String) throws {
        #expect(try drafts(line).map(\.content) == [line])
    }

    @Test func aLongSectionIsCutBetweenParagraphs() throws {
        let paragraph = String(repeating: "word ", count: 180).trimmingCharacters(in: .whitespaces)
        let drafts = try drafts(
            "# H\n" + [paragraph, paragraph, paragraph].joined(separator: "\n\n"))
        #expect(
            drafts.map(\.content) == [
                "H\n\n" + paragraph + "\n\n" + paragraph, "H\n\n" + paragraph,
            ])
        #expect(drafts.map(\.context) == ["H", "H"])
    }

    @Test func chineseAndJapaneseNotesAreNotes() throws {
        let drafts = try drafts("---\ntitle: 日記\ntags: [水]\n---\n# 今日\n井戸が乾いた。\n", "日記/三月.md")
        #expect(drafts.map(\.content) == ["日記 › 今日\n\n井戸が乾いた。"])
        #expect(drafts[0].context == "日記 › 今日")
        #expect(drafts[0].tags == ["水"])
        #expect(drafts[0].sessionID == "日記/三月.md")
    }

    /// None of these may hang, crash or lose the note's text.
    @Test(arguments: [
        "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b]\n"
            + "d: &d [*c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d]\ntags: [*e, *e, *e, *e, *e]",
        "a: &a [*a]", "title: [unclosed", "title: !!python/object:os.system x", "\u{7}: x", ": :",
        "? [a]\n: b", "- a\n- b", "just text", "title: {a: b}", "date: [2026]", "tags: *nowhere",
    ])
    func hostileFrontMatterDoesNotLoseTheNote(_ yaml: String) throws {
        let drafts = try drafts("---\n\(yaml)\n---\nThe text.\n")
        #expect(drafts.last?.content.hasSuffix("The text.") == true)
    }

    @Test func aDateThatCannotBeReadIsNamedAndRefusesNothing() throws {
        let engine = try home.open()
        try home.write("notes/a/b.md", "---\ndate: soon\n---\nText.")
        let report = try engine.take(home.directory.appending(path: "notes"))
        #expect(report.stored == 1)
        #expect(report.refused.isEmpty)
        #expect(report.remarks.map(\.place) == ["a/b.md"])
        #expect(report.remarks[0].reason.hasPrefix("the date in the front matter cannot be read"))
        #expect(try engine.all()[0].metadata?.contains("soon") == true)
    }

    @Test func aFolderIsReadByPathAndHiddenFilesAreLeftOut() throws {
        let engine = try home.open()
        try home.write("notes/b.md", "Second.")
        try home.write("notes/a/z.markdown", "First.")
        try home.write("notes/c.txt", "Not a note.")
        try home.write("notes/.obsidian/x.md", "Hidden.")
        try home.write("notes/.hidden.md", "Hidden.")
        let folder = home.directory.appending(path: "notes")
        #expect(try engine.take(folder).stored == 2)
        #expect(Set(try engine.all().compactMap(\.sessionID)) == ["a/z.markdown", "b.md"])
    }

    @Test func aSecondImportStoresNothingEvenWhenFilesWereTouched() throws {
        let engine = try home.open()
        let file = try home.write("notes/a.md", "# One\nText.\n# Two\nMore.\n")
        let folder = home.directory.appending(path: "notes")
        #expect(try engine.take(folder).stored == 2)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: file.path
        )
        let second = try engine.take(folder)
        #expect(second.stored == 0)
        #expect(second.known == 2)
    }

    @Test func partsKnowTheFirstPartOfTheirNote() throws {
        let engine = try home.open()
        try engine.take(try home.write("2026-03-02.md", "# One\nText.\n# Two\nMore.\n"))
        let memories = try engine.all()
        #expect(memories.compactMap(\.parentID) == [memories[0].id])
    }

    @Test func aNoteThatIsNotUTF8IsNamedAndKeepGoingLeavesItOut() throws {
        let engine = try home.open()
        try home.write("notes/good.md", "Text.")
        try home.write("notes/bad.md", Data([0x63, 0x61, 0x66, 0xe9, 0x0a]))
        try home.write("notes/nul.md", "a\u{0}b")
        let folder = home.directory.appending(path: "notes")
        let error = try #require(memoryError { try engine.take(folder) })
        #expect(error.message.contains("bad.md: the file is not UTF-8 (near byte"))
        #expect(try engine.all().isEmpty)
        let report = try engine.take(folder, keepsGoing: true)
        #expect(report.stored == 1)
        #expect(report.refused.map(\.place) == ["bad.md", "nul.md"])
    }

    @Test(arguments: [(0, 1), (5, 1), (200, 2), (99_999, 1000)])
    func theBytesThatAreNotUTF8AreFound(_ place: Int, _ line: Int) throws {
        var data = Data((String(repeating: "a", count: 99) + "\n").utf8)
        while data.count < 100_000 { data.append(data) }
        data[place] = 0xff
        let error = memoryError { _ = try TextFile.text(data, of: "x") }
        let words = error?.message.split { !$0.isNumber }.compactMap { Int($0) } ?? []
        // "near byte B, line L"; the 8 of UTF-8 comes first.
        #expect(words.count >= 3 && abs(words[1] - place) <= 4, "\(error?.message ?? "")")
        #expect(abs(words[2] - data.prefix(place).filter { $0 == 10 }.count - 1) <= 1)
    }
}
