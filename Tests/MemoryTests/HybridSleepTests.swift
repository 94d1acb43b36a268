import DuckDB
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@testable import Memory

/// Memories in PostgreSQL, sleep in DuckDB, and what came of it back in PostgreSQL.
@Suite(.enabled(if: !StoreKind.servers.isEmpty, "there is no PostgreSQL server here"))
struct HybridSleepTests {
    private static let questions = [
        "Who set off the fire alarm?", "Where is the pump?", "Who is Gerald?",
        "What did Mara say about the lemon tree last week?", "hazelnuts", "When was the flood?",
        "What does Dov keep?", "Why did the release slip?",
    ]

    private func top(_ engine: MemoryEngine, asOf: Moment? = nil) throws -> [[UUID]] {
        var options = RecallOptions(namespace: "default")
        options.asOf = asOf
        return try Self.questions.map { question in
            try engine.recall(question, options: options).results.map(\.memory.id)
        }
    }

    @Test(arguments: StoreKind.sleptServers)
    func sleepAndRecallAreTheSameAsOverAFile(_ kind: StoreKind) throws {
        let homes = [
            try TemporaryHome(now: "2026-05-04T08:00:00Z"),
            try TemporaryHome(now: "2026-05-04T08:00:00Z", store: kind),
        ]
        var tops: [[[UUID]]] = []
        var digests: [[String: String]] = []
        var traces: [[Trace]] = []
        for home in homes {
            let engine = try home.open(model: true)
            try engine.take(Bootstrapped.journal)
            try engine.embedMissing()
            let report = try engine.sleep(SleepRequest())
            #expect(report.cycle == 1 && report.newMemories == 244)
            let answers = try top(engine)
            let past = try top(engine, asOf: try Moment(stated: "2026-04-01T00:00:00Z"))
            tops.append(answers + past)
            let memory = try #require(try engine.store.memory(answers[0][0], namespace: "default"))
            traces.append(try engine.traces(of: memory))
            var tables = try engine.derivedDigests()
            for name in ["cycle_view", "horizon", "memory", "embedding", "access"] {
                tables[name] = nil
            }
            digests.append(tables)
            let statistics = try engine.statistics(namespace: nil)
            #expect(statistics.derived.contains { $0.name == "associations" && $0.rows > 1000 })
            let again = try engine.sleep(SleepRequest())
            #expect(again.newMemories == 0)
        }
        #expect(tops[0] == tops[1])
        #expect(digests[0] == digests[1])
        #expect(traces[0] == traces[1])
    }

