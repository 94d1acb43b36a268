import Foundation
public import PostgreSQL

/// Applies migrations to a database, takes them back, and keeps the history.
///
/// Each runs in a transaction of its own together with its entry in the history, so that it is there
/// whole or not at all; one marked `-- dormouse: no-transaction` is noted as dirty before it begins
/// and as applied when it is through.
public struct Migrator {
    public struct Options: Sendable {
        public var table: HistoryTable
        /// How long to wait for another process that migrates. Default: 5 minutes.
        public var patience: Duration

        public init(table: HistoryTable = HistoryTable(), patience: Duration = .seconds(300)) {
            self.table = table
            self.patience = patience
        }
    }

    /// What happens, as it happens.
    public enum Event: Sendable {
        /// Another session holds the migrations; its server process where that is known.
        case waiting(process: Int32?)
        case begins(MigrationPlan.Step)
        /// What Flyway runs at a moment of its work.
        case calls(MigrationCallback)
        case done(MigrationPlan.Step, milliseconds: Int)
    }

    let connection: BlockingConnection
    let options: Options
    let folder: MigrationFolder
    let report: (Event) -> Void

    public init(
        _ folder: MigrationFolder, on connection: BlockingConnection, options: Options = Options(),
        report: @escaping (Event) -> Void = { _ in }
    ) {
        self.folder = folder
        self.connection = connection
        self.options = options
        self.report = report
    }

    /// What the folder and the database say of each migration. Changes nothing.
    public func status() throws -> [MigrationStatus] {
        MigrationStatus.all(folder, try history().records(connection))
    }

    /// What `run` would do. Changes nothing.
    public func plan(_ goal: MigrationPlan.Goal) throws -> MigrationPlan {
        try MigrationPlan(folder, try history().records(connection), goal: goal)
    }

    /// Does what the goal asks, and gives the steps that were done.
    ///
    /// - Throws: `MigrationFailure` where a statement fails; what was done before it stays.
    @discardableResult
    public func run(_ goal: MigrationPlan.Goal) throws -> [MigrationPlan.Step] {
        try locked { history, lock in
            // Decided under the lock: another process may just have done it.
            let plan = try MigrationPlan(folder, try history.records(connection), goal: goal)
            do {
                try run(plan, goal.direction, history, lock)
            } catch {
                callAfterFailure(goal.direction.afterAllFailed)
                throw error
            }
            return plan.steps
        }
    }

    private func run(
        _ plan: MigrationPlan, _ direction: MigrationPlan.Direction, _ history: LocatedHistory,
        _ lock: MigrationLock
    ) throws {
        let steps = plan.steps
        if direction == .up {
            try call(.beforeValidate) { "Nothing was applied." }
            try call(.afterValidate) { "Nothing was applied." }
        }
        try call(direction.beforeAll) { "Nothing was applied." }
        if !steps.isEmpty { try history.create(connection, texts: needsTexts) }
        let repeatables = steps.firstIndex { $0.migration.version.isRepeatable } ?? steps.count
        for (place, step) in steps.enumerated() {
            try lock.check()
            if place == repeatables {
                try call(.beforeRepeatables) { "\(place) migrations before it stay." }
            }
            try apply(step, history, before: steps[..<place])
            if direction == .up, place == repeatables - 1 {
                try call(.afterVersioned) { "The migrations before it stay." }
            }
        }
        if direction == .up, !steps.isEmpty {
            try call(.afterMigrateApplied) { "The migrations before it stay." }
        }
        try call(direction.afterAll) { "The migrations before it stay." }
    }

    /// Whether the folder has versions that are no numbers.
    var needsTexts: Bool { folder.migrations.contains { !$0.version.isNumber } }

    func history() throws -> LocatedHistory { try options.table.located(connection) }

    func locked<T>(_ body: (LocatedHistory, MigrationLock) throws -> T) throws -> T {
        let history = try history()
        let lock = try MigrationLock(history, connection, patience: options.patience) {
            report(.waiting(process: $0))
        }
        defer { lock.release() }
        return try body(history, lock)
    }

    private func apply(
        _ step: MigrationPlan.Step, _ history: LocatedHistory,
        before done: ArraySlice<MigrationPlan.Step>
    ) throws {
        report(.begins(step))
        let clock = ContinuousClock()
        let start = clock.now
        var milliseconds: Int { Int((clock.now - start) / .milliseconds(1)) }
        let kept = done.isEmpty ? "" : " \(done.count) before it went through and stay."
        do {
            if step.script.isTransactional, !step.script.needsNoTransaction {
                try applyInTransaction(step, kept: kept) { try note(step, history, milliseconds) }
            } else {
                try call(step.direction.beforeEach) {
                    "Nothing of \(step.migration.label) was run.\(kept)"
                }
                try runWithoutTransaction(step, history, kept: kept)
                try resetSession()
                try note(step, history, milliseconds)
                try call(step.direction.afterEach) { "\(step.migration.label) stays.\(kept)" }
            }
        } catch {
            callAfterFailure(step.direction.afterEachFailed)
            throw error
        }
        report(.done(step, milliseconds: milliseconds))
    }

