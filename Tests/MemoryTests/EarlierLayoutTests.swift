import DuckDB
import Foundation
import Hashing
import PostgreSQL
import PostgreSQLTestSupport
import Schema
import Testing

@testable import Memory

/// Homes and servers of the first layout are brought up to date, ids kept.
@Suite struct EarlierLayoutTests {
    /// A memory as the first layout kept it: its id told neither speakers nor places apart.
    private struct Earlier {
        var content: String
        var speaker: String?
        var role: String?
        var session: String?
        var time: Moment?

        var hash: String { SHA256.hexadecimal(content) }

        var id: UUID {
            let key = MemoryIdentity.key(
                namespace: "default", session: session, time: time, contentHash: hash)
            return MemoryIdentity.id(time: time, keyHash: SHA256.hexadecimal(key))
        }
    }

    private static let minute = Moment(microseconds: 1_772_442_300_000_000)

    /// What an earlier program kept of the file below.
    private static let kept = [
        Earlier(content: "I vote for Lisbon", speaker: "Ana", session: "v", time: minute),
        Earlier(content: "yes", role: "user"),
        Earlier(content: "plain", time: minute),
        Earlier(content: "tea", speaker: "Ben"),
    ]

    private static let file = """
        {"content":"I vote for Lisbon","speaker":"Ana","session":"v","at":1772442300}
        {"content":"I vote for Lisbon","speaker":"Ben","session":"v","at":1772442300}
        {"content":"yes","role":"user"}
        {"content":"yes","role":"assistant"}
        {"content":"yes","role":"user"}
        {"content":"plain","at":1772442300}
        {"content":"tea","speaker":"Ben"}
        """

    /// The tables of a file of version 1, word for word.
    private static let firstTables = """
        CREATE TABLE memory (
            id UUID PRIMARY KEY,
            namespace VARCHAR NOT NULL,
            content VARCHAR NOT NULL,
            content_hash VARCHAR NOT NULL,
            role VARCHAR,
            speaker VARCHAR,
            session_id VARCHAR,
            context VARCHAR,
            tags VARCHAR[] NOT NULL,
            metadata JSON,
            occurred_at TIMESTAMPTZ NOT NULL,
            recorded_at TIMESTAMPTZ NOT NULL,
            parent_id UUID,
            chunk_index INTEGER,
            time_source VARCHAR NOT NULL
        );
        CREATE TABLE embedding (
            memory_id UUID NOT NULL, model VARCHAR NOT NULL, vector FLOAT[] NOT NULL);
        CREATE TABLE access (
            recall_id UUID NOT NULL, namespace VARCHAR NOT NULL, memory_id UUID NOT NULL,
            rank INTEGER NOT NULL, accessed_at TIMESTAMPTZ NOT NULL);
        CREATE TABLE erasure (
            receipt_id UUID NOT NULL, namespace VARCHAR NOT NULL, memory_id UUID NOT NULL,
            erased_at TIMESTAMPTZ NOT NULL, digest VARCHAR NOT NULL);
        CREATE TABLE store (version INTEGER NOT NULL);
        INSERT INTO store VALUES (1);
        """

    /// A store of the first layout with what it kept.
    private func prepare(_ home: TemporaryHome) throws {
        if let database = home.database {
            _ = try home.open()
            let connection = try database.connect()
            let folder = try MigrationFolder(
                path: Bootstrapped.checkout.appending(path: "Sources/Memory/Migrations").path)
            let migrator = Migrator(
                folder, on: connection, options: .init(table: StoreMigrations.table))
            try migrator.run(.init(.down, to: MigrationVersion("0009")))
            for memory in Self.kept {
                let time = (memory.time ?? Self.minute).postgres
                try connection.query(
                    """
                    INSERT INTO dormouse.memory (id, namespace, content, content_hash, role,
                        speaker, session_id, occurred_at, recorded_at, time_source)
                    VALUES (\(memory.id), 'default', \(memory.content), \(memory.hash),
                        \(memory.role), \(memory.speaker), \(memory.session), \(time), \(time),
                        \(memory.time == nil ? "unknown" : "stated"))
                    """)
            }
            return
        }
        try FileManager.default.createDirectory(
            at: home.home.directory, withIntermediateDirectories: true)
        let connection = try Database(path: home.home.storeFile.path).connect()
        try connection.execute(Self.firstTables)
        for memory in Self.kept {
            let time = (memory.time ?? Self.minute).timestamp
            try connection.query(
                """
                INSERT INTO memory VALUES ($1, 'default', $2, $3, $4, $5, $6, NULL, [], NULL, $7,
                    $7, NULL, NULL, $8)
                """,
                [
                    .uuid(memory.id), .string(memory.content), .string(memory.hash),
                    memory.role.duckDBValue, memory.speaker.duckDBValue,
                    memory.session.duckDBValue, .timestamptz(time),
                    .string(memory.time == nil ? "unknown" : "stated"),
                ])
        }
    }

