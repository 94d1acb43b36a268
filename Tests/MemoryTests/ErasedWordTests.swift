import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Memory

/// A word that only what was forgotten had is nowhere on the server once what the receipt says has run.
@Suite(.enabled(if: TestServer.isInstalled(), "there is no PostgreSQL server here"))
struct ErasedWordTests {
    struct Place: Sendable, CustomTestStringConvertible {
        var flavour: TestServer.Flavour
        var isSuperuser: Bool
        var isPooled = false
        var testDescription: String {
            "\(flavour), \(isSuperuser ? "superuser" : "owner")\(isPooled ? ", pooled" : "")"
        }
    }

    private static let places =
        [TestServer.Flavour.full, .debian]
        .filter { TestServer.isInstalled($0) }
        .flatMap {
            [Place(flavour: $0, isSuperuser: true), Place(flavour: $0, isSuperuser: false)]
        }
        + (TestPooler.isInstalled
            ? [true, false].map { Place(flavour: .full, isSuperuser: $0, isPooled: true) } : [])

    private static let texts = (0..<3).map {
        "Zyxommata keeps the quincemarmalading in cellar \($0), Flibbertigibbeta told Xylographina"
    }

    /// The table is empty then, and ANALYZE leaves the statistics of an empty table alone.
    @Test(arguments: places)
    func nothingHasTheWordOfTheLastMemory(_ place: Place) throws {
        let server = try TestServer.start(place.flavour)
        defer { server.stop(.quit) }
        let database = try TestDatabase(
            on: server, pooler: place.isPooled ? try TestPooler(before: server) : nil)
        let connection = try database.connect()
        defer { connection.close() }
        let home = try TemporaryHome(database: database)
        var options = EngineOptions(now: { .earliest }, randomID: { UUID() })
        options.databaseURL = database.url
        options.extensionDirectory = Bootstrapped.extensions
        if !place.isSuperuser {
            try connection.execute(
                script: """
                    CREATE ROLE keeper LOGIN;
                    ALTER DATABASE "\(database.name)" OWNER TO keeper
                    """)
            options.databaseURL = database.url.replacing(
                "postgres://postgres@", with: "postgres://keeper@")
        }
        let engine = try MemoryEngine(home: home.home, options: options)
        var told: [MemoryRecord] = []
        for text in Self.texts {
            let id = try engine.remember(try MemoryDraft(text, by: "Zyxommata", session: "s")).id
            told.append(try #require(try engine.store.memory(id, namespace: "default")))
        }
        _ = try engine.sleep(SleepRequest())
        let lexemes = try connection.query(
            """
            SELECT DISTINCT lexeme FROM unnest(ARRAY['english', 'simple']::regconfig[]) AS c,
                LATERAL unnest(to_tsvector(c, \(Self.texts[0]))) WHERE length(lexeme) > 8
            """
        ).values(0, as: String.self)
        #expect(lexemes.count >= 4)
        try connection.query("ANALYZE")
        #expect(
            try !statistics(connection).filter { row in lexemes.contains { row.contains($0) } }
                .isEmpty)

        var receipt: ErasureReceipt?
        for memory in told {
            receipt = try engine.forget(memory)
            try #expect(engine.verify(#require(receipt)) == [])
        }
        let pending = try #require(receipt).pending
        if place.isSuperuser {
            #expect(!pending.contains { $0.contains("statistics") }, "\(pending)")
        }
        for line in pending {
            guard let said = line.components(separatedBy: " runs ").dropFirst().first,
                ["VACUUM", "ANALYZE", "DELETE"].contains(where: said.hasPrefix)
            else { continue }
            try connection.query(PostgresQuery(unescaped: said))
        }
        try connection.query("CHECKPOINT")

        let words = lexemes + ["Zyxommata", "Flibbertigibbeta", "Xylographina"]
        func has(_ text: String) -> Bool { words.contains { text.contains($0) } }
        #expect(try statistics(connection).filter(has) == [], "\(pending)")
        let tables = try connection.query(
            """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname NOT IN ('information_schema')
                AND n.nspname !~ '^pg_'
            """
        ).values(0, as: String.self)
        #expect(tables.count > 20)
        for table in tables {
            let rows = try connection.query(
                PostgresQuery(unescaped: "SELECT t::text FROM \(table) t"))
            #expect(try rows.values(0, as: String.self).filter(has) == [], "\(table)")
        }
        #expect(try files(holding: words, in: server.folder, but: "pg_wal") == [], "\(pending)")
        #expect(try files(holding: words, in: home.directory, but: "pg_wal") == [])
    }

    /// A transaction that may still read the deleted rows keeps them in the pages: the receipt says so.
    @Test func anOpenTransactionIsNamed() throws {
        let home = try TemporaryHome(store: .postgreSQL)
        let engine = try home.open()
        let id = try engine.remember(try MemoryDraft(Self.texts[0])).id
        let memory = try #require(try engine.store.memory(id, namespace: "default"))
        let reader = try #require(try home.database?.connect())
        defer { reader.close() }
        try reader.execute(
            script: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class")
        let receipt = try engine.forget(memory)
        #expect(receipt.pending.contains { $0.contains("process \(reader.serverProcess)") })
        try reader.execute(script: "ROLLBACK")
    }

    private func statistics(_ connection: BlockingConnection) throws -> [String] {
        try connection.query(
            "SELECT concat_ws('|', s.starelid::regclass, s.staattnum, s::text) FROM pg_statistic s"
        ).values(0, as: String.self)
    }

    private func files(holding words: [String], in folder: URL, but left: String) throws -> [String]
    {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { name in
            guard !name.contains(left),
                let data = FileManager.default.contents(atPath: folder.appending(path: name).path)
            else { return false }
            return words.contains { data.range(of: Data($0.utf8)) != nil }
        }
    }
}