    private func applyInTransaction(
        _ step: MigrationPlan.Step, kept: String, note: () throws -> Void
    ) throws {
        let nothing = { "Nothing of \(step.migration.label) was kept.\(kept)" }
        try connection.transaction {
            try call(step.direction.beforeEach, isInside: true, aftermath: nothing)
            for batch in StatementBatch.all(step.script.transactionalStatements) {
                if try runTogether(batch) { continue }
                for statement in batch.statements {
                    try refuseControl(statement, step.script)
                    try run(statement, of: step, aftermath: nothing)
                }
            }
            try call(step.direction.afterEach, isInside: true, aftermath: nothing)
            try resetSession()
            try note()
        }
    }

    private func runWithoutTransaction(
        _ step: MigrationPlan.Step, _ history: LocatedHistory, kept: String
    ) throws {
        var record = MigrationRecord(
            version: step.migration.version, name: step.migration.name,
            checksum: step.migration.checksum, state: .dirty)
        record.failure = "did not end: the process or the server went away"
        try history.put(record, connection)
        for statement in step.script.script.statements {
            do {
                try run(statement, of: step) {
                    "It has no transaction: \(statement.number - 1) of its statements were kept, "
                        + "and \(step.migration.label) is noted as dirty.\(kept) Put the database "
                        + "right, then see: dormouse migrate repair --help"
                }
            } catch {
                record.failedStatement = statement.number
                record.failure = (error as? MigrationFailure)?.error.code.rawValue ?? "failed"
                // Where the server is gone, the entry made before stands.
                try? resetSession()
                try? history.put(record, connection)
                throw error
            }
        }
    }

    private func run(
        _ statement: SQLStatement, of step: MigrationPlan.Step, aftermath: () -> String
    ) throws {
        do {
            try connection.query(PostgresQuery(unescaped: statement.text))
        } catch {
            var failure = MigrationFailure(
                step.migration.label, step.script, statement, error, aftermath: aftermath())
            if error.code == .lockNotAvailable { failure.others = othersInTransactions() }
            throw failure
        }
    }

    /// Runs rows that are written one after the other in one go. Where that fails nothing of it is
    /// kept, and one by one they say which it is.
    private func runTogether(_ batch: StatementBatch) throws -> Bool {
        guard batch.isOneGo else { return false }
        do {
            try connection.transaction { () throws(PostgreSQLError) in
                try connection.execute(script: batch.text)
            }
            return true
        } catch let error as PostgreSQLError where !error.isConnectionFailure {
            return false
        }
    }

    /// `COMMIT` in the middle would keep one half of a migration that fails in the other.
    func refuseControl(_ statement: SQLStatement, _ script: MigrationScript) throws {
        guard statement.controlsTransaction else { return }
        throw MigrationError(
            .failed,
            "\(script.path):\(statement.line): \(statement.tokens[0].word?.uppercased() ?? "") "
                + "in a migration that runs in a transaction of its own. Take it out, or mark the "
                + "file with: -- dormouse: no-transaction")
    }

    /// What a migration set for its session ends with it.
    func resetSession() throws(PostgreSQLError) {
        try connection.execute(script: "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL")
    }

    private func note(
        _ step: MigrationPlan.Step, _ history: LocatedHistory, _ milliseconds: Int
    ) throws(PostgreSQLError) {
        switch step.direction {
        case .up:
            try history.put(
                MigrationRecord(
                    version: step.migration.version, name: step.migration.name,
                    checksum: step.migration.checksum, milliseconds: milliseconds), connection)
        case .down: try history.remove(step.migration.version, connection)
        }
    }

    /// Who may hold what was waited for, the longest transaction first. Asked on a connection of its
    /// own, because the transaction here has failed.
    private func othersInTransactions() -> [String] {
        guard let other = try? BlockingConnection(connection.configuration),
            let rows = try? other.query(
                """
                SELECT format('process %s%s, %s for %s s', pid,
                    CASE WHEN application_name <> '' THEN ' (' || application_name || ')' ELSE '' END,
                    state, extract(epoch FROM clock_timestamp() - xact_start)::int)
                FROM pg_stat_activity
                WHERE datname = current_database() AND xact_start IS NOT NULL
                    AND pid NOT IN (pg_backend_pid(), \(connection.serverProcess))
                    AND backend_type = 'client backend'
                ORDER BY xact_start LIMIT 3
                """)
        else { return [] }
        defer { other.close() }
        return (try? rows.values(as: String.self)) ?? []
    }
}
