import Arguments
import JSON
import PostgreSQL
import Schema

enum MigrateAdoptCommand: Command {
    static let spec = CommandSpec(
        "adopt", abstract: "Take over the history of another tool, and go on from there",
        discussion: """
            Reads the table in which Flyway, Prisma, Diesel, golang-migrate, goose, dbmate, sqlx, \
            sql-migrate, Supabase, Drizzle, MyBatis and others keep what they applied, and notes \
            the same here; the tool's own table stays as it is. Refused where the tool calls a \
            migration failed or dirty, where a file is missing (--allow-missing leaves those out \
            that were squashed or deleted), and where one was edited since, by the tool's own \
            checksum (--allow-edited). `migrate up` goes on from there.
            """,
        examples: [
            Example("dormouse migrate adopt --dry-run", "what would be taken"),
            Example("dormouse migrate adopt --dir db/migrations", "take it"),
            Example("dormouse migrate adopt --from goose", "where several are there"),
            Example(
                "dormouse migrate adopt --from dbmate --from-table ops.migrations",
                "where the project has named the table"),
        ],
        options: [
            .value(
                "from", "TOOL", .choice(MigrationTool.allCases.map(\.rawValue).sorted()),
                defaultNote: "the one whose table is there", help: "whose history to take"),
            .value(
                "from-table", "TABLE", .text, defaultNote: "the tool's own name for it",
                help: "where the tool keeps its history: NAME or SCHEMA.NAME"),
            .flag("allow-missing", help: "leave out what was applied and has no file any more"),
            .flag("allow-edited", help: "take files that were edited since as they are"),
            .flag("dry-run", help: "say what would be taken and change nothing"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let folder = try MigrateCommand.folder(invocation)
        let command = invocation.command
        let choice = AdoptionChoice(
            from: command.string("from").flatMap(MigrationTool.init(rawValue:)),
            table: command.string("from-table").map { HistoryTable($0) },
            allowsMissing: command.flag("allow-missing"),
            allowsEdited: command.flag("allow-edited"))
        let connection = try DatabaseTarget.connect(invocation)
        defer { connection.close() }
        let migrator = MigrateCommand.migrator(folder, connection, invocation)
        let isDry = command.flag("dry-run")
        let adoption = try isDry ? migrator.adoption(choice) : migrator.adopt(choice)
        let console = invocation.console
        if invocation.wantsJSON {
            console.print(json: [
                "tool": .string(adoption.tool.rawValue), "table": .string(adoption.table),
                "dry_run": .bool(isDry), "taken": JSON(adoption.taken.map(\.label)),
                "passed_over": JSON(adoption.passedOver.map(\.label)),
                "missing": JSON(adoption.missing),
            ])
            return 0
        }
        for migration in adoption.taken {
            console.print("\(isDry ? "would take" : "took") \(migration.label) as applied")
        }
        if adoption.taken.isEmpty {
            console.print("nothing to take: \(adoption.table) has nothing that is not here")
        }
        if !adoption.missing.isEmpty {
            console.warn(
                "applied and without a file, left out: \(adoption.missing.joined(separator: ", "))")
        }
        for migration in adoption.passedOver {
            console.warn(
                "\(migration.label) is older and not in \(adoption.table): apply it with "
                    + "dormouse migrate up --out-of-order")
        }
        return 0
    }
}
