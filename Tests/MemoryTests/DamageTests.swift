import Foundation
import Testing

@testable import Memory

/// A file that was damaged is told to be, or still gives right answers; nothing ever crashes.
@Suite struct DamageTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    /// Uses a home in every way, and gives the first error.
    private func use(_ home: TemporaryHome) -> MemoryError? {
        memoryError {
            let engine = try home.open()
            _ = try engine.recall("pump", options: RecallOptions(namespace: "default"))
            _ = try engine.exported()
            _ = try engine.statistics(namespace: nil)
            _ = try engine.remember(try MemoryDraft("one more"))
            _ = try engine.sleep(SleepRequest())
            try engine.flush()
        }
    }

    private func fill() throws {
        let engine = try home.open()
        let drafts = try (0..<400).map {
            try MemoryDraft("pump number \($0) \(UUID())", at: "2026-03-02", session: "s\($0 / 20)")
        }
        _ = try engine.store.remember(drafts, now: engine.now)
        _ = try engine.sleep(SleepRequest())
    }

    private func isClear(_ error: MemoryError, _ file: String) -> Bool {
        switch error.code {
        case .damaged, .storage, .homeUnusable: error.message.contains(file)
        // The model that came upon the fault is named.
        case .sleepFailed: error.message.contains("Corrupt") || error.message.contains(file)
        default: false
        }
    }

    @Test func flippedBytesAndCutFilesAreNoticedOrHarmless() throws {
        try fill()
        let files = [home.home.storeFile, home.home.sleepFile]
        let intact = try files.map { ($0, try Data(contentsOf: $0)) }
        for (file, whole) in intact {
            var random = SplitMix(state: 8)
            // The headers, then anywhere.
            var places = [0, 8, 20, 4096, 8200, 12_288, whole.count - 1]
            places += (0..<3).map { _ in Int.random(in: 0..<whole.count, using: &random) }
            var damages: [Data] = places.map { place in
                var data = whole
                for at in place..<min(place + 16, data.count) { data[at] ^= 0xa5 }
                return data
            }
            damages += [1, 4096, 12_288, whole.count / 2, whole.count - 4096].map {
                whole.prefix($0)
            }
            damages += [Data("not a database\n".utf8), Data(count: 20_000)]
            for (number, damage) in damages.enumerated() {
                for (url, data) in intact { try data.write(to: url) }
                for wal in ["memories.duckdb.wal", "sleep.duckdb.wal"] {
                    try? FileManager.default.removeItem(
                        at: home.home.directory.appending(path: wal))
                }
                try damage.write(to: file)
                if let error = use(home) {
                    #expect(
                        isClear(error, file.lastPathComponent), "\(number): \(error.code) \(error)")
                }
            }
        }
    }

    @Test func aFileThatIsNoDatabaseIsToldToBeDamagedAndNotReplaced() throws {
        try fill()
        let junk = Data("hello, I am a text file\n".utf8)
        try junk.write(to: home.home.storeFile)
        let error = try #require(use(home))
        #expect(error.code == .damaged)
        #expect(error.message.contains("Restore it from a backup"))
        #expect(try Data(contentsOf: home.home.storeFile) == junk)
    }

    @Test func damageToWhatSleepMadeSaysThatItCanBeMadeAgain() throws {
        try fill()
        try Data("hello, I am a text file\n".utf8).write(to: home.home.sleepFile)
        let error = try #require(use(home))
        #expect(error.code == .damaged)
        #expect(error.message.contains("sleep.duckdb"))
        #expect(error.message.contains("remove it"))
        try FileManager.default.removeItem(at: home.home.sleepFile)
        #expect(use(home) == nil)
    }

    @Test func aFolderWhereTheFileShouldBeIsToldClearly() throws {
        try FileManager.default.createDirectory(
            at: home.home.storeFile, withIntermediateDirectories: true)
        let error = try #require(use(home))
        #expect(isClear(error, "memories.duckdb"))
    }

    @Test func aFileWhereTheHomeShouldBeIsToldClearly() throws {
        try home.write("home", "a file")
        let error = try #require(use(home))
        #expect(error.code == .homeUnusable)
        #expect(error.message.contains("--home"))
    }
}
