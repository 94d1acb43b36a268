import Arguments
import JSON
import Schema

enum MigrateUpCommand: Command {
    static let spec = CommandSpec(
        "up", abstract: "Apply pending migrations, in order",
        discussion: """
            Any number of processes may start at once: one applies, the others wait and find \
            nothing left to do. Where a migration fails, nothing of it is kept and those before it \
            stay; the message names file, line and statement.
            """,
        examples: [
            Example("dormouse migrate up --url postgres://localhost/shop", "apply all"),
            Example("dormouse migrate up --to 0007 --dry-run", "print what would run"),
            Example("dormouse migrate up --lock-timeout 5", "rather fail than block others"),
        ],
        options: [
            .value("to", "VERSION", help: "apply up to this one, included"),
            .value("steps", "N", .integer(1...1_000_000), help: "apply at most this many"),
            .flag("dry-run", help: "print the SQL and change nothing"),
            .flag("out-of-order", help: "also apply what is older than the last one applied"),
            .flag(
                "ignore-history", help: "go on where another tool's history of these versions is"),
            DatabaseTarget.statementTimeout, DatabaseTarget.lockTimeout,
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let goal = MigrationPlan.Goal(
            .up, to: try MigrateCommand.version(command.string("to"), invocation),
            steps: command.integer("steps"), allowsOutOfOrder: command.flag("out-of-order"))
        return try MigrateRun(goal, invocation).run()
    }
}
