import PostgreSQL

extension Migrator {
    /// Runs what Flyway runs at a moment, in the order of the files' names.
    ///
    /// - Parameters:
    ///   - isInside: whether a migration's transaction is open, to which it then belongs. Else each
    ///     file has one of its own, unless its statements cannot run in one.
    ///   - aftermath: what was kept, for an error.
    func call(
        _ moment: MigrationCallback.Moment, isInside: Bool = false, aftermath: () -> String
    ) throws {
        for callback in folder.callbacks where callback.moment == moment {
            let script = callback.script
            report(.calls(callback))
            func runAll(_ statements: some Sequence<SQLStatement>) throws {
                for statement in statements {
                    do {
                        try connection.query(PostgresQuery(unescaped: statement.text))
                    } catch {
                        throw MigrationFailure(
                            moment.rawValue, script, statement, error, aftermath: aftermath())
                    }
                }
            }
            if isInside {
                for statement in script.transactionalStatements {
                    try refuseControl(statement, script)
                }
                try runAll(script.transactionalStatements)
            } else if script.isTransactional, !script.needsNoTransaction {
                try connection.transaction {
                    for statement in script.transactionalStatements {
                        try refuseControl(statement, script)
                    }
                    try runAll(script.transactionalStatements)
                    try resetSession()
                }
            } else {
                try runAll(script.script.statements)
                try resetSession()
            }
        }
    }

    /// The same behind a failure, which is what is told then.
    func callAfterFailure(_ moment: MigrationCallback.Moment) {
        try? call(moment) { "" }
    }
}

extension MigrationPlan.Direction {
    var beforeAll: MigrationCallback.Moment { self == .up ? .beforeMigrate : .beforeUndo }
    var afterAll: MigrationCallback.Moment { self == .up ? .afterMigrate : .afterUndo }
    var afterAllFailed: MigrationCallback.Moment {
        self == .up ? .afterMigrateError : .afterUndoError
    }
    var beforeEach: MigrationCallback.Moment { self == .up ? .beforeEachMigrate : .beforeEachUndo }
    var afterEach: MigrationCallback.Moment { self == .up ? .afterEachMigrate : .afterEachUndo }
    var afterEachFailed: MigrationCallback.Moment {
        self == .up ? .afterEachMigrateError : .afterEachUndoError
    }
}
