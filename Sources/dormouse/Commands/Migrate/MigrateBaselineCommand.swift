import Arguments
import JSON
import PostgreSQL
import Schema

enum MigrateBaselineCommand: Command {
    static let spec = CommandSpec(
        "baseline", abstract: "Take migrations as applied without running them",
        discussion: """
            For a database that was there before its migrations: everything up to the version is \
            noted as applied, and `migrate up` goes on from there.
            """,
        examples: [Example("dormouse migrate baseline 0007", "0001 to 0007 are there already")],
        arguments: [ArgumentSpec("version", help: "the last one that the database has already")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let folder = try MigrateCommand.folder(invocation)
        guard
            let version = try MigrateCommand.version(
                invocation.command.string("version"), invocation)
        else { return 2 }
        let connection = try DatabaseTarget.connect(invocation)
        defer { connection.close() }
        let taken = try MigrateCommand.migrator(folder, connection, invocation).baseline(version)
        if invocation.wantsJSON {
            invocation.console.print(json: ["baseline": JSON(taken.map(\.label))])
        } else {
            for migration in taken {
                invocation.console.print("took \(migration.label) as applied")
            }
            if taken.isEmpty { invocation.console.print("nothing to do: all are in the history") }
        }
        return 0
    }
}
