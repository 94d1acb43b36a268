import DuckDB
import Foundation
import Synchronization
import Testing

@testable import Governor

/// A watch over a real database, with pressure that the test makes.
@Suite struct WorkWatchTests {
    private let folder = GovernorFolder()

    /// What a test says of the machine's memory.
    private final class Machine: Sendable {
        private let share = Mutex(0.2)

        func uses(_ share: Double) { self.share.withLock { $0 = share } }
        var read: @Sendable () -> Double? { { self.share.withLock { $0 } } }
    }

    private func watch(_ database: Database, _ machine: Machine) throws -> WorkWatch {
        var options = WatchOptions(
            command: "test", limits: try folder.limits(), state: folder.state)
        options.machineMemory = machine.read
        options.interval = .milliseconds(20)
        options.calmTime = .milliseconds(100)
        options.historyInterval = .milliseconds(20)
        return try WorkWatch(database, options)
    }

    private func settings(_ connection: Connection) throws -> String {
        let row = try connection.query(
            "SELECT current_setting('threads') || ' ' || current_setting('preserve_insertion_order')"
        )
        return row[0, 0].stringValue ?? ""
    }

    @Test func pressureLowersTheDatabaseInStepsAndItsEndSetsItBack() throws {
        let database = try Database(path: nil, options: .init(threads: 4))
        let connection = try database.connect()
        let machine = Machine()
        let watch = try watch(database, machine)
        machine.uses(0.85)
        #expect(try GovernorFolder.wait { try settings(connection) == "2 false" })
        machine.uses(0.92)
        #expect(try GovernorFolder.wait { try settings(connection) == "1 false" })
        machine.uses(0.2)
        #expect(try GovernorFolder.wait { try settings(connection) == "4 true" })
        watch.end()
        let actions = History(folder.state.history).records().compactMap(\.action)
        for action in ["any_order", "fewer_threads", "one_thread", "end_one_thread"] {
            #expect(actions.contains(action), "\(action) in \(actions)")
        }
    }

    @Test func theEndOfTheWatchSetsEverythingBack() throws {
        let database = try Database(path: nil, options: .init(threads: 4))
        let connection = try database.connect()
        let machine = Machine()
        let watch = try watch(database, machine)
        machine.uses(0.85)
        #expect(try GovernorFolder.wait { try settings(connection) == "2 false" })
        watch.end()
        #expect(try settings(connection) == "4 true")
    }

    /// A checkpoint that is asked for while settings are being changed is done after them.
    @Test func whatIsDecidedWhileSomethingIsUnderWayIsDoneAsWell() throws {
        #expect(folder.state.make())
        let file = folder.url.appending(path: "busy.duckdb").path
        let database = try Database(path: file, options: .init(threads: 2))
        let connection = try database.connect()
        try connection.execute("SET checkpoint_threshold = '1GB'; CREATE TABLE t (a INT)")
        let options = WatchOptions(
            command: "test", limits: try folder.limits(), state: folder.state)
        for number in 0..<20 {
            try connection.execute("INSERT INTO t SELECT range FROM range(1000)")
            let sampler = Sampler(try database.connect(), options, Reliever { _, _ in })
            sampler.act(Degradation.Decision(begin: [.anyOrder]), [.anyOrder])
            sampler.act(Degradation.Decision(begin: [.checkpoint]), [.anyOrder, .fewerThreads])
            sampler.act(Degradation.Decision(), number % 2 == 0 ? [.oneThread] : [])
            sampler.stop()
            let log = try? FileManager.default.attributesOfItem(atPath: file + ".wal")
            #expect((log?[.size] as? Int ?? 0) == 0)
            #expect(try settings(connection) == "2 true")
        }
    }