    @Test func anotherMachineRecallsWhatSleepMadeAndMakesTheSameOfIt() throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: .postgreSQL)
        let engine = try home.open()
        try engine.take(Bootstrapped.journal)
        _ = try engine.sleep(SleepRequest())
        _ = try engine.recall("hazelnuts", options: RecallOptions(namespace: "default"))
        try engine.flush()
        _ = try engine.remember(
            try MemoryDraft("The pump is dry again", at: "2026-01-03", session: "late"))
        try home.set(now: "2026-05-05T08:00:00Z")
        #expect(try engine.sleep(SleepRequest()).newMemories == 1)

        let elsewhere = try TemporaryHome(beside: home)
        let other = try elsewhere.open()
        #expect(try other.statistics(namespace: nil).cycles == 2)
        #expect(try top(other) == (try top(engine)))
        // Its own sleep database is empty: it sleeps through what was slept, with the same result.
        try elsewhere.set(now: "2026-05-05T09:00:00Z")
        let report = try other.sleep(SleepRequest())
        #expect(report.newMemories == 0)
        for table in ["stg_memories", "associations", "episodes", "semantic_memories"] {
            #expect(try made(other, table) == (try made(engine, table)), "\(table)")
        }
    }

    /// What the first two cycles made, whatever came later.
    private func made(_ engine: MemoryEngine, _ table: String) throws -> String? {
        try engine.connection.query(
            """
            SELECT count(*) || ' ' || coalesce(sum(hash(t))::VARCHAR, '')
            FROM \(identifier: table) t WHERE cycle <= 2
            """
        ).first?.stringValue
    }

    @Test func whatIsForgottenIsGoneFromEveryTableAndTheOtherMachineToo() throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: .postgreSQL)
        let engine = try home.open()
        try engine.take(Bootstrapped.journal)
        let id = try engine.remember(
            try MemoryDraft(
                "Zyxomma Quillfeather keeps nine okapi in Vlorstad", at: "2026-03-30T07:07:00Z",
                by: "Mara", session: "standup-2026-03-30")
        ).id
        _ = try engine.sleep(SleepRequest())
        let elsewhere = try TemporaryHome(beside: home)
        let other = try elsewhere.open()
        _ = try other.sleep(SleepRequest())
        let memory = try #require(try engine.store.memory(id, namespace: "default"))
        let receipt = try engine.forget(memory)
        #expect(receipt.removed.contains { $0.table == "episode_memory" })
        #expect(try engine.verify(receipt) == [])
        let left = try serverTables(home, holding: "okapi")
        #expect(left == [])
        #expect(
            try serverTables(home, holding: id.uuidString.lowercased()) == ["audit", "erasure"])
        // The other machine lets go of it when it sleeps next.
        _ = try other.sleep(SleepRequest())
        #expect(try other.verify(receipt) == [])
        #expect(
            try top(other).allSatisfy { !$0.contains(id) }
                && top(engine).allSatisfy { !$0.contains(id) })
    }

    /// The tables of the server that hold a text in whatever column.
    private func serverTables(_ home: TemporaryHome, holding text: String) throws -> [String] {
        let connection = try #require(try home.database?.connect())
        let tables = try connection.query(
            """
            SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'dormouse' AND c.relkind = 'r' ORDER BY 1
            """
        ).values(0, as: String.self)
        return try tables.filter { table in
            try connection.query(
                """
                SELECT EXISTS (SELECT FROM dormouse.\(identifier: table) t
                    WHERE lower(t::text) LIKE '%' || \(text)::text || '%')
                """
            ).value(as: Bool.self)
        }
    }

    @Test func twoSleepersDoNotSleepAtOnce() throws {
        let home = try TemporaryHome(store: .postgreSQL)
        let engine = try home.open()
        _ = try engine.remember(try MemoryDraft("one"))
        let server = try #require(engine.store as? PostgreSQLStore).server
        var lock: SleepLock? = try SleepLock(server, patience: .seconds(1))
        let other = try ServerConnection(
            url: try #require(home.database?.url), holder: "other", patience: .zero)
        let error = memoryError { _ = try SleepLock(other, patience: .zero) }
        #expect(error?.code == .homeBusy)
        #expect(error?.message.contains("sleeps on the memories") == true)
        #expect(lock != nil)
        lock = nil
        #expect(try engine.sleep(SleepRequest()).newMemories == 1)
    }

    @Test func whatWasSleptAndNotWrittenBackIsWrittenNextTime() throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: .postgreSQL)
        let engine = try home.open()
        try engine.take(Bootstrapped.journal)
        _ = try engine.sleep(SleepRequest())
        // As if it had been killed between the two.
        let connection = try #require(try home.database?.connect())
        try connection.execute(
            script: """
                TRUNCATE dormouse.sleep_cycle, dormouse.association, dormouse.fact,
                    dormouse.semantic_memory, dormouse.episode, dormouse.episode_memory,
                    dormouse.memory_strength, dormouse.staged_memory;
                INSERT INTO dormouse.arriving_association
                SELECT id, 1, id, namespace, 'half', 0, 0 FROM dormouse.memory LIMIT 5
                """)
        #expect(try engine.statistics(namespace: nil).cycles == 0)
        let report = try engine.sleep(SleepRequest())
        #expect(report.newMemories == 0)
        let statistics = try engine.statistics(namespace: nil)
        #expect(statistics.cycles >= 1)
        #expect(statistics.derived.contains { $0.name == "associations" && $0.rows > 1000 })
    }
}
