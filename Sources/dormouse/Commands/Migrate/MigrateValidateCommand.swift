import Arguments
import JSON
import PostgreSQL
import Schema

enum MigrateValidateCommand: Command {
    static let spec = CommandSpec(
        "validate", abstract: "Go all the way up, down and up again on a scratch database",
        discussion: """
            After each way down the catalogue must be what it was before the way up; what is left \
            behind is named with the file that leaves it. Ends with 1 where anything is. The \
            database of --url is not touched.
            """,
        examples: [
            Example("dormouse migrate validate", "on a server started for the moment"),
            Example("dormouse migrate validate --scratch postgres://localhost/postgres", "there"),
        ],
        options: [
            DatabaseTarget.scratch,
            .flag("forward-only", help: "go up only: there are to be no ways down"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let folder = try MigrateCommand.folder(invocation)
        let console = invocation.console
        let scratch = try DatabaseTarget.scratch(invocation)
        let result = try scratch.withDatabase(roles: folder.rolesNeeded) {
            try MigrationValidation(
                folder, on: $0, isForwardOnly: invocation.command.flag("forward-only")
            ) { MigrateCommand.report($0, console) }
        }
        console.clearStatus()
        if invocation.wantsJSON {
            console.print(json: result.json)
        } else {
            print(
                result, isForwardOnly: invocation.command.flag("forward-only"), on: console)
        }
        return result.isSound ? 0 : 1
    }

    private static func print(
        _ result: MigrationValidation, isForwardOnly: Bool, on console: Console
    ) {
        for failure in result.failures {
            for line in failure.split(separator: "\n") { console.print("\(line)") }
        }
        for leftover in result.leftovers {
            console.print("\(leftover.file, .bold)")
            for thing in leftover.remaining { console.print("  leaves \(thing)") }
            for thing in leftover.missing { console.print("  does not bring back \(thing)") }
            for thing in leftover.changed { console.print("  does not undo \(thing)") }
        }
        for label in result.withoutDown { console.print("\(label) has no way down") }
        if !result.secondUp.isEmpty {
            console.print("\("the second way up made something else", .bold)")
            for thing in result.secondUp { console.print("  \(thing)") }
        }
        if let failure = result.secondUpFailure {
            console.print("\("the second way up failed", .bold)")
            for line in failure.split(separator: "\n") { console.print("  \(line)") }
        }
        let count = grouped(result.migrations)
        if result.isSound {
            console.print(
                isForwardOnly
                    ? "\(count) migrations go up" : "\(count) migrations go up, down and up again")
        }
    }
}

extension MigrationValidation {
    fileprivate var json: JSON {
        [
            "sound": .bool(isSound), "migrations": .int(migrations),
            "failures": JSON(failures),
            "without_down": JSON(withoutDown),
            "leftovers": .array(
                leftovers.map {
                    [
                        "migration": .string($0.migration), "file": .string($0.file),
                        "remaining": JSON($0.remaining), "missing": JSON($0.missing),
                        "changed": JSON($0.changed),
                    ]
                }),
            "second_up": JSON(secondUp), "second_up_failure": JSON(secondUpFailure),
        ]
    }
}
