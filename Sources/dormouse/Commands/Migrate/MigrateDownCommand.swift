import Arguments
import JSON
import Schema

enum MigrateDownCommand: Command {
    static let spec = CommandSpec(
        "down", abstract: "Take applied migrations back, the last one first",
        discussion: "Without --to and --steps, one.",
        examples: [
            Example("dormouse migrate down", "take the last one back"),
            Example("dormouse migrate down --to 0004", "back to 0004, which stays"),
            Example("dormouse migrate down --to 0 --dry-run", "print the way back to nothing"),
        ],
        options: [
            .value("to", "VERSION", help: "the version to go back to, which stays; 0 for none"),
            .value("steps", "N", .integer(1...1_000_000), help: "take at most this many back"),
            .flag("dry-run", help: "print the SQL and change nothing"),
            DatabaseTarget.statementTimeout, DatabaseTarget.lockTimeout,
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let goal = MigrationPlan.Goal(
            .down, to: try MigrateCommand.version(command.string("to"), invocation),
            steps: command.integer("steps"))
        return try MigrateRun(goal, invocation).run()
    }
}
