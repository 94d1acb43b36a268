import DuckDB
import Foundation
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
