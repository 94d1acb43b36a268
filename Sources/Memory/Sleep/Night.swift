import DuckDB
import Foundation
import LanguageModels

/// One sleep: what its steps share.
final class Night {
    let home: Home
    let options: EngineOptions
    let asking: Asking
    private let ground: any SleepGround
    private(set) var database: SleepDatabase
    private(set) var project: SleepProject

    init(home: Home, options: EngineOptions, ground: any SleepGround, _ request: SleepRequest)
        throws
    {
        self.home = home
        self.options = options
        self.ground = ground
        database = try ground.open()
        asking = try Asking(
            home: home, options: options, functions: database.functions, request)
        project = try SleepProject(home: home, options: options, database: database)
        try prepare()
    }

    var connection: Connection { database.connection }
    var log: SleepLog { SleepLog(connection: connection) }

    private func prepare() throws {
        try log.prepare()
        try SourceMirror.prepare(connection)
    }

    /// Begins the database anew.
    func reset() throws {
        database = try ground.reopenEmpty()
        project = try SleepProject(home: home, options: options, database: database)
        try prepare()
    }

    /// Lets what was told until a moment of the store cross, and lets go of what was erased.
    func advance(to seen: String) throws {
        let erased = try ground.advance(to: seen, self)
        guard !erased.isEmpty else { return }
        try connection.transaction { () throws(DuckDBError) in
            let traces = DerivedTraces(connection: connection)
            for id in erased { _ = try traces.delete(id) }
        }
        // An answer of a language model may repeat what it was asked about.
        options.languageModels?.gateway.clearCache()
        try database.rewrite()
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
    func run(
        _ cycle: Int, stage: SleepStage?, asOf: Moment, seen: String, keepsEmpty: Bool = false,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> Ran {
        try connection.query("DELETE FROM source.cycle_view WHERE cycle >= \(cycle)")
        try connection.query("INSERT INTO source.cycle_view VALUES (\(cycle), \(seen))")
        let models = try models(of: cycle, stage: stage, asOf: asOf, progress)
        let rows = models.reduce(0) { $0 + ($1.rows ?? 0) }
        let stands = rows > 0 || keepsEmpty
        if !stands { try log.undo(cycle) }
        let staged = try count("stg_memories", cycle: cycle)
        if stands { try log.complete(cycle, newMemories: staged) }
        try connection.execute("CHECKPOINT sleep")
        return Ran(
            models: models, rows: rows, newMemories: staged, backlog: try backlog(asOf: asOf))
    }

    /// Runs the models of a cycle, with less effort after each time that memory ran out.
    private func models(
        of cycle: Int, stage: SleepStage?, asOf: Moment,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> [SleepReport.Model] {
        var effort = SleepEffort.full
        while true {
            try log.begin(cycle, asOf: asOf, stage: stage)
            do {
                return try project.run(
                    cycle: cycle, asOf: asOf, stage: stage, effort: effort,
                    further: asking.variables, progress: progress)
            } catch let error as SleepOutOfMemory {
                // On a server other machines do the same cycle, with as many memories.
                guard let less = effort.less(mayShrink: ground is FileGround) else {
                    throw error.asMemoryError
                }
                effort = less
                try log.undo(cycle)
            }
        }
    }

    private func count(_ table: String, cycle: Int) throws -> Int {
        try connection.query(
            "SELECT count(*) FROM \(identifier: table) WHERE cycle = \(cycle)"
        ).first?.intValue ?? 0
    }

    /// Memories that have happened and wait to be staged.
    private func backlog(asOf: Moment) throws -> Int {
        try connection.query(
            """
            SELECT count(*) FROM source.memory m
            WHERE m.occurred_at <= \(asOf.timestamp) AND m.repeats IS NULL
                AND NOT EXISTS (FROM stg_memories s WHERE s.memory_id = m.id)
                AND NOT EXISTS (FROM quarantine q WHERE q.memory_id = m.id)
            """
        ).first?.intValue ?? 0
    }
}
