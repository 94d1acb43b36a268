import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Synchronization
import Testing

@testable import Memory

/// What happens to servers, and to memories meanwhile: nothing that was acknowledged is lost.
@Suite(
    .enabled(if: TestServer.isInstalled(), "there is no PostgreSQL server here"), .serialized)
struct ServerFaultTests {
    /// How a server is reached.
    enum Road: String, CaseIterable, CustomTestStringConvertible {
        case direct
        /// Through PgBouncer, which lends sessions by the transaction.
        case pooled

        var testDescription: String { rawValue }
        static let open = allCases.filter { $0 == .direct || TestPooler.isInstalled }
    }

    private func home(_ road: Road) throws -> (TemporaryHome, PrivateServer) {
        let server = try TestServer.start(.full, settings: ["fsync": "on"])
        let pooler = road == .pooled ? try TestPooler(before: server) : nil
        let database = try TestDatabase(on: server, pooler: pooler)
        return (try TemporaryHome(database: database), server)
    }

    /// The ids of what the database holds now.
    private func kept(_ home: TemporaryHome) throws -> Set<UUID> {
        Set(try home.open().all().map(\.id))
    }

    /// Runs `body` on a thread of its own.
    private func beside(_ body: @escaping @Sendable () -> Void) -> DispatchGroup {
        let group = DispatchGroup()
        group.enter()
        Thread.detachNewThread {
            body()
            group.leave()
        }
        return group
    }

    @Test(arguments: Road.open)
    func aServerThatIsKilledWhileMemoriesAreToldLosesNone(_ road: Road) throws {
        let (home, server) = try home(road)
        let engine = try home.open()
        let killer = beside {
            for _ in 0..<2 {
                usleep(300_000)
                server.stop(.kill)
                try? server.start()
            }
        }
        var acknowledged: Set<UUID> = []
        let end = ContinuousClock.now + .seconds(2)
        var number = 0
        while ContinuousClock.now < end {
            number += 1
            acknowledged.insert(try engine.remember(try MemoryDraft("memory \(number)")).id)
        }
        killer.wait()
        #expect(acknowledged.count == number)
        #expect(acknowledged.isSubset(of: try kept(home)))
        #expect(try kept(home).count == number)
    }

    @Test(arguments: Road.open)
    func aServerThatIsKilledDuringAnImportLosesNothingAndDoublesNothing(_ road: Road) throws {
        let (home, server) = try home(road)
        let lines = (0..<6000).map {
            #"{"content": "line \#($0)", "occurred_at": "2026-03-02T09:00:00Z"}"#
        }
        let file = try home.write("in.jsonl", lines.joined(separator: "\n"))
        let engine = try home.open()
        let killer = beside {
            usleep(250_000)
            server.stop(.kill)
            try? server.start()
        }
        let report = try engine.take(file)
        killer.wait()
        #expect(report.read == 6000)
        #expect(report.stored == 6000)
        #expect(try kept(home).count == 6000)
    }

    @Test(arguments: Road.open)
    func aServerThatIsKilledWhileItIsAskedAnswersEveryQuestion(_ road: Road) throws {
        let (home, server) = try home(road)
        let engine = try home.open()
        for number in 0..<40 { _ = try engine.remember(try MemoryDraft("the tale \(number)")) }
        let killer = beside {
            for _ in 0..<2 {
                usleep(200_000)
                server.stop(.kill)
                try? server.start()
            }
        }
        let end = ContinuousClock.now + .seconds(2)
        var number = 0
        while ContinuousClock.now < end {
            // Now from what is in memory, now from the server.
            if number.isMultiple(of: 3) { engine.indexes.removeAll() }
            let answer = try engine.recall(
                "tale \(number % 40)", options: RecallOptions(namespace: "default"))
            #expect(answer.results.first?.memory.content == "the tale \(number % 40)")
            number += 1
        }
        killer.wait()
    }

