import DuckDB
import Foundation
import PostgreSQLTestSupport
import Testing

@testable import Memory

@Suite struct InterruptedForgetTests {
    private static let secret = "the combination is quince-marmalade-forty-one"

    @Test func aStartFinishesAnErasureThatWasInterrupted() throws {
        let place = try TemporaryHome()
        try eraseAndStop(place)
        #expect(try holdsSecret(place.home))
        _ = try place.open()
        #expect(try !holdsSecret(place.home))
        #expect(!FileManager.default.fileExists(atPath: place.home.erasureMark.path))
    }

    @Test func aFinishedErasureLeavesNoMark() throws {
        let place = try TemporaryHome()
        let engine = try place.open()
        let id = try tell(engine)
        let memory = try #require(try engine.store.memory(id, namespace: "default"))
        _ = try engine.forget(memory)
        #expect(try !holdsSecret(place.home))
        #expect(!FileManager.default.fileExists(atPath: place.home.erasureMark.path))
    }

    /// The text is written anew beside the old, for which there may be no room.
    @Test func withoutRoomForAnErasureEverythingElseGoesOn() throws {
        let place = try TemporaryHome()
        let folder = place.home.directory
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let disk = SmallDisk(at: folder, megabytes: 6) else { return }
        defer { withExtendedLifetime(disk) {} }
        try eraseAndStop(place)
        let space = try #require(
            try FileManager.default.attributesOfFileSystem(forPath: folder.path)[.systemFreeSize]
                as? Int)
        let fill = folder.appending(path: "fill")
        try Data(count: space - 200_000).write(to: fill)
        do {
            let engine = try place.open()
            #expect(engine.unfinishedErasure?.message.contains("No space left") == true)
            let answer = try engine.recall(
                "quince marmalade", options: RecallOptions(namespace: "default"))
            #expect(!answer.results.contains { $0.memory.content == Self.secret })
            _ = try engine.remember(try MemoryDraft("told meanwhile", at: "2026-05-13T12:00:00Z"))
            #expect(try engine.all().map(\.content).contains("told meanwhile"))
            // One erasure after the other.
            let memory = try #require(try engine.all().first)
            #expect(throws: MemoryError.self) { try engine.forget(memory) }
            #expect(try engine.all().contains { $0.id == memory.id })
        }
        #expect(FileManager.default.fileExists(atPath: place.home.erasureMark.path))
        try FileManager.default.removeItem(at: fill)
        #expect(try place.open().unfinishedErasure == nil)
        #expect(try !holdsSecret(place.home))
        #expect(!FileManager.default.fileExists(atPath: place.home.erasureMark.path))
    }

    /// A file that is not whole would be taken for damaged for ever.
    @Test func aFileThatWasHalfMadeIsMadeAnew() throws {
        let place = try TemporaryHome()
        let half = [place.home.storeFile, place.home.sleepFile].map {
            $0.appendingPathExtension("making")
        }
        try FileManager.default.createDirectory(
            at: place.home.directory, withIntermediateDirectories: true)
        for file in half { try Data(count: 4096).write(to: file) }
        #expect(try place.open().all().isEmpty)
        for file in half { #expect(!FileManager.default.fileExists(atPath: file.path)) }
    }

    /// A disk that fills up in the middle of the first start.
    @Test(arguments: [4, 8, 12, 16]) func aFirstStartWithoutRoomIsDoneAgainWithRoom(
        _ kilobytes: Int
    ) throws {
        let place = try TemporaryHome()
        let folder = place.home.directory
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let disk = SmallDisk(at: folder, megabytes: 6) else { return }
        defer { withExtendedLifetime(disk) {} }
        let space = try #require(
            try FileManager.default.attributesOfFileSystem(forPath: folder.path)[.systemFreeSize]
                as? Int)
        let fill = folder.appending(path: "fill")
        try Data(count: space - kilobytes << 10).write(to: fill)
        let told = try? place.open().remember(try MemoryDraft("told without room"))
        try FileManager.default.removeItem(at: fill)
        let engine = try place.open()
        #expect(try engine.all().count == (told == nil ? 0 : 1))
        #expect(engine.sleepDamage == nil)
    }

    /// Does what `forget` does up to the moment before the files are written anew.
    private func eraseAndStop(_ place: TemporaryHome) throws {
        let engine = try place.open()
        let id = try tell(engine)
        let memory = try #require(try engine.store.memory(id, namespace: "default"))
        // On disk, so that there is something to leave behind.
        try engine.connection.execute("CHECKPOINT source_memories")
        #expect(FileManager.default.createFile(atPath: place.home.erasureMark.path, contents: nil))
        _ = try engine.store.erase(
            memory, receipt: UUID(), at: .earliest, digest: String(repeating: "0", count: 64))
    }

    private func tell(_ engine: MemoryEngine) throws -> UUID {
        for number in 0..<50 {
            _ = try engine.remember(
                MemoryDraft(namespace: "default", content: "note \(number)", time: .unknown(nil)))
        }
        return try engine.remember(
            MemoryDraft(namespace: "default", content: Self.secret, time: .unknown(nil))
        ).id
    }

    private func holdsSecret(_ home: Home) throws -> Bool {
        try FileManager.default.subpathsOfDirectory(atPath: home.directory.path).contains { name in
            let file = home.directory.appending(path: name).path
            let data = FileManager.default.contents(atPath: file)
            return data?.range(of: Data(Self.secret.utf8)) != nil
        }
    }
}
