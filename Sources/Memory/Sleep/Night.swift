import DuckDB
import Foundation
import Jinja
import LanguageModels

/// One sleep: what its steps share.
final class Night {
    let home: Home
    let options: EngineOptions
    let asking: Asking
    private let givingWay: GivingWay
    private let isDryRun: Bool
    /// What the first try of a cycle takes on.
    var startingEffort = SleepEffort.full
    private var effort = SleepEffort.full
    private let ground: any SleepGround
    private(set) var database: SleepDatabase
    private(set) var project: SleepProject
    private var watch: SleepSupervision.Watch?

    init(
        home: Home, options: EngineOptions, ground: any SleepGround, _ request: SleepRequest,
        givingWay: GivingWay = GivingWay { false }
    ) throws {
        self.givingWay = givingWay
        self.home = home
        self.options = options
        self.ground = ground
        isDryRun = request.isDryRun
        database = try ground.open()
        asking = try Asking(
            home: home, options: options, functions: database.functions, request)
        watch = options.sleepSupervision?.begin(database.connection.database)
        project = try SleepProject(home: home, options: options, database: database)
        try prepare()
    }

    deinit { watch?.end() }

    var connection: Connection { database.connection }
    var log: SleepLog { SleepLog(connection: connection) }
    var journal: SleepJournal { SleepJournal(connection: connection) }
    var history: SleepHistory { SleepHistory(connection: connection) }

    private func prepare() throws {
        try log.prepare()
        try SourceMirror.prepare(connection)
        try journal.prepare()
        try SleepCompaction.prepare(connection)
        try noteEarlier()
    }

    /// In a home from before there was a journal, what the last cycle left can be gone back to.
    private func noteEarlier() throws {
        guard try journal.nextNumber() == 1, let last = try log.last(), last.isComplete else {
            return
        }
        var entry = SleepEntry(
            number: 1, cycle: last.number, state: .stands, asOf: last.asOf, stage: "all",
            newMemories: try count("stg_memories", cycle: last.number), writtenAt: nil)
        entry.reason = "slept before there was a journal"
        try journal.add(entry)
        try history.keepViews(of: entry)
    }

    /// Begins the database anew.
    func reset() throws {
        watch?.end()
        watch = nil
        database = try ground.reopenEmpty()
        watch = options.sleepSupervision?.begin(database.connection.database)
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

    /// Takes back what came after a cycle, in this database.
    func rewind(to cycle: Int) throws {
        try connection.transaction {
            try history.rewind(to: cycle)
            try history.letGoOfAccesses(after: cycle)
            try journal.markUndone(after: cycle)
        }
        try connection.execute("CHECKPOINT sleep")
    }

    /// What one cycle added.
    struct Ran {
        var models: [SleepReport.Model]
        var rows: Int
        var newMemories: Int
        var backlog: Int
        /// What was written down of it; nil where it added nothing, or nothing is to stay.
        var entry: SleepEntry?
    }

    /// Runs one cycle.
    ///
    /// - Parameters:
    ///   - keepsEmpty: whether a cycle that added nothing stands all the same.
    ///   - dream: asks before and after; nil where it is not to be tested.
    func run(
        _ cycle: Int, stage: SleepStage?, asOf: Moment, seen: String, keepsEmpty: Bool = false,
        dream: ((Int) throws -> DreamReport)? = nil,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> Ran {
        try connection.query("DELETE FROM source.cycle_view WHERE cycle >= \(cycle)")
        try connection.query("INSERT INTO source.cycle_view VALUES (\(cycle), \(seen))")
        let models = try models(of: cycle, stage: stage, asOf: asOf, progress)
        let rows = models.reduce(0) { $0 + ($1.rows ?? 0) }
        let stands = rows > 0 || keepsEmpty
        if !stands { try log.undo(cycle) }
        let staged = try count("stg_memories", cycle: cycle)
        var entry: SleepEntry?
        if stands {
            var made = try self.entry(of: cycle, stage: stage, asOf: asOf, newMemories: staged)
            made.dream = try dream?(effortTaken)
            if let report = made.dream, !report.isPassed {
                made.state = .rejected
                try reject(made)
            } else {
                try connection.transaction {
                    try log.complete(cycle, newMemories: staged)
                    if !isDryRun {
                        try journal.add(made)
                        try history.keepViews(of: made)
                    }
                }
            }
            if !isDryRun { entry = made }
        }
        try connection.execute("CHECKPOINT sleep")
        return Ran(
            models: models, rows: rows, newMemories: staged, backlog: try backlog(asOf: asOf),
            entry: entry)
    }

    /// What is written down of a cycle that was computed.
    private func entry(of cycle: Int, stage: SleepStage?, asOf: Moment, newMemories: Int) throws
        -> SleepEntry
    {
        var entry = SleepEntry(
            number: try journal.nextNumber(), cycle: cycle, state: .stands, asOf: asOf,
            stage: stage?.rawValue ?? "all", newMemories: newMemories, writtenAt: options.now())
        entry.project = try project.digest()
        entry.variables = try project.variables(with: variables)
        entry.model = asking.model ?? ""
        entry.engine = try connection.query("SELECT version()").first?.stringValue ?? ""
        let digest = SleepDigest(connection: connection)
        entry.seen = try digest.seen(by: entry.number)
        entry.tables = try digest.made(by: cycle)
        return entry
    }

    /// Keeps a copy of a cycle that failed the dream test, and takes it back.
    private func reject(_ entry: SleepEntry) throws {
        try database.detach()
        try? FileManager.default.removeItem(at: home.rejectedFile)
        do {
            try FileManager.default.copyItem(at: database.derived.file, to: home.rejectedFile)
        } catch {
            // It is taken back all the same; only there is nothing to look into.
            try? FileManager.default.removeItem(at: home.rejectedFile)
        }
        try database.attach(readOnly: false)
        try connection.transaction {
            try history.rewind(to: entry.cycle - 1)
            try history.letGoOfAccesses(after: entry.cycle - 1)
            try journal.add(entry)
        }
    }

    /// The variables that the last run of models had besides the clock and the counter.
    private var variables: [String: Jinja.Value] {
        var variables = asking.variables
        if effort.share < 1 { variables["memories_per_cycle"] = .int(effortTaken) }
        return variables
    }

    /// How many memories the last cycle could take in.
    private var effortTaken: Int {
        let most = (try? project.number("memories_per_cycle")) ?? nil
        return max(1, Int(Double(most ?? 10_000) * effort.share))
    }

    /// Runs the models of a cycle, with less effort after each time that memory ran out.
    private func models(
        of cycle: Int, stage: SleepStage?, asOf: Moment,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> [SleepReport.Model] {
        effort = startingEffort
        while true {
            try log.begin(cycle, asOf: asOf, stage: stage)
            do {
                return try givingWay.computing(on: connection) {
                    try project.run(
                        cycle: cycle, asOf: asOf, stage: stage, effort: effort,
                        further: asking.variables, watch: watch, pass: givingWay.pass,
                        progress: progress)
                }
            } catch  where givingWay.isAsked {
                // What the interruption left of the cycle.
                try log.undo(cycle)
                throw GivingWay.Asked()
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
    func backlog(asOf: Moment) throws -> Int {
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