    @Test(arguments: Road.open)
    func vectorsWhoseCopyIsCutAreKeptAllTheSameAndOnce(_ road: Road) throws {
        let (home, server) = try home(road)
        let engine = try home.open(patience: .seconds(120))
        let told = try engine.store.remember(
            try (0..<3000).map { try MemoryDraft("memory \($0)") }, now: engine.now)
        let vectors = [Float](repeating: 0.05, count: told.count * Encoder.dimensions)
        let cutter = Cutter(server: server)
        let thread = beside { cutter.run() }
        for model in 0..<4 {
            try engine.store.keep(
                vectors: vectors, of: told.map(\.id), model: "model \(model)")
        }
        cutter.stop()
        thread.wait()
        let counts = try #require(try home.database?.connect()).query(
            "SELECT count(*) FROM dormouse.embedding GROUP BY model")
        #expect(try counts.values(0, as: Int.self) == [3000, 3000, 3000, 3000])
    }

    @Test(arguments: Road.open)
    func connectionsThatAreCutAreMadeAnew(_ road: Road) throws {
        let (home, server) = try home(road)
        let engine = try home.open(patience: .seconds(120))
        let cutter = Cutter(server: server)
        let thread = beside { cutter.run() }
        var ids: [UUID] = []
        for number in 0..<60 {
            ids.append(try engine.remember(try MemoryDraft("memory \(number)")).id)
            let answer = try engine.recall(
                "memory \(number)", options: RecallOptions(namespace: "default"))
            #expect(answer.results.contains { $0.memory.id == ids.last })
        }
        cutter.stop()
        thread.wait()
        #expect(try kept(home) == Set(ids))
    }

    /// Ends every connection of others, again and again, ever less often: on a busy machine a call
    /// may need longer than the first pauses.
    private final class Cutter: Sendable {
        private let server: PrivateServer
        private let ended = Atomic(false)

        init(server: PrivateServer) { self.server = server }

        func stop() { ended.store(true, ordering: .relaxed) }

        func run() {
            guard let owner = try? BlockingConnection(server.socketConfiguration()) else { return }
            var pause: UInt32 = 30_000
            while !ended.load(ordering: .relaxed) {
                _ = try? owner.query(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
                    """)
                usleep(pause)
                pause = min(pause + pause / 4, 5_000_000)
            }
        }
    }

    @Test(arguments: Road.open)
    func aSleepWhoseServerGoesAwayIsDoneAgain(_ road: Road) throws {
        let (home, server) = try home(road)
        try home.set(now: "2026-05-04T08:00:00Z")
        let engine = try home.open()
        try engine.take(Bootstrapped.journal)
        let killer = beside {
            usleep(400_000)
            server.stop(.kill)
            try? server.start()
        }
        // It may have been done before the server went, or ends with a message.
        do { _ = try engine.sleep(SleepRequest()) } catch {
            #expect(error.message.contains("postgres") || error.message.contains("server"))
        }
        killer.wait()
        _ = try engine.sleep(SleepRequest())
        let statistics = try engine.statistics(namespace: nil)
        #expect(statistics.cycles >= 1)
        #expect(statistics.store.memories == 244)
        #expect(statistics.derived.contains { $0.name == "associations" && $0.rows > 1000 })
        let untouched = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: .postgreSQL)
        let other = try untouched.open()
        try other.take(Bootstrapped.journal)
        _ = try other.sleep(SleepRequest())
        #expect(
            try other.derivedDigests()["associations"] == engine.derivedDigests()["associations"])
    }

    @Test(
        arguments: [StoreKind.postgreSQL, .pooledPostgreSQL].filter(StoreKind.available.contains))
    func aLockThatSomebodyElseHoldsIsNotWaitedForForever(_ store: StoreKind) throws {
        let home = try TemporaryHome(store: store)
        _ = try home.open().remember(try MemoryDraft("before"))
        let engine = try home.open(patience: .milliseconds(300))
        let other = try #require(try home.database?.connect())
        try other.execute(script: "BEGIN; LOCK TABLE dormouse.memory IN ACCESS EXCLUSIVE MODE")
        let error = memoryError { _ = try engine.remember(try MemoryDraft("during")) }
        #expect(error?.code == .homeBusy)
        #expect(error?.message.contains("holds a lock") == true)
        try other.execute(script: "ROLLBACK")
        #expect(try engine.remember(try MemoryDraft("after")).outcome == .stored)
        // The clock of the test stands, so which comes first is not told.
        #expect(try engine.all().map(\.content).sorted() == ["after", "before"])
    }

    /// Without a pooler, which would have a list of passwords of its own.
    @Test func aPasswordThatWasChangedIsSaid() throws {
        let server = try TestServer.start(.tls)
        let database = try TestDatabase(on: server)
        let home = try TemporaryHome(database: database)
        let engine = try home.open()
        _ = try engine.remember(try MemoryDraft("before"))
        let owner = try database.connect()
        try owner.execute(
            script: """
                ALTER ROLE postgres PASSWORD 'another';
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
                """)
        let error = memoryError { _ = try engine.remember(try MemoryDraft("during")) }
        #expect(error?.message.contains("password") == true)
        #expect(error?.message.contains(TestServer.password) == false)
        #expect(error?.message.contains("p%40ss") == false)
        try owner.query(
            PostgresQuery(
                unescaped: "ALTER ROLE postgres PASSWORD "
                    + PostgresIdentifier.literal(TestServer.password)))
        #expect(try engine.remember(try MemoryDraft("after")).outcome == .stored)
    }

    @Test(
        arguments: [StoreKind.postgreSQL, .pooledPostgreSQL].filter(StoreKind.available.contains))
    func aClockThatWasSetBackHidesNothing(_ store: StoreKind) throws {
        let home = try TemporaryHome(now: "2026-05-04T08:00:00Z", store: store)
        let engine = try home.open()
        for number in 0..<5 { _ = try engine.remember(try MemoryDraft("early \(number)")) }
        // What is told in one microsecond is told one after the other.
        try home.set(now: "2026-05-04T08:00:01Z")
        #expect(try engine.sleep(SleepRequest()).newMemories == 5)
        _ = try engine.recall("early", options: RecallOptions(namespace: "default"))
        try home.set(now: "2026-05-04T07:00:00Z")
        let id = try engine.remember(try MemoryDraft("told while the clock was wrong")).id
        let answer = try engine.recall("clock", options: RecallOptions(namespace: "default"))
        #expect(answer.results.first?.memory.id == id)
        try home.set(now: "2026-05-04T09:00:00Z")
        #expect(try engine.sleep(SleepRequest()).newMemories == 1)
    }

    @Test(arguments: Road.open)
    func aFullDiskIsSaidAndLosesNothing(_ road: Road) throws {
        let (home, server) = try home(road)
        let engine = try home.open()
        _ = try engine.remember(try MemoryDraft("before"))
        // Where no file system can be mounted, there is no small disk to fill.
        guard let disk = try SmallDisk(for: server) else { return }
        defer { server.stop(.quit) }
        let owner = try #require(try home.database?.connect())
        let place = PostgresIdentifier.literal(disk.path)
        try owner.query("CREATE TABLESPACE small LOCATION \(unescaped: place)")
        try owner.query("ALTER TABLE dormouse.memory_current SET TABLESPACE small")
        var acknowledged: Set<UUID> = []
        var failure: MemoryError?
        var random = SplitMix(state: 7)
        while failure == nil, acknowledged.count < 1000 {
            let noise = (0..<4000).map { _ in String(random.next(), radix: 36) }
            failure = memoryError {
                acknowledged.insert(
                    try engine.remember(try MemoryDraft(noise.joined(separator: " "))).id)
            }
        }
        #expect(failure?.code == .storage)
        #expect(failure?.message.contains("disk is full") == true)
        #expect(acknowledged.isSubset(of: Set(try engine.all().map(\.id))))
        #expect(try engine.all().count == acknowledged.count + 1)
    }

    /// Four seconds, or as many as `DORMOUSE_SOAK_SECONDS` says.
    @Test(
        arguments: [StoreKind.postgreSQL, .pooledPostgreSQL].filter(StoreKind.available.contains))
    func tenWritersTenReadersAndASleepAtOnceLoseNothing(_ store: StoreKind) throws {
        let home = try TemporaryHome(store: store)
        _ = try home.open().remember(try MemoryDraft("the first"))
        let tally = Tally()
        let asked = ProcessInfo.processInfo.environment["DORMOUSE_SOAK_SECONDS"].flatMap(Int.init)
        let end = ContinuousClock.now + .seconds(asked ?? 4)
        let writers = (0..<10).map { writer in
            beside {
                tally.noting {
                    let engine = try home.open()
                    var number = 0
                    while ContinuousClock.now < end || number < 3 {
                        number += 1
                        let draft = try MemoryDraft(
                            "\(writer) tells \(number)", session: "\(writer)")
                        tally.add(try engine.remember(draft).id)
                    }
                }
            }
        }
        let readers = (0..<10).map { reader in
            beside {
                tally.noting {
                    let engine = try home.open()
                    while ContinuousClock.now < end {
                        let answer = try engine.recall(
                            "what tells \(reader)", options: RecallOptions(namespace: "default"))
                        #expect(!answer.results.isEmpty)
                    }
                }
            }
        }
        let sleeper = beside {
            tally.noting {
                repeat {
                    _ = try home.open().sleep(SleepRequest())
                } while ContinuousClock.now < end
            }
        }
        for group in writers + readers + [sleeper] { group.wait() }
        #expect(tally.faults == [])
        let kept = Set(try home.open().all().map(\.id))
        #expect(tally.ids.count > 20)
        #expect(tally.ids.isSubset(of: kept))
        #expect(kept.count == tally.ids.count + 1)
    }

    /// What threads have to tell.
    private final class Tally: Sendable {
        private let told = Mutex<Set<UUID>>([])
        private let failed = Mutex<[String]>([])

        var ids: Set<UUID> { told.withLock { $0 } }
        var faults: [String] { failed.withLock { $0 } }

        func add(_ id: UUID) { told.withLock { _ = $0.insert(id) } }

        func noting(_ body: () throws -> Void) {
            do { try body() } catch { failed.withLock { $0.append("\(error)") } }
        }
    }
}
