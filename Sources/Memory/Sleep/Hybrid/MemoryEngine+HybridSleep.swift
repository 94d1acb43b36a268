import DuckDB
import Foundation
import PostgreSQL

extension MemoryEngine {
    /// Sleeps on memories that a server keeps: what is new crosses to the sleep database of this
    /// home, is slept on there, and what came of it is written back, a transaction a cycle.
    ///
    /// The sleep database can be lost: it is made again by sleeping through the cycles the server
    /// has written down, each with what it could see then.
    func sleepOnServer(
        _ store: PostgreSQLStore, _ request: SleepRequest,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws(MemoryError) -> SleepReport {
        let start = ContinuousClock.now
        let lock = try SleepLock(store.server, patience: options.patience)
        defer { closeSleepDatabase() }
        do {
            var night = try Night(engine: self, store: store, lock: lock, request)
            var report = try night.catchUp(progress)
            let asOf = request.asOf ?? now
            if let last = try night.log.last(), last.asOf > asOf {
                throw MemoryError(
                    .invalidInput,
                    "the last cycle slept as of \(last.asOf); sleep cannot go back to \(asOf)")
            }
            report.asOf = asOf
            report.asking = night.asking.report
            let before = report.lastCycle
            defer { if request.isDryRun { try? night.log.undo(after: before) } }
            let seen = try night.mirror.present()
            try night.advance(to: seen)
            while true {
                let ran = try night.runCycle(
                    report.lastCycle + 1, stage: request.stage, asOf: asOf, seen: seen,
                    progress: progress)
                try report.asking.add(cycle: report.lastCycle + 1, from: try connection)
                for model in ran.models { report.add(model) }
                guard ran.rows > 0 else { break }
                report.lastCycle += 1
                report.cycle = report.lastCycle
                report.newMemories += ran.newMemories
                if !request.isDryRun { try night.writeBack(from: report.lastCycle) }
                if ran.newMemories == 0 || ran.backlog == 0 { break }
            }
            report.asking.usage = night.asking.usage
            if request.isDryRun {
                report.cycle = nil
                report.lastCycle = before
            }
            report.duration = ContinuousClock.now - start
            return report
        } catch let error as MemoryError { throw error } catch let error as PostgreSQLError {
            throw MemoryError(error, at: store.place)
        } catch let error as DuckDBError {
            throw MemoryError(error, in: home.sleepFile.path)
        } catch {
            throw MemoryError(.sleepFailed, "\(error)")
        }
    }
}

/// One sleep on the memories of a server.
private struct Night {
    let engine: MemoryEngine
    let store: PostgreSQLStore
    let lock: SleepLock
    let asking: Asking
    private(set) var log: SleepLog
    private(set) var mirror: SourceMirror
    private var back: WriteBack
    private var project: SleepProject

    init(
        engine: MemoryEngine, store: PostgreSQLStore, lock: SleepLock, _ request: SleepRequest
    ) throws {
        self.engine = engine
        self.store = store
        self.lock = lock
        asking = try Asking(engine: engine, request)
        (log, mirror, back, project) = try Self.tools(engine, store, lock)
    }

    private static func tools(_ engine: MemoryEngine, _ store: PostgreSQLStore, _ lock: SleepLock)
        throws -> (SleepLog, SourceMirror, WriteBack, SleepProject)
    {
        let connection = try engine.connection
        let attached = AttachedServer(
            connection: connection, configuration: lock.connection.configuration,
            place: store.place)
        let mirror = SourceMirror(
            connection: connection, server: store.server, attached: attached)
        let project = try SleepProject(engine: engine)
        let log = SleepLog(connection: connection)
        try log.prepare()
        try mirror.prepare()
        return (
            log, mirror,
            WriteBack(
                connection: connection, attached: attached, lock: lock,
                decayRate: try project.decayRate()),
            project
        )
    }

    /// Brings the sleep database and the server to the same cycle: takes back what was interrupted,
    /// writes back what was not, sleeps through what another machine slept.
    mutating func catchUp(_ progress: @escaping @Sendable (Int, Int) -> Void) throws -> SleepReport
    {
        var report = SleepReport(lastCycle: 0, asOf: engine.now)
        if let last = try log.last(), !last.isComplete {
            try log.undo(last.number)
            report.resumedCycle = last.number
        }
        let there = try back.cycles()
        var here = try cycles()
        let common = zip(there, here).prefix { $0 == $1 }.count
        if common < min(here.count, there.count) {
            // They have slept apart: what the server has stands.
            try engine.resetSleepDatabase()
            (log, mirror, back, project) = try Self.tools(engine, store, lock)
            here = []
        }
        if here.count > there.count {
            for cycle in here[there.count...] { try back.write(cycle, at: engine.now) }
        }
        for cycle in there.dropFirst(here.count) {
            try advance(to: cycle.seen)
            _ = try runCycle(
                cycle.number, stage: SleepStage(rawValue: cycle.stage), asOf: cycle.asOf,
                seen: cycle.seen, keepsEmpty: true, progress: progress)
        }
        report.lastCycle = try log.last()?.number ?? 0
        return report
    }

    /// Lets what arrived up to a snapshot cross, and lets go of what was erased meanwhile.
    func advance(to seen: String) throws {
        let erased = try mirror.advance(to: seen)
        guard !erased.isEmpty else { return }
        try engine.markErasure()
        for id in erased { _ = try engine.deleteDerived(id) }
        try engine.finishErasure()
    }

    func runCycle(
        _ number: Int, stage: SleepStage?, asOf: Moment, seen: String, keepsEmpty: Bool = false,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> MemoryEngine.Ran {
        let connection = mirror.connection
        try connection.query("DELETE FROM source.cycle_view WHERE cycle >= \(number)")
        try connection.query("INSERT INTO source.cycle_view VALUES (\(number), \(seen))")
        return try engine.runCycle(
            number, stage: stage, asOf: asOf, project, asking, log, keepsEmpty: keepsEmpty, progress
        )
    }

    /// Writes back the cycles from one on. A server that goes away meanwhile is waited for.
    func writeBack(from number: Int) throws {
        for cycle in try cycles() where cycle.number >= number {
            try back.write(cycle, at: engine.now)
        }
    }

    /// The cycles that are complete here.
    private func cycles() throws -> [WriteBack.Cycle] {
        try mirror.connection.query(
            """
            SELECT c.cycle, c.as_of, c.stage, c.new_memories, v.seen
            FROM sleep_cycle c JOIN source.cycle_view v USING (cycle)
            WHERE c.is_complete ORDER BY c.cycle
            """
        ).rows.map { row in
            WriteBack.Cycle(
                number: try row.decode(0), asOf: Moment(try row.decode(1, as: Timestamp.self)),
                stage: try row.decode(2), newMemories: try row.decode(3), seen: try row.decode(4))
        }
    }
}
