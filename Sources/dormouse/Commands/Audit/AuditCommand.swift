import Arguments
import Foundation
import JSON

/// `audit`: who did what, and whether the record of it is whole.
enum AuditCommand: Command {
    static let spec = CommandSpec(
        "audit", abstract: "Verify and read the record of who did what",
        discussion: """
            Each command that reads, changes, erases, computes or is refused is a line of JSON in \
            ~/.local/state/dormouse/audit.jsonl, with the hash of the line before. Nothing that a \
            command was given is in it. verify finds lines that were changed, taken out or cut.
            """,
        examples: [
            Example("dormouse audit verify", "is every line as it was written?"),
            Example("dormouse audit tail -l 20", "the last lines"),
            Example("dormouse audit export > audit.jsonl", "all lines that are kept"),
        ],
        subcommands: parts.map { $0.spec })

    private static var parts: [any Command.Type] {
        [AuditVerifyCommand.self, AuditTailCommand.self, AuditExportCommand.self]
    }

    static func run(_ invocation: Invocation) throws -> Int32 {
        let name = invocation.command.path.last ?? ""
        guard let part = parts.first(where: { $0.spec.name == name }) else { return 2 }
        return try part.run(invocation)
    }
}

enum AuditVerifyCommand: Command {
    static let spec = CommandSpec(
        "verify", abstract: "Find any change to the record",
        discussion: "Exit code 1 where a line was changed, taken out, added or cut.",
        examples: [Example("dormouse audit verify --json", "for a program")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let (lines, fault) = invocation.auditLog.verify()
        if invocation.wantsJSON {
            invocation.console.print(json: [
                "lines": JSON(lines), "whole": .bool(fault == nil),
                "place": fault.map { .string($0.place) } ?? .null,
                "reason": fault.map { .string($0.reason) } ?? .null,
            ])
        } else if let fault {
            invocation.console.fail(
                "\(fault.place) \(fault.reason); \(counted(lines, "line")) before it are whole")
        } else {
            invocation.console.print("\(counted(lines, "line")), all as they were written.")
        }
        return fault == nil ? 0 : 1
    }
}

enum AuditTailCommand: Command {
    static let spec = CommandSpec(
        "tail", abstract: "Print the last lines of the record",
        examples: [Example("dormouse audit tail", "the last ten")],
        options: [
            .value(
                "lines", short: "l", "N", .integer(1...1_000_000), default: "10",
                help: "how many lines")
        ])

    static func run(_ invocation: Invocation) throws -> Int32 {
        let count = invocation.command.integer("lines") ?? 10
        let lines = invocation.auditLog.lines().suffix(count)
        if invocation.wantsJSON {
            for line in lines { invocation.console.write(trusted: line.text + "\n") }
            return 0
        }
        if lines.isEmpty { invocation.console.print("Nothing is recorded yet.") }
        for line in lines {
            guard let object = (try? JSON.parse(line.text))?.object,
                let entry = AuditLog.Entry(object)
            else { continue }
            invocation.console.print(
                "\(entry.at)  \(entry.event)  \(entry.subject)  \(entry.outcome)")
        }
        return 0
    }
}

enum AuditExportCommand: Command {
    static let spec = CommandSpec(
        "export", abstract: "Print all lines of the record that are kept, as JSON Lines",
        examples: [Example("dormouse audit export > audit.jsonl", "into a file")])

    static func run(_ invocation: Invocation) throws -> Int32 {
        for line in invocation.auditLog.lines() {
            invocation.console.write(trusted: line.text + "\n")
        }
        return 0
    }
}
