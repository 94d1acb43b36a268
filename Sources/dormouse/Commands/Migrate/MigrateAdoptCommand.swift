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
            migration failed or dirty, where a file is missing, and where one was edited since, by \
            the tool's own checksum. `migrate up` goes on from there.
            """,
        examples: [
            Example("dormouse migrate adopt --dry-run", "what would be taken"),
            Example("dormouse migrate adopt --dir db/migrations", "take it"),
            Example("dormouse migrate adopt --from goose", "where several are there"),
        ],
        options: [
            .value(
                "from", "TOOL", .choice(MigrationTool.allCases.map(\.rawValue).sorted()),
                defaultNote: "the one whose table is there", help: "whose history to take"),
            .flag("dry-run", help: "say what would be taken and change nothing"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let folder = try MigrateCommand.folder(invocation)
        let tool = invocation.command.string("from").flatMap(MigrationTool.init(rawValue:))
        let connection = try DatabaseTarget.connect(invocation)
        defer { connection.close() }
        let migrator = MigrateCommand.migrator(folder, connection, invocation)
        let isDry = invocation.command.flag("dry-run")
        let adoption = try isDry ? migrator.adoption(from: tool) : migrator.adopt(from: tool)
        let console = invocation.console
        if invocation.wantsJSON {
            console.print(json: [
                "tool": .string(adoption.tool.rawValue), "table": .string(adoption.table),
                "dry_run": .bool(isDry), "taken": JSON(adoption.taken.map(\.label)),
                "passed_over": JSON(adoption.passedOver.map(\.label)),
            ])
            return 0
        }
        for migration in adoption.taken {
            console.print("\(isDry ? "would take" : "took") \(migration.label) as applied")
        }
        if adoption.taken.isEmpty { console.print("nothing to do: all are in the history") }
        for migration in adoption.passedOver {
            console.warn(
                "\(migration.label) is older and not in \(adoption.table): apply it with "
                    + "dormouse migrate up --out-of-order")
        }
        return 0
    }
}