    @Test func aSlowStatementIsReportedOnceALevelAndCounted() throws {
        let database = try Database(path: nil, options: .init(threads: 2))
        let connection = try database.connect()
        let told = Mutex<[String]>([])
        let counted = Mutex(0)
        let clock = Mutex(1000.0)
        var options = WatchOptions(
            command: "test", limits: try folder.limits(), state: folder.state)
        options.interval = .milliseconds(5)
        options.date = { Date(timeIntervalSince1970: clock.withLock { $0 }) }
        let watch = try WorkWatch(
            database, options,
            onEvent: { event in
                switch event {
                case .slow(let name, _, let level, _):
                    told.withLock { $0.append("\(name) \(level)") }
                case .sampled(let status): counted.withLock { $0 = status.slowCount ?? 0 }
                default: break
                }
            })
        defer { watch.end() }
        let end = try watch.begin(
            "read", .interactive, weight: StatementWeight(sql: "SELECT a FROM t"), on: connection)
        let other = try watch.begin(
            "grouped", .interactive, weight: StatementWeight(sql: "SELECT a FROM t GROUP BY a"),
            on: connection)
        for (seconds, expected) in [
            (4.0, []), (6, ["read warning"]), (16, ["read warning", "read critical"]),
            (31, ["read warning", "read critical", "grouped warning"]),
        ] {
            clock.withLock { $0 = 1000 + seconds }
            #expect(GovernorFolder.wait { told.withLock { $0 == expected } })
        }
        #expect(GovernorFolder.wait { counted.withLock { $0 == 3 } })
        end()
        other()
    }

    @Test func anEmergencyInterruptsTheYoungestHeavyStatementAndSaysWhy() throws {
        let database = try Database(path: nil, options: .init(threads: 2))
        let connection = try database.connect()
        let machine = Machine()
        let watch = try watch(database, machine)
        defer { watch.end() }
        let end = try watch.begin("endless", .batch, on: connection)
        machine.uses(0.97)
        let error = #expect(throws: DuckDBError.self) {
            try connection.query(
                "SELECT count(*) FROM range(3000000) a, range(3000000) b WHERE hash(a.range + b.range) = 3"
            )
        }
        end()
        #expect(error?.code == .interrupt)
        #expect(watch.interruption(of: connection)?.contains("machine_memory") == true)
        #expect(watch.interruption(of: connection) == nil)
    }

    @Test func othersSeeWhatRunsAndCanInterruptIt() throws {
        let database = try Database(path: nil, options: .init(threads: 2))
        let connection = try database.connect()
        let watch = try watch(database, Machine())
        let list = RunList(folder.state)
        let end = try watch.begin("orders", .batch, on: connection)
        #expect(GovernorFolder.wait { list.read().first?.work.first?.name == "orders" })
        let run = try #require(list.read().first)
        #expect(run.process == Int(getpid()) && run.command == "test")
        #expect(run.memoryLimit == 200 << 20 && run.resident > 1 << 20)
        #expect(list.ask(.interrupt, of: run.id))
        let error = #expect(throws: DuckDBError.self) {
            try connection.query(
                "SELECT count(*) FROM range(3000000) a, range(3000000) b WHERE hash(a.range + b.range) = 3"
            )
        }
        #expect(error?.code == .interrupt)
        // A person wanted it to end: it is not to be done again.
        #expect(watch.interruption(of: connection) == nil)
        end()
        watch.end()
        #expect(GovernorFolder.wait { list.read().isEmpty })
        #expect(!list.ask(.interrupt, of: run.id))
    }

    @Test func pressureHoldsBackWhatHasNotBegun() throws {
        let database = try Database(path: nil, options: .init(threads: 2))
        let connection = try database.connect()
        let machine = Machine()
        let watch = try watch(database, machine)
        defer { watch.end() }
        let first = try watch.begin("first", .batch, on: connection)
        machine.uses(0.92)
        #expect(GovernorFolder.wait { watch.state.withLock { $0.isPaused } })
        let hasBegun = Mutex(false)
        let group = DispatchGroup()
        group.enter()
        Thread.detachNewThread {
            let end = try? watch.begin("second", .batch, on: connection)
            hasBegun.withLock { $0 = true }
            end?()
            group.leave()
        }
        #expect(GovernorFolder.wait { watch.work.contains { $0.place == 1 } })
        #expect(!hasBegun.withLock { $0 })
        machine.uses(0.2)
        group.wait()
        #expect(hasBegun.withLock { $0 })
        first()
    }

    @Test func whatAKilledProcessLeftIsRemoved() throws {
        #expect(folder.state.make())
        for kind in ["lock", "json", "control"] {
            try Data("{}".utf8).write(to: folder.state.runs.appending(path: "1-abc.\(kind)"))
        }
        #expect(RunList(folder.state).read().isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.state.runs.path).isEmpty)
    }
}