    @Test(arguments: StoreKind.slept)
    func idsAreKeptAndOnlyWhatWasLostIsNew(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        try prepare(home)
        let engine = try home.open()
        #expect(Set(try engine.all().map(\.id)) == Set(Self.kept.map(\.id)))
        let file = try home.write("chat.jsonl", Self.file)
        let report = try engine.take(file)
        #expect(report.stored == 3 && report.known == 4)
        #expect(try engine.take(file).stored == 0)
        #expect(Set(try engine.all().map(\.id)).isSuperset(of: Self.kept.map(\.id)))

        // There and back, and the file once more in the other home.
        let export = try engine.exported()
        let lines = try home.write("export.jsonl", export.joined(separator: "\n"))
        #expect(try engine.take(lines).stored == 0)
        let other = try TemporaryHome(store: kind).open()
        #expect(try other.take(lines).stored == 7)
        #expect(try other.exported() == export)
        #expect(try other.take(file).stored == 0)
        _ = try other.sleep(SleepRequest())
    }

    /// Whoever kept the file by itself meets an export of the earlier ids.
    @Test(arguments: StoreKind.available)
    func anExportOfEarlierIdsAddsNothingWhereTheFileIsKept(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        try prepare(home)
        let old = try home.open().exported().filter {
            $0.contains("stated") || !$0.contains("unknown")
        }
        let other = try TemporaryHome(store: kind)
        let engine = try other.open()
        try engine.take(try other.write("chat.jsonl", Self.file))
        #expect(
            try engine.take(try other.write("old.jsonl", old.joined(separator: "\n"))).stored == 0)
    }

    @Test func aHomeThatCanOnlyBeReadIsReadAsItIs() throws {
        let home = try TemporaryHome()
        try prepare(home)
        let files = try FileAccess(
            home: home.home, options: EngineOptions(now: { .latest }, randomID: { UUID() }),
            readOnly: true,
            prepare: { try StoreSchema.prepare($0, home.home.storeFile.path, readOnly: true) },
            take: ToldMemories.take)
        let store = DuckDBStore(files)
        #expect(try store.memory(Self.kept[0].id, namespace: "default")?.speaker == "Ana")
        #expect(try store.counts(namespace: nil, model: "m").memories == 4)
        #expect(
            try store.loadIndex(namespace: "default", model: "m", dimensions: 8).count == 4)
        #expect(try store.repetitions(of: Self.kept[0].id).count == 0)
        #expect(
            try Database(path: home.home.storeFile.path, options: .init(accessMode: .readOnly))
                .connect().query("SELECT version FROM store").first?.intValue == 1)
    }

    @Test(arguments: StoreKind.servers)
    func goingBackALayoutLosesNothing(_ kind: StoreKind) throws {
        let home = try TemporaryHome(store: kind)
        let engine = try home.open()
        try engine.take(try home.write("chat.jsonl", Self.file))
        let connection = try #require(try home.database?.connect())
        let folder = try MigrationFolder(
            path: Bootstrapped.checkout.appending(path: "Sources/Memory/Migrations").path)
        try Migrator(folder, on: connection, options: .init(table: StoreMigrations.table))
            .run(.init(.down, to: MigrationVersion("0009")))
        #expect(
            try connection.query("SELECT count(*) FROM dormouse.memory").value(as: Int.self) == 7)
        #expect(try home.open().all().count == 7)
    }
}
