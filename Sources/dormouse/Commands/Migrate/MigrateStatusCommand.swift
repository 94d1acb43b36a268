import Arguments
import JSON
import PostgreSQL
import Schema

enum MigrateStatusCommand: Command {
    static let spec = CommandSpec(
        "status", abstract: "List migrations: applied, pending, edited, missing, dirty",
        discussion: """
            Changes nothing. With --check it ends with 1 unless everything is applied and nothing \
            was edited, so that a deployment can wait for it.
            """,
        examples: [
            Example("dormouse migrate status", "what is applied"),
            Example("dormouse migrate status --check --quiet", "for a script"),
        ],
        options: [.flag("check", help: "end with 1 unless all is applied and unchanged")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let isCheck = invocation.command.flag("check")
        let folder = try MigrateCommand.folder(invocation, mayBeEmpty: !isCheck)
        let connection = try DatabaseTarget.connect(invocation)
        defer { connection.close() }
        let migrator = MigrateCommand.migrator(folder, connection, invocation)
        let all = try migrator.status()
        let console = invocation.console
        if let other = try migrator.otherHistory() {
            console.warn(TerminalText(other.message))
        }
        if invocation.wantsJSON {
            console.print(json: .array(all.map(\.json)))
        } else if !all.isEmpty {
            var table = Table([
                .init("version"), .init("name"), .init("state"), .init("applied (UTC)"),
            ])
            for status in all {
                let time = status.record?.appliedAt.prefix(16) ?? ""
                let applied = String(time.replacing("T", with: " "))
                table.add([status.version.text, status.name, status.state.rawValue, applied])
            }
            console.print(table)
        } else {
            console.print("no migrations in \(folder.path), and none applied")
        }
        for status in all where status.state == .dirty {
            let place = status.record?.failedStatement.map { " at statement \($0)" } ?? ""
            console.warn("\(status.label) failed\(place): see dormouse migrate repair --help")
        }
        let isFine = all.allSatisfy { $0.state == .applied || $0.state == .baseline }
        return isCheck && !isFine ? 1 : 0
    }
}

extension MigrationStatus {
    fileprivate var json: JSON {
        [
            "version": .string(version.text), "name": .string(name),
            "state": .string(state.rawValue), "file": JSON(migration?.up.path),
            "has_down": .bool(migration?.down != nil), "applied_at": JSON(record?.appliedAt),
            "milliseconds": JSON(record?.milliseconds),
            "failed_statement": JSON(record?.failedStatement), "failure": JSON(record?.failure),
        ]
    }
}
