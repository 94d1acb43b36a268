import Arguments
import JSON
import PostgreSQL
import Schema

enum MigrateLintCommand: Command {
    static let spec = CommandSpec(
        "lint", abstract: "Find what locks, loses, breaks or fails before it meets a database",
        discussion: """
            Reads the files only. Each finding says file and line, why it matters and the safe \
            form. A comment silences a rule for the statement it stands before or in: \
            -- lint:allow drop-column

            Ends with 1 where anything is found.
            """,
        examples: [
            Example("dormouse migrate lint", "the folder migrations"),
            Example("dormouse migrate lint --since 0012 --json", "only newer ones, for a program"),
            Example("dormouse migrate lint --allow rename", "without a rule"),
        ],
        options: [
            .value("since", "VERSION", help: "only migrations after this one"),
            .value(
                "allow", "RULE", .choice(LintRule.allCases.map(\.rawValue)), repeating: true,
                help: "a rule not to look for"),
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        var folder = try MigrationFolder(
            path: MigrateCommand.path(invocation),
            placeholders: try MigrateCommand.placeholders(invocation))
        try folder.requireMigrations()
        for stranger in folder.strangers where !stranger.lowercased().hasSuffix(".sql") {
            invocation.console.warn("\(folder.path)/\(stranger) is not read")
        }
        for note in folder.notes { invocation.console.note("\(note)") }
        if let since = try MigrateCommand.version(invocation.command.string("since"), invocation) {
            folder.migrations.removeAll { $0.version <= since }
        }
        let allowed = invocation.command.strings("allow").compactMap(LintRule.init(rawValue:))
        let findings = MigrationLint(allowing: Set(allowed)).findings(in: folder)
        if invocation.wantsJSON {
            invocation.console.print(json: .array(findings.map(\.json)))
        } else {
            print(findings, in: folder, on: invocation.console)
        }
        return findings.isEmpty ? 0 : 1
    }

    private static func print(
        _ findings: [LintFinding], in folder: MigrationFolder, on console: Console
    ) {
        let width = console.settings.wrappingWidth - 4
        for finding in findings {
            let place = "\(finding.file):\(finding.line)"
            console.print("\(place, .bold): \(finding.rule.rawValue, .yellow)")
            let texts = [
                finding.message,
                "\(finding.rule.effect.rawValue): \(finding.rule.reason)",
                "safe: \(finding.rule.safeForm)",
            ]
            for text in texts {
                for line in wrap(harmless(text), width: width) {
                    console.print(TerminalText("    " + line))
                }
            }
        }
        let count = folder.migrations.count
        console.note(
            findings.isEmpty
                ? "nothing found in \(counted(count, "migration"))"
                : "\(counted(findings.count, "finding")) in \(counted(count, "migration"))")
    }
}

extension LintFinding {
    fileprivate var json: JSON {
        [
            "rule": .string(rule.rawValue), "effect": .string(rule.effect.rawValue),
            "file": .string(file), "line": .int(line), "message": .string(message),
            "why": .string(rule.reason), "safe_form": .string(rule.safeForm),
        ]
    }
}
