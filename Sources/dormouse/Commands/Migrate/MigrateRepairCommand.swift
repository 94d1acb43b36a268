import Arguments
import JSON
import PostgreSQL
import Schema

enum MigrateRepairCommand: Command {
    static let spec = CommandSpec(
        "repair", abstract: "Put the history and indexes that failed to build right",
        discussion: """
            Takes the checksums of applied files as they are now; takes entries of migrations that \
            failed half-way out, so that they run again; builds indexes anew that a failed CREATE \
            INDEX CONCURRENTLY left invalid, and drops what a failed REINDEX left.

            A migration without a transaction that failed half-way has kept its first statements. \
            Undo them by hand and run repair; or finish it by hand and run repair --applied.
            """,
        examples: [
            Example("dormouse migrate repair", "all of it"),
            Example("dormouse migrate repair --dry-run", "what it would do"),
            Example("dormouse migrate repair --applied 0007", "0007 was finished by hand"),
            Example("dormouse migrate repair --forget 0003", "its file is gone for good"),
        ],
        options: [
            .value("applied", "VERSION", help: "a failed one that was finished by hand"),
            .value("forget", "VERSION", help: "take this entry out of the history"),
            .flag("dry-run", help: "say what is wrong and change nothing"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let command = invocation.command
        let applied = try MigrateCommand.version(command.string("applied"), invocation)
        let forgotten = try MigrateCommand.version(command.string("forget"), invocation)
        let folder = try MigrateCommand.folder(invocation, mayBeEmpty: true)
        let connection = try DatabaseTarget.connect(invocation)
        defer { connection.close() }
        let migrator = MigrateCommand.migrator(folder, connection, invocation)
        let dirty = try migrator.status().filter { $0.state == .dirty && $0.version != applied }
        var indexes = InvalidIndex.marked(
            try InvalidIndex.all(connection), madeBy: dirty.compactMap(\.migration))
        var repair = Migrator.Repair()
        var failures: [String] = []
        if command.flag("dry-run") {
            let all = try migrator.status()
            repair.checksums = all.filter { $0.state == .edited }.map(\.label)
            repair.removed = all.filter { $0.state == .dirty }.map(\.label)
        } else {
            repair = try migrator.repair(applied: applied, forgotten: forgotten)
            for index in indexes {
                do throws(PostgreSQLError) {
                    try index.repair(on: connection)
                } catch {
                    failures.append("\(index.schema).\(index.name): \(error)")
                    indexes.removeAll { $0 == index }
                }
            }
        }
        repair.indexes = indexes
        if invocation.wantsJSON {
            invocation.console.print(json: json(repair, failures))
        } else {
            print(repair, isDry: command.flag("dry-run"), on: invocation.console)
        }
        for failure in failures { invocation.console.fail(TerminalText(failure)) }
        return failures.isEmpty ? 0 : 1
    }

    private static func print(_ repair: Migrator.Repair, isDry: Bool, on console: Console) {
        for label in repair.checksums { console.print("checksum of \(label) taken as it is now") }
        for label in repair.removed { console.print("\(label) failed: its entry is taken out") }
        for label in repair.settled { console.print("\(label) settled") }
        for index in repair.indexes {
            let done = index.isLeftover || index.isMadeAgain ? "dropped" : "built anew"
            console.print("invalid index \(index.schema).\(index.name) \(done)")
        }
        if repair.isEmpty { console.print("nothing to repair") }
        if isDry, !repair.isEmpty { console.print("nothing was changed (--dry-run)") }
    }

    private static func json(_ repair: Migrator.Repair, _ failures: [String]) -> JSON {
        [
            "checksums": JSON(repair.checksums), "removed": JSON(repair.removed),
            "settled": JSON(repair.settled),
            "indexes": .array(
                repair.indexes.map {
                    [
                        "schema": .string($0.schema), "name": .string($0.name),
                        "table": .string($0.table), "sql": .string($0.repair),
                    ]
                }),
            "failures": JSON(failures),
        ]
    }
}
