import Foundation
import Testing

@testable import Memory

@Suite struct ImportRecognitionTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    private func formats(_ files: [String]) throws -> [ImportFormat] {
        for file in files { try home.write("x/" + file, "text") }
        return try ImportRecognition.detect(home.directory.appending(path: "x")).formats
    }

    @Test(
        arguments: [
            (["a.md"], [.markdown]), ([".git/HEAD", "a.md", "b.md"], [.markdown]),
            ([".git/HEAD", "a.md", "x.png", "y.pdf", "z.pdf"], [.markdown]),
            ([".git/HEAD", ".obsidian/app.json", "a.md", "x.py", "y.py", "z.py"], [.markdown]),
            ([".git/HEAD", "README.md", "a.swift", "b.swift", "c.swift"], [.git]),
            ([".git/HEAD", "main.c"], [.git]), (["HEAD", "objects/x", "refs/y"], [.git]),
        ] as [([String], [ImportFormat])])
    func aFolderIsWhatMostOfItIs(_ files: [String], _ expected: [ImportFormat]) throws {
        #expect(try formats(files) == expected)
    }

    @Test func aVaultUnderGitSaysHowToTakeItsHistory() throws {
        _ = try formats([".git/HEAD", "a.md"])
        let recognition = try ImportRecognition.detect(home.directory.appending(path: "x"))
        #expect(recognition.reason.contains("Markdown notes (1 note, 0 other files)"))
        #expect(recognition.reason.contains("--format git"))
    }
}
