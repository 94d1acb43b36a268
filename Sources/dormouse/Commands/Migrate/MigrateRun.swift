import Arguments
import JSON
import PostgreSQL
import Schema

/// What `migrate up` and `migrate down` share.
struct MigrateRun {
    private let goal: MigrationPlan.Goal
    private let invocation: Invocation
    private var console: Console { invocation.console }

    init(_ goal: MigrationPlan.Goal, _ invocation: Invocation) {
        self.goal = goal
        self.invocation = invocation
    }

    func run() throws -> Int32 {
        let folder = try MigrateCommand.folder(invocation)
        let connection = try DatabaseTarget.connect(invocation, limits: true)
        defer { connection.close() }
        let migrator = MigrateCommand.migrator(folder, connection, invocation)
        try refuseOtherHistory(migrator)
        if invocation.command.flag("dry-run") {
            let steps = try migrator.plan(goal).steps
            if invocation.wantsJSON { tell(steps, isDry: true) } else { print(steps) }
            return 0
        }
        tell(try migrator.run(goal), isDry: false)
        return 0
    }

    /// What another tool has applied would be applied twice.
    private func refuseOtherHistory(_ migrator: Migrator) throws {
        guard goal.direction == .up, !invocation.command.flag("ignore-history"),
            var other = try migrator.otherHistory()
        else { return }
        other.message += ". Nothing was run"
        throw other
    }

    /// What would run, as a script.
    private func print(_ steps: [MigrationPlan.Step]) {
        if steps.isEmpty { console.print("-- nothing to do") }
        for step in steps {
            let mark = step.script.isTransactional ? "" : " (no transaction)"
            console.print("-- \(step.script.path)\(mark)")
            for statement in step.script.transactionalStatements {
                console.print(TerminalText(step.script.shown(statement)) + ";")
            }
        }
    }

    private func tell(_ steps: [MigrationPlan.Step], isDry: Bool) {
        if invocation.wantsJSON {
            console.print(json: [
                "direction": .string(goal.direction.rawValue), "dry_run": .bool(isDry),
                "steps": .array(
                    steps.map {
                        [
                            "version": .string($0.migration.version.text),
                            "name": .string($0.migration.name), "file": .string($0.script.path),
                            "statements": .int($0.script.script.statements.count),
                            "transaction": .bool($0.script.isTransactional),
                        ]
                    }),
            ])
            return
        }
        let verb = goal.direction == .up ? "applied" : "took back"
        for step in steps { console.print("\(verb) \(step.migration.label)") }
        if steps.isEmpty {
            console.print(
                goal.direction == .up
                    ? "nothing to do: everything is applied" : "nothing to do: nothing is applied")
        }
    }
}
