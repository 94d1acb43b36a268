import Foundation
import JSON
import Testing

@testable import Memory

@Suite struct GitHistoryTests {
    private let home: TemporaryHome
    private var repository: URL { home.directory.appending(path: "repo") }

    init() throws {
        home = try TemporaryHome()
        try FileManager.default.createDirectory(at: repository, withIntermediateDirectories: true)
        try git(["init", "-q", "-b", "main"])
    }

    private func git(_ arguments: [String], at time: String = "2026-03-02T09:05:00+0100") throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", repository.path] + arguments
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "HOME": home.directory.path, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ada Ünal", "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Bot", "GIT_COMMITTER_EMAIL": "bot@example.org",
            "GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": "2026-03-09T00:00:00Z",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "git \(arguments)")
    }

    private func commit(_ message: String, _ file: String? = nil, at time: String? = nil) throws {
        if let file {
            try home.write("repo/" + file, UUID().uuidString)
            try git(["add", "-A"])
        }
        try git(
            [
                "commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim",
                "-m", message,
            ],
            at: time ?? "2026-03-02T09:05:00+0100")
    }

    private func drafts() throws -> [MemoryDraft] {
        try GitHistory(namespace: "default").drafts(of: repository)
    }

    @Test func aCommitIsAMemoryOfItsAuthorAtTheAuthorsTime() throws {
        try commit("Add the pump\n\nIt was dry.\n", "pump.txt", at: "2026-03-02T23:30:00-0500")
        let draft = try #require(try drafts().first)
        #expect(draft.content == "Add the pump\n\nIt was dry.")
        #expect(draft.speaker == "Ada Ünal")
        #expect(draft.time == .stated(try Moment(stated: "2026-03-03T04:30:00Z")))
        #expect(draft.sessionID == "git/repo/2026-03-02")
        #expect(draft.context == "files: pump.txt")
        let metadata = try JSON.parse(draft.metadata ?? "")
        #expect(metadata["email"]?.string == "ada@example.org")
        #expect(metadata["commit"]?.string?.count == 40)
        #expect(metadata["authored_at"]?.string == "2026-03-02T23:30:00-05:00")
    }

    /// A clone that left the files' contents behind, away from where it could fetch them.
    @Test func aPartialCloneIsReadWithoutTheContentsOfItsFiles() throws {
        try commit("one", "a.txt")
        try commit("two", "b.txt")
        try git(["mv", "a.txt", "c.txt"])
        try commit("three")
        try git(["config", "uploadpack.allowFilter", "true"])
        let clone = home.directory.appending(path: "clone")
        try git([
            "clone", "-q", "--no-checkout", "--filter=blob:none",
            "file://" + repository.path, clone.path,
        ])
        try FileManager.default.removeItem(at: repository)
        let drafts = try GitHistory(namespace: "default").drafts(of: clone)
        #expect(drafts.map(\.content) == ["one", "two", "three"])
        #expect(drafts.last?.context == "files: a.txt, c.txt")
    }

    /// Settings of the user's that change what git prints.
    @Test func theUsersSettingsOfGitChangeNothing() throws {
        try commit("one", "ä.txt")
        let plain = try drafts()
        for (name, value) in [
            ("log.showRoot", "false"), ("log.follow", "true"), ("color.ui", "always"),
            ("log.date", "relative"), ("diff.renames", "copies"), ("log.showSignature", "true"),
            ("format.pretty", "oneline"), ("log.decorate", "full"), ("core.pager", "false"),
        ] { try git(["config", name, value]) }
        #expect(try drafts() == plain)
    }

    @Test func anEmptyMessageIsSaidToBeOne() throws {
        try commit("")
        #expect(try drafts().map(\.content) == ["(no message)"])
    }

    @Test func mergesAreMemoriesToo() throws {
        try commit("base", "a")
        try git(["checkout", "-q", "-b", "side"])
        try commit("side work", "b", at: "2026-03-03T10:00:00+0100")
        try git(["checkout", "-q", "main"])
        try commit("main work", "c", at: "2026-03-04T10:00:00+0100")
        try git(
            ["merge", "-q", "--no-ff", "-m", "Merge side", "side"], at: "2026-03-05T10:00:00+0100")
        #expect(
            Set(try drafts().map(\.content)) == ["base", "side work", "main work", "Merge side"])
    }

    @Test func namesOfFilesAreReadableInAnyScript() throws {
        try commit("Notes", "日記 \"x\".md")
        #expect(try drafts().first?.context?.contains("日記") == true)
    }

    @Test(arguments: [
        "a\u{1e}b", "a\u{1f}b\u{1f}", "emoji 🦔 中文", "tab\tand \u{1b}[31mred", "a\r\nb",
    ])
    func noCharacterOfAMessageIsTakenForABorder(_ message: String) throws {
        try commit("before")
        try commit(message)
        try commit("after")
        #expect(
            try drafts().map(\.content) == [
                "before", message.trimmingCharacters(in: .whitespacesAndNewlines), "after",
            ])
    }

    @Test func manyFilesAreCounted() throws {
        for number in 0..<12 { try home.write("repo/f\(number)", "x") }
        try commit("Many", "g")
        #expect(try drafts().first?.context?.hasSuffix(" and 5 more") == true)
    }

    @Test func aSecondImportStoresNothingAndLaterCommitsAreAdded() throws {
        let engine = try home.open()
        try commit("one", "a")
        try commit("two", "b", at: "2026-03-02T10:00:00+0100")
        #expect(try engine.take(repository).stored == 2)
        #expect(try engine.take(repository).stored == 0)
        try commit("three", "c")
        let third = try engine.take(repository)
        #expect(third.stored == 1)
        #expect(third.known == 2)
        #expect(third.recognition.formats == [.git])
    }

    @Test func aRepositoryWithoutCommitsAndAFolderThatIsNoneSaySo() throws {
        let engine = try home.open()
        let empty = memoryError { try engine.take(repository) }
        #expect(empty?.message.contains("git cannot read the history") == true)
        let plain = home.directory.appending(path: "plain")
        try FileManager.default.createDirectory(at: plain, withIntermediateDirectories: true)
        #expect(memoryError { try engine.take(plain, .git) }?.code == .invalidInput)
    }
}
