import Arguments
import Foundation
import PostgreSQL
import Schema

enum MigrateCommand: Command {
    static let spec = CommandSpec(
        "migrate", abstract: "Take a PostgreSQL schema from version to version, and back",
        discussion: """
            Migrations are plain SQL in a folder: NNNN_name.up.sql, and NNNN_name.down.sql for the \
            way back; folders of Flyway, Prisma, Diesel, goose, dbmate, sqlx and others are read as \
            they are. Each runs in a transaction of its own unless it says \
            "-- dormouse: no-transaction". Works on any database; docs/migrations.md says more.
            """,
        examples: [
            Example("dormouse migrate new add_users", "begin a migration"),
            Example("dormouse migrate up", "apply what is pending"),
            Example("dormouse migrate down", "take the last one back"),
        ],
        options: [
            DatabaseTarget.url,
            .value(
                "dir", "DIR", .directory, default: "migrations",
                help: "the folder of the migrations"),
            .value(
                "table", "NAME", default: HistoryTable.standardName,
                help: "the table that remembers what was applied: name, or schema.name"),
            .value(
                "lock-wait", "SECONDS", .number(0...86_400), default: "300",
                help: "how long to wait for another process that migrates"),
            .value(
                "placeholder", "NAME=VALUE",
                defaultNote: "FLYWAY_PLACEHOLDERS_NAME", repeating: true,
                help: "what ${NAME} stands for in files of Flyway"),
        ],
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [
            MigrateNewCommand.self, MigrateUpCommand.self, MigrateDownCommand.self,
            MigrateStatusCommand.self, MigrateValidateCommand.self, MigrateBaselineCommand.self,
            MigrateAdoptCommand.self, MigrateRepairCommand.self, MigrateLintCommand.self,
        ]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.last ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        return try part.run(invocation)
    }

    static func path(_ invocation: Invocation) -> String {
        invocation.command.string("dir", default: "migrations")
    }

    /// The folder that was named; says what in it is not read.
    ///
    /// - Throws: where nothing in it can be read, unless that is asked for.
    static func folder(_ invocation: Invocation, mayBeEmpty: Bool = false) throws -> MigrationFolder
    {
        let folder = try MigrationFolder(
            path: path(invocation), placeholders: try placeholders(invocation))
        for stranger in folder.strangers {
            invocation.console.warn(
                "\(folder.path)/\(stranger) is skipped: no migration by its name")
        }
        for note in folder.notes { invocation.console.note("\(note)") }
        if !mayBeEmpty { try folder.requireMigrations() }
        return folder
    }

    static func placeholders(_ invocation: Invocation) throws -> Placeholders {
        try Placeholders(
            invocation.command.strings("placeholder"), environment: invocation.environment)
    }

    /// A migrator that says on standard error what it does.
    static func migrator(
        _ folder: MigrationFolder, _ connection: BlockingConnection, _ invocation: Invocation
    ) -> Migrator {
        let command = invocation.command
        let options = Migrator.Options(
            table: HistoryTable(command.string("table", default: HistoryTable.standardName)),
            patience: .seconds(command.number("lock-wait", default: 300)))
        return Migrator(folder, on: connection, options: options) { report($0, invocation.console) }
    }

    static func report(_ event: Migrator.Event, _ console: Console) {
        switch event {
        case .waiting(let process):
            let who = process.map { " (server process \($0))" } ?? ""
            console.note("waiting for another session that migrates this database\(who)")
        case .begins(let step):
            let verb = step.direction == .up ? "applying" : "taking back"
            console.drawStatus("\(verb) \(step.migration.label)")
        case .calls(let callback): console.drawStatus("running \(callback.script.path)")
        case .done: console.clearStatus()
        }
    }

    /// A version from an option or argument.
    static func version(_ text: String?, _ invocation: Invocation) throws -> MigrationVersion? {
        guard let text else { return nil }
        let number = text.hasPrefix("R__") ? text[...] : text.prefix { $0 != "_" }
        guard let version = MigrationVersion(number) else {
            throw invocation.command.usageError(
                "'\(text)' is no version", suggestion: "give its number, as in 0007")
        }
        return version
    }
}
