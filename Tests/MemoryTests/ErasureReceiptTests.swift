import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Memory

/// Receipts, marks of erasures that are not finished, and what is left on a server.
@Suite struct ErasureReceiptTests {
    private static let secret = "the combination is quince-marmalade-forty-one, says Zyxomma"

    @Test(arguments: StoreKind.available)
    func aReceiptIsInTheHomeAndComplete(kind: StoreKind) throws {
        let place = try TemporaryHome(store: kind)
        let engine = try place.open()
        let receipt = try engine.forget(try tell(engine))
        let kept = try ReceiptFolder(engine.home).receipt(receipt.id)
        #expect(kept == receipt && kept.isComplete)
        #expect(!kept.pending.isEmpty && !kept.checked.isEmpty)
        #expect(try engine.verify(kept) == [])
        let text = try String(
            contentsOf: ReceiptFolder(engine.home).file(of: receipt.id), encoding: .utf8)
        #expect(!text.contains("quince"))
    }

    /// The process ends after the receipt is written: who asked did not hear that it failed, so the
    /// next start finishes it.
    @Test(arguments: StoreKind.available)
    func aStartFinishesWhatAReceiptHasBegun(kind: StoreKind) throws {
        let place = try TemporaryHome(store: kind)
        var id = UUID()
        try {
            let engine = try place.open()
            let memory = try tell(engine)
            id = memory.id
            let receipt = ErasureReceipt(
                id: UUID(), namespace: "default", memoryID: id, erasedAt: .earliest,
                digest: String(repeating: "0", count: 64), removed: [], isComplete: false)
            try engine.home.create()
            try ReceiptFolder(engine.home).write(receipt)
            try engine.markErasure(receipt.id)
        }()
        let engine = try place.open()
        #expect(try engine.store.memory(id, namespace: "default") == nil)
        #expect(!FileManager.default.fileExists(atPath: engine.home.erasureMark.path))
    }

    @Test(.enabled(if: TestServer.isInstalled(), "there is no PostgreSQL server here"))
    func aForgetOnAServerLeavesTheMarkOfTheFileAlone() throws {
        let file = try TemporaryHome()
        let mark = file.home.erasureMark
        try {
            let engine = try file.open()
            _ = try tell(engine)
            try engine.markErasure()
        }()
        let database = try TestDatabase()
        var options = EngineOptions(now: { .earliest }, randomID: { UUID() })
        options.databaseURL = database.url
        let engine = try MemoryEngine(home: file.home, options: options)
        _ = try engine.forget(try tell(engine))
        #expect(FileManager.default.fileExists(atPath: mark.path))
        #expect(engine.home.erasureMark != mark)
    }

    /// A database has one mark, whatever address it is reached by; one by the address, as of an
    /// earlier version, is taken up.
    @Test(
        .enabled(if: TestServer.isInstalled(), "there is no PostgreSQL server here"),
        .enabled(if: TestPooler.isInstalled, "\(TestPooler.missing)"), arguments: [false, true])
    func anErasureInterruptedOverAPoolerIsFinishedDirectly(isOfEarlierVersion: Bool) throws {
        let place = try TemporaryHome()
        let database = try TestDatabase()
        let pooler = try TestPooler.shared(before: database.server)
        func open(_ url: String) throws -> MemoryEngine {
            try place.open { $0.databaseURL = url }
        }
        let direct = database.server.url(database: database.name)
        var id = UUID()
        try {
            let engine = try open(
                isOfEarlierVersion ? direct : pooler.url(database: database.name))
            let memory = try tell(engine)
            id = memory.id
            let receipt = ErasureReceipt(
                id: UUID(), namespace: "default", memoryID: id, erasedAt: .earliest,
                digest: String(repeating: "0", count: 64), removed: [], isComplete: false)
            try engine.home.create()
            try ReceiptFolder(engine.home).write(receipt)
            try engine.markErasure(receipt.id)
            if isOfEarlierVersion {
                let old = engine.home.directory.appending(
                    path: Home.erasureMarkName(ofServer: engine.store.place))
                try FileManager.default.moveItem(at: engine.home.erasureMark, to: old)
            }
        }()
        let engine = try open(direct)
        #expect(try engine.store.memory(id, namespace: "default") == nil)
        let left = try FileManager.default.contentsOfDirectory(
            atPath: engine.home.erasureMark.deletingLastPathComponent().path)
        #expect(!left.contains { $0.hasPrefix("erasing") })
        // Another database of the server is another.
        let other = try TestDatabase()
        let there = try open(other.server.url(database: other.name))
        #expect(there.home.erasureMark != engine.home.erasureMark)
    }

    /// Greps the files of a server of its own.
    @Test(
        .enabled(if: TestServer.isInstalled(), "there is no PostgreSQL server here"),
        arguments: TestPooler.isInstalled ? [false, true] : [false])
    func noByteIsLeftInTheFilesOfAServer(isPooled: Bool) throws {
        let server = try TestServer.start()
        defer { server.stop(.quit) }
        let database = try TestDatabase(
            on: server, extensions: ["vector"],
            pooler: isPooled ? try TestPooler(before: server) : nil)
        let place = try TemporaryHome(database: database)
        let engine = try place.open()
        let memory = try tell(engine)
        _ = try engine.sleep(SleepRequest())
        let connection = try database.connect()
        // Statistics repeat values.
        try connection.query("ANALYZE")
        try connection.query("CHECKPOINT")
        #expect(try !holding("quince-marmalade", in: server.folder, but: ["pg_wal"]).isEmpty)
        let receipt = try engine.forget(memory)
        #expect(try engine.verify(receipt) == [])
        try connection.query("CHECKPOINT")
        let left = try holding("quince-marmalade", in: server.folder, but: ["pg_wal"])
        let names = try left.map { name in
            let node = name.split(separator: "/").last.map(String.init) ?? ""
            let table: String? = try connection.query(
                "SELECT relname::text FROM pg_class WHERE relfilenode = \(Int(node) ?? 0)"
            ).first?.decode(0)
            return "\(name): \(table ?? "none")"
        }
        #expect(names == [], "\(names) \(receipt.pending)")
        #expect(try holding("quince-marmalade", in: place.home.directory, but: []) == [])
        #expect(receipt.pending.contains { $0.contains("write-ahead log") })
    }

    private func holding(_ text: String, in folder: URL, but left: [String]) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { name in
            guard !left.contains(where: name.contains),
                let data = FileManager.default.contents(atPath: folder.appending(path: name).path)
            else { return false }
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    private func tell(_ engine: MemoryEngine) throws -> MemoryRecord {
        for number in 0..<50 {
            _ = try engine.remember(try MemoryDraft("note \(number) about the garden"))
        }
        let id = try engine.remember(try MemoryDraft(Self.secret)).id
        return try #require(try engine.store.memory(id, namespace: "default"))
    }
}
