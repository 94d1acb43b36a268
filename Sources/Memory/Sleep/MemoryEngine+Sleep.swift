import DuckDB
import Foundation
import Jinja
import Pipeline

extension MemoryEngine {
    /// Sleeps: runs the sleep project over what is new, in as many cycles as that takes.
    ///
    /// Where there is a language model, it is asked about what is new, and what it says is kept
    /// where it passes the checks; for everything else the rules stand. A dry run counts the
    /// questions and is then taken back.
    ///
    /// Memories are attached read-only meanwhile. A cycle that was interrupted before is taken
    /// back first, and its work done again.
    ///
    /// - Parameter progress: called with how many models have run and how many there are.
    /// - Throws: `invalidInput` for a clock that goes backwards, `sleepFailed` with the model.
    public func sleep(
        _ request: SleepRequest, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws(MemoryError) -> SleepReport {
        try requireWriting()
        try flush()
        if let store = store as? PostgreSQLStore {
            return try sleepOnServer(store, request, progress: progress)
        }
        let start = ContinuousClock.now
        let connection = try connection
        let log = SleepLog(connection: connection)
        var report = try reporting(home.sleepFile.path) {
            try begin(request, log: log)
        }
        let file = store as? DuckDBStore
        try file?.reattach(readOnly: true)
        defer { try? file?.reattach(readOnly: false) }
        let project = try SleepProject(engine: self)
        let asking = try Asking(engine: self, request)
        report.asking = asking.report
        let before = report.lastCycle
        defer { if request.isDryRun { try? log.undo(after: before) } }
        while true {
            let cycle = report.lastCycle + 1
            let ran = try runCycle(
                cycle, stage: request.stage, asOf: report.asOf, project, asking, log, progress)
            try reporting(home.sleepFile.path) {
                try report.asking.add(cycle: cycle, from: connection)
            }
            for model in ran.models { report.add(model) }
            guard ran.rows > 0 else { break }
            report.cycle = cycle
            report.lastCycle = cycle
            report.newMemories += ran.newMemories
            // A backlog larger than one cycle takes in goes on in the next.
            if ran.newMemories == 0 || ran.backlog == 0 { break }
        }
        report.asking.usage = asking.usage
        if request.isDryRun {
            report.cycle = nil
            report.lastCycle = before
        }
        report.duration = ContinuousClock.now - start
        indexes.removeAll()
        return report
    }

    private func begin(_ request: SleepRequest, log: SleepLog) throws -> SleepReport {
        try log.prepare()
        var report = SleepReport(lastCycle: 0, asOf: request.asOf ?? now)
        if let last = try log.last() {
            report.lastCycle = last.number
            if !last.isComplete {
                try log.undo(last.number)
                report.resumedCycle = last.number
                report.lastCycle = try log.last()?.number ?? 0
            }
        }
        if let last = try log.last(), last.asOf > report.asOf {
            throw MemoryError(
                .invalidInput,
                "the last cycle slept as of \(last.asOf); sleep cannot go back to \(report.asOf)")
        }
        return report
    }

    /// What one cycle added.
    struct Ran {
        var models: [SleepReport.Model]
        var rows: Int
        var newMemories: Int
        var backlog: Int
    }

    /// Runs one cycle.
    ///
    /// - Parameter keepsEmpty: whether a cycle that added nothing stands all the same.
    func runCycle(
        _ cycle: Int, stage: SleepStage?, asOf: Moment, _ project: SleepProject,
        _ asking: Asking, _ log: SleepLog, keepsEmpty: Bool = false,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws(MemoryError) -> Ran {
        let connection = try connection
        return try reporting(home.sleepFile.path) {
            try log.begin(cycle, asOf: asOf, stage: stage)
            let models = try project.run(
                cycle: cycle, asOf: asOf, stage: stage, further: asking.variables,
                progress: progress)
            let rows = models.reduce(0) { $0 + ($1.rows ?? 0) }
            let stands = rows > 0 || keepsEmpty
            if !stands { try log.undo(cycle) }
            let staged = try count("stg_memories", cycle: cycle)
            if stands { try log.complete(cycle, newMemories: staged) }
            try connection.execute("CHECKPOINT sleep")
            return Ran(
                models: models, rows: rows, newMemories: staged, backlog: try backlog(asOf: asOf))
        }
    }

    private func count(_ table: String, cycle: Int) throws -> Int {
        try connection.query(
            "SELECT count(*) FROM \(identifier: table) WHERE cycle = \(cycle)"
        ).first?.intValue ?? 0
    }

    /// Memories that have happened and wait to be staged.
    private func backlog(asOf: Moment) throws -> Int {
        let told = store is DuckDBStore ? StoreSchema.alias : SourceMirror.schema
        return try connection.query(
            """
            SELECT count(*) FROM \(identifier: told).memory m
            WHERE m.occurred_at <= \(asOf.timestamp)
                AND NOT EXISTS (FROM stg_memories s WHERE s.memory_id = m.id)
                AND NOT EXISTS (FROM quarantine q WHERE q.memory_id = m.id)
            """
        ).first?.intValue ?? 0
    }
}

extension SleepReport {
    /// Adds what a model did in a further cycle to what it did before.
    mutating func add(_ model: Model) {
        guard let at = models.firstIndex(where: { $0.name == model.name }) else {
            models.append(model)
            return
        }
        models[at].duration += model.duration
        if let rows = model.rows { models[at].rows = (models[at].rows ?? 0) + rows }
    }
}
